package dev.lanewise.model.explain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A number for each pixel.
 *
 * @param width pixels of a row
 * @param height rows
 * @param values [height, width], row-major
 */
public record HeatMap(int width, int height, float[] values) {

    /**
     * @throws IllegalArgumentException if the number of values is another
     */
    public HeatMap {
        if (width < 1 || height < 1 || values.length != width * height) {
            throw new IllegalArgumentException(
                    "heat map of "
                            + width
                            + "x"
                            + height
                            + ": expected as many values, actual "
                            + values.length);
        }
    }

    /** The value of a pixel. */
    public float at(int x, int y) {
        return values[y * width + x];
    }

    /** The smallest value. */
    public float min() {
        float min = Float.POSITIVE_INFINITY;
        for (float value : values) {
            min = Math.min(min, value);
        }
        return min;
    }

    /** The largest value. */
    public float max() {
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            max = Math.max(max, value);
        }
        return max;
    }

    /** The magnitude that a part of the values, such as 0.99, does not exceed. */
    public float magnitude(double part) {
        float[] sorted = new float[values.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = Math.abs(values[i]);
        }
        Arrays.sort(sorted);
        return sorted[(int) Math.round(part * (sorted.length - 1))];
    }

    /** The place of the largest value as {x, y}, the first of equals. */
    public int[] hottest() {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return new int[] {best % width, best / width};
    }

    /**
     * The map at another size, bilinear between the centres of pixels, which is what a feature map
     * that covers the whole picture needs.
     */
    public HeatMap resized(int newWidth, int newHeight) {
        float[] result = new float[newWidth * newHeight];
        for (int y = 0; y < newHeight; y++) {
            float sy = source(y, newHeight, height);
            int y0 = (int) sy;
            int y1 = Math.min(y0 + 1, height - 1);
            for (int x = 0; x < newWidth; x++) {
                float sx = source(x, newWidth, width);
                int x0 = (int) sx;
                int x1 = Math.min(x0 + 1, width - 1);
                float top = at(x0, y0) + (sx - x0) * (at(x1, y0) - at(x0, y0));
                float bottom = at(x0, y1) + (sx - x0) * (at(x1, y1) - at(x0, y1));
                result[y * newWidth + x] = top + (sy - y0) * (bottom - top);
            }
        }
        return new HeatMap(newWidth, newHeight, result);
    }

    private static float source(int target, int targets, int sources) {
        float at = (target + 0.5f) * sources / targets - 0.5f;
        return Math.clamp(at, 0, sources - 1);
    }

    /**
     * Spearman's rank correlation with another map of the same size: 1 for the same order of
     * pixels, about 0 for unrelated ones. Equal values share their mean rank.
     */
    public double rankCorrelation(HeatMap other) {
        if (other.width != width || other.height != height) {
            throw new IllegalArgumentException(
                    "rank correlation: expected a map of "
                            + width
                            + "x"
                            + height
                            + ", actual "
                            + other.width
                            + "x"
                            + other.height);
        }
        double[] a = ranks(values);
        double[] b = ranks(other.values);
        double mean = (a.length - 1) / 2.0;
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - mean) * (b[i] - mean);
            aa += (a[i] - mean) * (a[i] - mean);
            bb += (b[i] - mean) * (b[i] - mean);
        }
        return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
    }

    private static double[] ranks(float[] values) {
        int[] order =
                IntStream.range(0, values.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> values[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] ranks = new double[values.length];
        int from = 0;
        while (from < order.length) {
            int to = from;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + to - 1) / 2.0;
            }
            from = to;
        }
        return ranks;
    }
}
