package dev.lanewise.model.explain;

import dev.lanewise.model.Shape;

/**
 * How much each value of a picture counts for a score.
 *
 * @param shape [C, H, W], or fewer dimensions for an input that is no picture
 * @param values row-major
 * @param reduction how channels become one in a heat map
 */
public record Attribution(Shape shape, float[] values, ChannelReduction reduction) {

    /** How the attributions of a pixel's channels become one number. */
    public enum ChannelReduction {
        /** The largest magnitude, as Simonyan et al. (2014) have it: never negative. */
        MAX_MAGNITUDE,
        /** The sum, for attributions that are parts of a score: may be negative. */
        SUM
    }

    /** The sum of all attributions, in double. */
    public double sum() {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    /**
     * A number for each pixel: channels reduced to one.
     *
     * @throws IllegalArgumentException if this has not three dimensions
     */
    public HeatMap heatMap() {
        if (shape.rank() != 3) {
            throw new IllegalArgumentException(
                    "heat map: expected an attribution of shape [C, H, W], actual " + shape);
        }
        int pixels = shape.dim(1) * shape.dim(2);
        float[] map = new float[pixels];
        for (int i = 0; i < values.length; i++) {
            int at = i % pixels;
            map[at] =
                    switch (reduction) {
                        case SUM -> map[at] + values[i];
                        case MAX_MAGNITUDE -> Math.max(map[at], Math.abs(values[i]));
                    };
        }
        return new HeatMap(shape.dim(2), shape.dim(1), map);
    }
}
