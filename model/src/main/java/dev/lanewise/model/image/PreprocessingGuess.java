package dev.lanewise.model.image;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.image.Preprocessing.Channels;
import dev.lanewise.model.image.Preprocessing.Range;
import dev.lanewise.model.image.Preprocessing.Resize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What preprocessing a model probably wants. ONNX files seldom say, so this goes by three things,
 * the first that speaks wins:
 *
 * <ol>
 *   <li>the model's metadata: {@code mean} and {@code std} (numbers with commas between them),
 *       {@code scale} ({@code 0..1} or {@code 0..255}), {@code order} ({@code RGB}, {@code BGR});
 *       or ONNX's own <a href="https://onnx.ai/onnx/repo-docs/MetadataProps.html">image
 *       metadata</a> {@code Image.BitmapPixelFormat} and {@code Image.NominalPixelRange}. Values
 *       that don't read as such are taken to mean something else and passed over;
 *   <li>the input's name: {@code data_0} is what the converters of the Caffe family call the input
 *       of a network, and those are trained on BGR levels of 0 to 255 less ImageNet's mean, 104,
 *       117 and 123;
 *   <li>the number of channels: with three, RGB from 0 to 1, less ImageNet's mean and over its
 *       standard deviation, as all of torchvision's networks have it; with one, grey from 0 to 1.
 * </ol>
 *
 * <p>The size is the input's, reached by a centre crop; where the model leaves it open, it is the
 * picture's own.
 *
 * @param preprocessing the guess
 * @param reason what it rests on, for people
 */
public record PreprocessingGuess(Preprocessing preprocessing, String reason) {

    private static final List<Float> IMAGENET_MEAN = List.of(0.485f, 0.456f, 0.406f);
    private static final List<Float> IMAGENET_STD = List.of(0.229f, 0.224f, 0.225f);
    private static final List<Float> CAFFE_MEAN = List.of(104f, 117f, 123f);
    private static final String CAFFE_INPUT = "data_0";
    private static final int MAX_EXTENT = 1 << 16;

    /**
     * Guesses.
     *
     * @param input the model's input, {@code [1, C, H, W]} with C of 1 or 3; N, H and W may be
     *     symbolic, and so may C, which then is taken for 3; or {@code [1, H, W, C]}, where the
     *     second extent is no such number of channels and the last is
     * @param metadata the model's metadata
     * @throws ModelException if a picture can't be such an input
     */
    public static PreprocessingGuess of(TensorInfo input, Map<String, String> metadata) {
        Optional<String> misfit = misfit(input);
        if (misfit.isPresent()) {
            throw new ModelException(
                    "input " + input + ": expected " + misfit.get() + " for a picture");
        }
        boolean last = hasChannelsLast(input.dims());
        int channels = (int) input.dims().get(last ? 3 : 1).size();
        int height = (int) input.dims().get(last ? 1 : 2).size();
        int width = (int) input.dims().get(last ? 2 : 3).size();
        Resize resize = height < 0 || width < 0 ? Resize.NONE : Resize.CROP;
        PreprocessingGuess convention = convention(input.name(), channels);
        return new PreprocessingGuess(
                        convention
                                .preprocessing
                                .withSize(resize, width, height)
                                .withChannelsLast(last),
                        convention.reason)
                .with(metadata);
    }

    /** Whether a picture can be this input. */
    public static boolean fits(TensorInfo input) {
        return misfit(input).isEmpty();
    }

    private static Optional<String> misfit(TensorInfo input) {
        List<TensorInfo.Dim> dims = input.dims();
        if (dims.size() != 4) {
            return Optional.of("4 dimensions [1, channels, height, width]");
        }
        if (!input.dtype().isFloat()) {
            return Optional.of("floats");
        }
        if (dims.get(0).isFixed() && dims.get(0).size() != 1) {
            return Optional.of("a batch of 1");
        }
        boolean last = hasChannelsLast(dims);
        if (!last && dims.get(1).isFixed() && !isChannels(dims.get(1))) {
            return Optional.of("1 or 3 channels");
        }
        boolean isSized =
                (last ? dims.subList(1, 3) : dims.subList(2, 4))
                        .stream().allMatch(dim -> dim.size() != 0 && dim.size() <= MAX_EXTENT);
        return isSized
                ? Optional.empty()
                : Optional.of("1 to " + MAX_EXTENT + " pixels to each side");
    }

    /** As Keras and TensorFlow have them. */
    private static boolean hasChannelsLast(List<TensorInfo.Dim> dims) {
        return !isChannels(dims.get(1)) && isChannels(dims.get(3));
    }

    private static boolean isChannels(TensorInfo.Dim dim) {
        return dim.isFixed() && (dim.size() == 1 || dim.size() == 3);
    }

    /** By name and channels alone, of any size. */
    private static PreprocessingGuess convention(String name, int channels) {
        if (channels == 1) {
            return of(
                    Channels.GREY,
                    Range.UNIT,
                    List.of(0f),
                    List.of(1f),
                    "the input has one channel");
        }
        if (name.equals(CAFFE_INPUT)) {
            return of(
                    Channels.BGR,
                    Range.BYTE,
                    CAFFE_MEAN,
                    List.of(1f),
                    "an input named " + CAFFE_INPUT + " comes from Caffe");
        }
        return of(
                Channels.RGB,
                Range.UNIT,
                IMAGENET_MEAN,
                IMAGENET_STD,
                "the usual for three channels");
    }

    private static PreprocessingGuess of(
            Channels channels, Range range, List<Float> mean, List<Float> std, String reason) {
        return new PreprocessingGuess(
                new Preprocessing(channels, Resize.NONE, 0, 0, range, mean, std), reason);
    }

    private PreprocessingGuess with(Map<String, String> metadata) {
        ImageMetadata told = new ImageMetadata(metadata, preprocessing.channels().count());
        Preprocessing result = preprocessing;
        List<String> used = new ArrayList<>();
        if (told.range().isPresent()) {
            result = result.withRange(told.range().get());
            used.add("scale");
        }
        if (told.channels().isPresent()) {
            result = result.withChannels(told.channels().get());
            used.add("order");
        }
        if (told.mean().isPresent()) {
            result = result.withMean(told.mean().get());
            used.add("mean");
        }
        if (told.std().isPresent()) {
            result = result.withStd(told.std().get());
            used.add("std");
        }
        return used.isEmpty()
                ? this
                : new PreprocessingGuess(
                        result, String.join(", ", used) + " from the model's metadata");
    }
}
