package dev.lanewise.model.features;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to three diagonals,
 * then QL with implicit shifts (Golub and Van Loan: Matrix computations, sections 8.3.1 and 8.3.3).
 *
 * @param values descending
 * @param vectors rows, of length 1, in the order of the values
 */
record SymmetricEigen(double[] values, double[][] vectors) {

    private static final int MOST_STEPS = 60;

    /**
     * @param matrix symmetric; it is overwritten
     */
    static SymmetricEigen of(double[][] matrix) {
        int n = matrix.length;
        double[] diagonal = new double[n];
        double[] side = new double[n];
        // Rows of q become eigenvectors: rotations then run over memory in order.
        double[][] q = tridiagonal(matrix, diagonal, side);
        iterate(diagonal, side, q);
        int[] order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -diagonal[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] values = new double[n];
        double[][] vectors = new double[n][];
        for (int i = 0; i < n; i++) {
            values[i] = diagonal[order[i]];
            vectors[i] = q[order[i]];
        }
        return new SymmetricEigen(values, vectors);
    }

    /**
     * Reflects a to a tridiagonal matrix: side[i] is between i and i + 1.
     *
     * @return the transposed product of the reflections
     */
    private static double[][] tridiagonal(double[][] a, double[] diagonal, double[] side) {
        int n = a.length;
        double[][] reflections = new double[n][];
        double[] p = new double[n];
        for (int k = 0; k + 2 < n; k++) {
            double norm = 0;
            for (int i = k + 1; i < n; i++) {
                norm += a[k][i] * a[k][i];
            }
            norm = Math.sqrt(norm);
            double[] v = new double[n];
            double alpha = a[k][k + 1] > 0 ? -norm : norm;
            System.arraycopy(a[k], k + 1, v, k + 1, n - k - 1);
            v[k + 1] -= alpha;
            double square = 0;
            for (int i = k + 1; i < n; i++) {
                square += v[i] * v[i];
            }
            diagonal[k] = a[k][k];
            side[k] = alpha;
            if (square == 0) {
                continue;
            }
            double scale = Math.sqrt(2 / square);
            for (int i = k + 1; i < n; i++) {
                v[i] *= scale; // The reflection is I - v v'.
            }
            reflections[k] = v;
            double vp = 0;
            for (int i = k + 1; i < n; i++) {
                double sum = 0;
                for (int j = k + 1; j < n; j++) {
                    sum += a[i][j] * v[j];
                }
                p[i] = sum;
                vp += v[i] * sum;
            }
            for (int i = k + 1; i < n; i++) {
                p[i] -= vp / 2 * v[i];
            }
            for (int i = k + 1; i < n; i++) {
                for (int j = k + 1; j < n; j++) {
                    a[i][j] -= v[i] * p[j] + p[i] * v[j];
                }
            }
        }
        for (int k = Math.max(0, n - 2); k < n; k++) {
            diagonal[k] = a[k][k];
            side[k] = k + 1 < n ? a[k][k + 1] : 0;
        }
        return product(reflections);
    }

    /** The product of reflections I - v v', transposed: each row is reflected. */
    private static double[][] product(double[][] reflections) {
        int n = reflections.length;
        double[][] q = new double[n][n];
        for (int i = 0; i < n; i++) {
            q[i][i] = 1;
        }
        for (int k = n - 3; k >= 0; k--) {
            double[] v = reflections[k];
            if (v == null) {
                continue;
            }
            for (double[] row : q) {
                double dot = 0;
                for (int i = k + 1; i < n; i++) {
                    dot += row[i] * v[i];
                }
                for (int i = k + 1; i < n; i++) {
                    row[i] -= dot * v[i];
                }
            }
        }
        return q;
    }

    private static void iterate(double[] d, double[] e, double[][] q) {
        int n = d.length;
        for (int l = 0; l < n; l++) {
            for (int step = 0; step < MOST_STEPS; step++) {
                int m = l;
                while (m + 1 < n
                        && Math.abs(e[m]) > 1e-16 * (Math.abs(d[m]) + Math.abs(d[m + 1]))) {
                    m++;
                }
                if (m == l) {
                    break;
                }
                double g = (d[l + 1] - d[l]) / (2 * e[l]);
                double r = Math.hypot(g, 1);
                g = d[m] - d[l] + e[l] / (g + Math.copySign(r, g));
                double s = 1;
                double c = 1;
                double p = 0;
                boolean cut = false;
                for (int i = m - 1; i >= l; i--) {
                    double f = s * e[i];
                    double b = c * e[i];
                    r = Math.hypot(f, g);
                    e[i + 1] = r;
                    if (r == 0) {
                        d[i + 1] -= p;
                        e[m] = 0;
                        cut = true;
                        break;
                    }
                    s = f / r;
                    c = g / r;
                    g = d[i + 1] - p;
                    r = (d[i] - g) * s + 2 * c * b;
                    p = s * r;
                    d[i + 1] = g + p;
                    g = c * r - b;
                    rotate(q[i], q[i + 1], c, s);
                }
                if (!cut) {
                    d[l] -= p;
                    e[l] = g;
                    e[m] = 0;
                }
            }
        }
    }

    private static void rotate(double[] a, double[] b, double c, double s) {
        for (int k = 0; k < a.length; k++) {
            double f = b[k];
            b[k] = s * a[k] + c * f;
            a[k] = c * a[k] - s * f;
        }
    }
}
