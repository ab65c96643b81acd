package dev.lanewise.model.image;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a picture becomes a network's input of shape {@code [1, C, H, W]}, or {@code [1, H, W, C]}
 * for networks with channels last: resized, split into channels, and each level v of 0 to 255
 * turned into {@code (v * range / 255 - mean) / std}. Immutable.
 *
 * @param channels what the channels are, in order
 * @param resize how the picture comes to its size
 * @param width pixels per row of the result; of no meaning to {@link Resize#NONE}
 * @param height rows of the result; of no meaning to {@link Resize#NONE}
 * @param range the range that levels are scaled to before the mean is subtracted
 * @param mean one value per channel in their order, or one for all; in units of the range
 * @param std divisors, one per channel in their order, or one for all; in units of the range
 * @param channelsLast whether the channels of a pixel lie together
 */
public record Preprocessing(
        Channels channels,
        Resize resize,
        int width,
        int height,
        Range range,
        List<Float> mean,
        List<Float> std,
        boolean channelsLast) {

    /** The channels of an input, in order. */
    public enum Channels {
        /** One channel: 0.299 red + 0.587 green + 0.114 blue, rounded. */
        GREY("grey", 1),
        /** Red, green, blue. */
        RGB("RGB", 3),
        /** Blue, green, red. */
        BGR("BGR", 3);

        private final String text;
        private final int count;

        Channels(String text, int count) {
            this.text = text;
            this.count = count;
        }

        /** Number of channels. */
        public int count() {
            return count;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Ways to a size. */
    public enum Resize {
        /** {@link Resampling#crop}: the largest centred part of the right proportions. */
        CROP,
        /** {@link Resampling#stretch}: all of the picture, proportions changed. */
        STRETCH,
        /** {@link Resampling#letterbox}: all of the picture, proportions kept, on grey. */
        LETTERBOX,
        /** The picture as large as it is. */
        NONE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Ranges of values. */
    public enum Range {
        /** Black is 0, white is 1. */
        UNIT("0..1", 255),
        /** Black is 0, white is 255. */
        BYTE("0..255", 1);

        private final String text;
        private final float divisor;

        Range(String text, float divisor) {
            this.text = text;
            this.divisor = divisor;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * @throws IllegalArgumentException if the size is not positive, or mean or std don't fit the
     *     channels, are no finite numbers or, in the case of std, not positive
     */
    public Preprocessing {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (resize != Resize.NONE && (width < 1 || height < 1)) {
            throw new IllegalArgumentException(
                    "size: expected at least 1x1, actual " + width + "x" + height);
        }
        checkValues("mean", mean, channels);
        checkValues("std", std, channels);
        if (std.stream().anyMatch(value -> value <= 0)) {
            throw new IllegalArgumentException("std: expected positive numbers, actual " + std);
        }
    }

    /**
     * With channels first.
     *
     * @throws IllegalArgumentException as with a place for the channels
     */
    public Preprocessing(
            Channels channels,
            Resize resize,
            int width,
            int height,
            Range range,
            List<Float> mean,
            List<Float> std) {
        this(channels, resize, width, height, range, mean, std, false);
    }

    private static void checkValues(String name, List<Float> values, Channels channels) {
        if (values.size() != 1 && values.size() != channels.count) {
            String expected = channels.count == 1 ? "1 value" : "1 or 3 values";
            throw new IllegalArgumentException(
                    name
                            + ": expected "
                            + expected
                            + " for "
                            + channels
                            + ", actual "
                            + values.size());
        }
        if (!values.stream().allMatch(Float::isFinite)) {
            throw new IllegalArgumentException(name + ": expected numbers, actual " + values);
        }
    }

    /**
     * Another order of channels; mean and std follow it.
     *
     * @throws IllegalArgumentException if a value per channel is set and their number changes
     */
    public Preprocessing withChannels(Channels other) {
        boolean reversed = channels != other && channels.count == other.count;
        return new Preprocessing(
                other,
                resize,
                width,
                height,
                range,
                reversed ? mean.reversed() : mean,
                reversed ? std.reversed() : std,
                channelsLast);
    }

    /** Another way to another size. */
    public Preprocessing withSize(Resize way, int newWidth, int newHeight) {
        return new Preprocessing(
                channels, way, newWidth, newHeight, range, mean, std, channelsLast);
    }

    /** Another range; if it is new, mean and std, which were in units of the old, are 0 and 1. */
    public Preprocessing withRange(Range other) {
        return other == range
                ? this
                : new Preprocessing(
                        channels,
                        resize,
                        width,
                        height,
                        other,
                        List.of(0f),
                        List.of(1f),
                        channelsLast);
    }

    /** Another mean. */
    public Preprocessing withMean(List<Float> other) {
        return new Preprocessing(channels, resize, width, height, range, other, std, channelsLast);
    }

    /** Another std. */
    public Preprocessing withStd(List<Float> other) {
        return new Preprocessing(channels, resize, width, height, range, mean, other, channelsLast);
    }

    /** Another place for the channels. */
    public Preprocessing withChannelsLast(boolean last) {
        return new Preprocessing(channels, resize, width, height, range, mean, std, last);
    }

    /** The shape that a picture gets: {@code [1, C, H, W]}, or {@code [1, H, W, C]}. */
    public Shape shape(BufferedImage picture) {
        int rows = resize == Resize.NONE ? picture.getHeight() : height;
        int columns = resize == Resize.NONE ? picture.getWidth() : width;
        return channelsLast
                ? Shape.of(1, rows, columns, channels.count)
                : Shape.of(1, channels.count, rows, columns);
    }

    /** The picture at the size that the network takes, its levels unchanged. */
    public BufferedImage sized(BufferedImage picture) {
        return switch (resize) {
            case CROP -> Resampling.crop(picture, width, height);
            case STRETCH -> Resampling.stretch(picture, width, height);
            case LETTERBOX -> Resampling.letterbox(picture, width, height);
            case NONE -> picture;
        };
    }

    /**
     * The picture as a row-major {@code [C, H, W]} array, or {@code [H, W, C]}.
     *
     * @param picture of type {@link BufferedImage#TYPE_INT_RGB}, as {@link Pictures} reads it
     */
    public float[] apply(BufferedImage picture) {
        BufferedImage sized = sized(picture);
        int columns = sized.getWidth();
        int planeStride = channelsLast ? 1 : columns * sized.getHeight();
        int pixelStride = channelsLast ? channels.count : 1;
        float[][] values = new float[channels.count][];
        for (int c = 0; c < channels.count; c++) {
            values[c] = valuesOfLevels(c);
        }
        float[] result = new float[shape(picture).elements()];
        int[] row = new int[columns];
        for (int y = 0; y < sized.getHeight(); y++) {
            sized.getRGB(0, y, columns, 1, row, 0, columns);
            for (int c = 0; c < channels.count; c++) {
                for (int x = 0; x < columns; x++) {
                    result[c * planeStride + (y * columns + x) * pixelStride] =
                            values[c][level(row[x], c)];
                }
            }
        }
        return result;
    }

    /**
     * Fills a network's input with the picture.
     *
     * @param picture of type {@link BufferedImage#TYPE_INT_RGB}, as {@link Pictures} reads it
     * @param input of the shape that {@link #shape} says, of any element type
     * @throws ModelException if the shape is another
     */
    public void apply(BufferedImage picture, Tensor input) {
        Shape shape = shape(picture);
        if (!input.shape().equals(shape)) {
            throw new ModelException(
                    "input: expected a picture of shape "
                            + input.shape()
                            + ", actual "
                            + shape
                            + "; choose another size or order of channels");
        }
        float[] values = apply(picture);
        if (input.dtype() == DType.FLOAT32) {
            input.copyFrom(values);
            return;
        }
        for (int i = 0; i < values.length; i++) {
            input.setDouble(i, values[i]);
        }
    }

    /** What each level of a channel becomes. */
    private float[] valuesOfLevels(int channel) {
        float shift = mean.get(mean.size() == 1 ? 0 : channel);
        float divisor = std.get(std.size() == 1 ? 0 : channel);
        float[] values = new float[256];
        for (int level = 0; level < values.length; level++) {
            values[level] = (level / range.divisor - shift) / divisor;
        }
        return values;
    }

    private int level(int rgb, int channel) {
        int red = rgb >> 16 & 0xFF;
        int green = rgb >> 8 & 0xFF;
        int blue = rgb & 0xFF;
        return switch (channels) {
            // The weights of ITU-R BT.601 in 16 bits, as Pillow has them.
            case GREY -> red * 19595 + green * 38470 + blue * 7471 + 0x8000 >> 16;
            case RGB -> channel == 0 ? red : channel == 1 ? green : blue;
            case BGR -> channel == 0 ? blue : channel == 1 ? green : red;
        };
    }

    /** For people: {@code centre crop to 224x224, BGR, 0..255, mean 104, 117, 123}. */
    @Override
    public String toString() {
        String size =
                switch (resize) {
                    case CROP -> "centre crop to " + width + "x" + height;
                    case STRETCH -> "stretched to " + width + "x" + height;
                    case LETTERBOX -> "fitted into " + width + "x" + height + " on grey";
                    case NONE -> "size unchanged";
                };
        return size
                + ", "
                + channels
                + (channelsLast ? " channels last" : "")
                + ", "
                + range
                + (isAll(mean, 0) ? "" : ", mean " + text(mean))
                + (isAll(std, 1) ? "" : ", std " + text(std));
    }

    private static boolean isAll(List<Float> values, float expected) {
        return values.stream().allMatch(value -> value == expected);
    }

    private static String text(List<Float> values) {
        return values.stream()
                .map(value -> value == Math.rint(value) ? "" + value.longValue() : "" + value)
                .collect(Collectors.joining(" "));
    }
}
