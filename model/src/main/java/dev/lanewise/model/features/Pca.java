package dev.lanewise.model.features;

import java.util.Arrays;

/**
 * Principal components: the directions in which points vary most (Pearson 1901). Immutable.
 *
 * <p>A direction is as good as its opposite; here the coordinate of the largest magnitude, the
 * first of equals, is positive.
 *
 * @param mean of the points, [dims]
 * @param components directions of length 1, most variance first: [components][dims]
 * @param variance along each direction, with n - 1 as the divisor
 * @param total variance of the points along all directions
 */
public record Pca(double[] mean, double[][] components, double[] variance, double total) {

    /**
     * Finds directions.
     *
     * @param most so many of them, or as many as there are
     */
    public static Pca of(Points points, int most) {
        int n = points.count();
        int dims = points.dims();
        double[] mean = points.mean();
        double[][] rows = new double[n][dims];
        double total = 0;
        for (int i = 0; i < n; i++) {
            for (int d = 0; d < dims; d++) {
                rows[i][d] = points.at(i, d) - mean[d];
                total += rows[i][d] * rows[i][d];
            }
        }
        int divisor = Math.max(1, n - 1);
        // The smaller of the two products has the same eigenvalues, zeros apart.
        boolean byPoints = n < dims;
        SymmetricEigen eigen =
                SymmetricEigen.of(byPoints ? products(rows) : products(transposed(rows)));
        int count = Math.min(most, Math.min(n, dims));
        double[][] components = new double[count][];
        double[] variance = new double[count];
        for (int c = 0; c < count; c++) {
            variance[c] = Math.max(0, eigen.values()[c]) / divisor;
            components[c] =
                    signed(byPoints ? direction(rows, eigen.vectors()[c]) : eigen.vectors()[c]);
        }
        return new Pca(mean, components, variance, total / divisor);
    }

    private static double[][] transposed(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int d = 0; d < columns.length; d++) {
                columns[d][i] = rows[i][d];
            }
        }
        return columns;
    }

    /** The product of each row with each. */
    private static double[][] products(double[][] rows) {
        double[][] result = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < rows[i].length; k++) {
                    sum += rows[i][k] * rows[j][k];
                }
                result[i][j] = sum;
                result[j][i] = sum;
            }
        }
        return result;
    }

    private static double[] direction(double[][] rows, double[] weights) {
        double[] sum = new double[rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int d = 0; d < sum.length; d++) {
                sum[d] += weights[i] * rows[i][d];
            }
        }
        double norm = Math.sqrt(Arrays.stream(sum).map(v -> v * v).sum());
        double scale = norm > 0 ? 1 / norm : 0;
        return Arrays.stream(sum).map(v -> v * scale).toArray();
    }

    private static double[] signed(double[] direction) {
        int largest = 0;
        for (int d = 1; d < direction.length; d++) {
            largest = Math.abs(direction[d]) > Math.abs(direction[largest]) ? d : largest;
        }
        double sign = direction[largest] < 0 ? -1 : 1;
        return Arrays.stream(direction).map(v -> sign * v).toArray();
    }

    /** The part of the variance along direction {@code c}, from 0 to 1. */
    public double explained(int c) {
        return total > 0 ? variance[c] / total : 0;
    }

    /** The points' coordinates along the directions. */
    public Points project(Points points) {
        float[] result = new float[points.count() * components.length];
        for (int i = 0; i < points.count(); i++) {
            for (int c = 0; c < components.length; c++) {
                double sum = 0;
                for (int d = 0; d < mean.length; d++) {
                    sum += (points.at(i, d) - mean[d]) * components[c][d];
                }
                result[i * components.length + c] = (float) sum;
            }
        }
        return new Points(points.count(), components.length, result);
    }
}
