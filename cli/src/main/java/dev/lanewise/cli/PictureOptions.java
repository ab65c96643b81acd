package dev.lanewise.cli;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.data.Dataset;
import dev.lanewise.model.data.PictureFolder;
import dev.lanewise.model.image.Preprocessing;
import dev.lanewise.model.image.Preprocessing.Channels;
import dev.lanewise.model.image.Preprocessing.Range;
import dev.lanewise.model.image.Preprocessing.Resize;
import dev.lanewise.model.image.PreprocessingGuess;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Options that say how pictures become inputs; what they leave open is guessed. */
final class PictureOptions {

    @Option(
            names = "--size",
            paramLabel = "WxH",
            converter = SizeConverter.class,
            description = "Size of the input in pixels.")
    private @Nullable Size size;

    @Option(
            names = "--resize",
            paramLabel = "HOW",
            converter = ResizeConverter.class,
            description =
                    "crop: the largest centred part; stretch: all of the picture; letterbox: all of"
                            + " it, proportions kept, on grey; none: as it is.")
    private @Nullable Resize resize;

    @Option(
            names = "--order",
            paramLabel = "RGB|BGR",
            converter = ChannelsConverter.class,
            description = "Order of the channels.")
    private @Nullable Channels order;

    @Option(
            names = "--scale",
            paramLabel = "0..1|0..255",
            converter = RangeConverter.class,
            description = "Range of values before the mean is subtracted.")
    private @Nullable Range range;

    @Option(
            names = "--mean",
            paramLabel = "V[,V,V]",
            split = ",",
            hideParamSyntax = true,
            description = "Subtracted; for all channels, or for each in order.")
    private @Nullable List<Float> mean;

    @Option(
            names = "--std",
            paramLabel = "V[,V,V]",
            split = ",",
            hideParamSyntax = true,
            description = "Divided by; for all channels, or for each in order.")
    private @Nullable List<Float> std;

    record Size(int width, int height) {}

    /** Whether the range of values was given, or what is done to them. */
    boolean saysRange() {
        return range != null || mean != null || std != null;
    }

    /** The first of the options that was given, or null. */
    @Nullable String given() {
        if (size != null || resize != null) {
            return size != null ? "--size" : "--resize";
        }
        if (order != null || range != null) {
            return order != null ? "--order" : "--scale";
        }
        return mean != null ? "--mean" : std != null ? "--std" : null;
    }

    /** The guess for a model's input, as far as no option says otherwise. */
    PreprocessingGuess preprocessing(TensorInfo input, Map<String, String> metadata) {
        PreprocessingGuess guess = PreprocessingGuess.of(input, metadata);
        Preprocessing result = guess.preprocessing();
        List<String> given = new ArrayList<>();
        if (size != null || resize != null) {
            result = sized(result, input);
            given.add("size");
        }
        if (range != null) {
            result = result.withRange(range);
            given.add("scale");
        }
        if (order != null) {
            result = result.withChannels(order);
            given.add("order");
        }
        if (mean != null) {
            result = result.withMean(mean);
            given.add("mean");
        }
        if (std != null) {
            result = result.withStd(std);
            given.add("std");
        }
        return given.isEmpty()
                ? guess
                : new PreprocessingGuess(
                        result, String.join(", ", given) + " given; else " + guess.reason());
    }

    /**
     * Reads a folder of pictures, with a progress bar.
     *
     * @param most how many pictures at most, of all classes as many
     */
    static Dataset read(Path folder, Preprocessing preprocessing, int most) {
        int whole = 1000;
        try (Progress progress = new Progress("pictures", whole)) {
            return PictureFolder.read(
                    folder,
                    preprocessing,
                    most,
                    (done, total) -> progress.stepTo((long) whole * done / total));
        }
    }

    private Preprocessing sized(Preprocessing guess, TensorInfo input) {
        boolean open = guess.resize() == Resize.NONE;
        Resize way = resize != null ? resize : open ? Resize.CROP : guess.resize();
        if (size != null) {
            return guess.withSize(way, size.width, size.height);
        }
        if (open && way != Resize.NONE) {
            throw new ModelException(
                    "input " + input + " leaves its size open: --resize " + way + " needs --size");
        }
        return guess.withSize(way, guess.width(), guess.height());
    }

    /** Reads {@code 224x160}, or {@code 224} for a square. */
    static final class SizeConverter implements ITypeConverter<Size> {
        @Override
        public Size convert(String text) {
            String[] parts = text.toLowerCase(Locale.ROOT).split("x", -1);
            try {
                int width = Integer.parseInt(parts[0]);
                int height = parts.length == 1 ? width : Integer.parseInt(parts[1]);
                if (parts.length <= 2 && in(width) && in(height)) {
                    return new Size(width, height);
                }
            } catch (NumberFormatException e) {
                // Falls through to the message below.
            }
            throw new TypeConversionException(
                    "expected WIDTHxHEIGHT of 1 to 65536 pixels, such as 224x224, actual '"
                            + text
                            + "'");
        }

        private static boolean in(int extent) {
            return extent >= 1 && extent <= 1 << 16;
        }
    }

    static final class ResizeConverter extends ByText<Resize> {
        ResizeConverter() {
            super(Resize.values());
        }
    }

    static final class ChannelsConverter extends ByText<Channels> {
        ChannelsConverter() {
            super(Channels.values());
        }
    }

    static final class RangeConverter extends ByText<Range> {
        RangeConverter() {
            super(Range.values());
        }
    }

    /** Converts the texts of an enum's constants, which are not their names. */
    private abstract static class ByText<T> implements ITypeConverter<T> {
        private final T[] values;

        ByText(T[] values) {
            this.values = values;
        }

        @Override
        public T convert(String text) {
            return Arrays.stream(values)
                    .filter(value -> value.toString().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "expected one of "
                                            + String.join(
                                                    ", ",
                                                    Stream.of(values)
                                                            .map(Object::toString)
                                                            .toList())
                                            + ", actual '"
                                            + text
                                            + "'"));
        }
    }
}
