package dev.lanewise.model.features;

import java.util.Arrays;

/**
 * Points of any number of dimensions.
 *
 * @param count points
 * @param dims coordinates of each
 * @param values [count, dims], row-major
 */
public record Points(int count, int dims, float[] values) {

    /**
     * @throws IllegalArgumentException if there are none, or values are missing or no finite
     *     numbers
     */
    public Points {
        if (count < 1 || dims < 1 || values.length != (long) count * dims) {
            throw new IllegalArgumentException(
                    "points: expected "
                            + count
                            + "x"
                            + dims
                            + " values of at least one point, actual "
                            + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "points: expected finite numbers, actual "
                                + values[i]
                                + " in point "
                                + i / dims);
            }
        }
    }

    /** Coordinate {@code d} of point {@code i}. */
    public float at(int i, int d) {
        return values[i * dims + d];
    }

    /** The squared distance of two points, in double. */
    public double squaredDistance(int i, int j) {
        double sum = 0;
        for (int d = 0; d < dims; d++) {
            double difference = (double) values[i * dims + d] - values[j * dims + d];
            sum += difference * difference;
        }
        return sum;
    }

    /** The mean of each coordinate. */
    double[] mean() {
        double[] mean = new double[dims];
        for (int i = 0; i < values.length; i++) {
            mean[i % dims] += values[i];
        }
        Arrays.setAll(mean, d -> mean[d] / count);
        return mean;
    }

    /** The same points with their mean in the origin. */
    Points centred() {
        double[] mean = mean();
        float[] moved = new float[values.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (values[i] - mean[i % dims]);
        }
        return new Points(count, dims, moved);
    }
}
