package dev.lanewise.model.features;

import java.util.Arrays;

/**
 * How much points belong together in t-SNE: p_ij, symmetric, summing to 1; zero but for near
 * neighbours (van der Maaten: Accelerating t-SNE, 2014). Row i has its columns and values from
 * {@code starts[i]} to {@code starts[i + 1]}.
 *
 * @param meanEntropy of the conditional distributions, in nats: the logarithm of the perplexity
 */
record Affinities(int[] starts, int[] columns, float[] values, double meanEntropy) {

    private static final int MOST_HALVINGS = 200;
    private static final double CLOSE = 1e-7;

    /**
     * @param perplexity effective number of neighbours
     */
    static Affinities of(Neighbours neighbours, double perplexity) {
        int n = neighbours.indices().length;
        double[][] conditional = new double[n][];
        double entropy = 0;
        for (int i = 0; i < n; i++) {
            conditional[i] = conditional(neighbours.squaredDistances()[i], Math.log(perplexity));
            entropy += entropy(conditional[i]);
        }
        return symmetric(neighbours.indices(), conditional, entropy / n);
    }

    /** exp(-beta d) / sum of a beta, by bisection, that gives this entropy. */
    static double[] conditional(double[] squares, double wanted) {
        double least = Arrays.stream(squares).min().orElse(0);
        double[] p = new double[squares.length];
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double mean = Arrays.stream(squares).average().orElse(1) - least;
        double beta = mean > 0 ? 1 / mean : 1;
        for (int step = 0; step < MOST_HALVINGS; step++) {
            double sum = 0;
            for (int k = 0; k < p.length; k++) {
                p[k] = Math.exp(-beta * (squares[k] - least));
                sum += p[k];
            }
            for (int k = 0; k < p.length; k++) {
                p[k] /= sum;
            }
            double excess = entropy(p) - wanted;
            if (Math.abs(excess) < CLOSE) {
                break;
            }
            if (excess > 0) {
                low = beta;
                beta = Double.isInfinite(high) ? 2 * beta : (low + high) / 2;
            } else {
                high = beta;
                beta = (low + high) / 2;
            }
        }
        return p;
    }

    static double entropy(double[] p) {
        double entropy = 0;
        for (double value : p) {
            entropy -= value > 0 ? value * Math.log(value) : 0;
        }
        return entropy;
    }

    private static Affinities symmetric(int[][] indices, double[][] p, double entropy) {
        int n = indices.length;
        int[] counts = new int[n + 1];
        for (int i = 0; i < n; i++) {
            counts[i + 1] += indices[i].length;
            for (int j : indices[i]) {
                counts[j + 1]++;
            }
        }
        Arrays.parallelPrefix(counts, Integer::sum);
        int[] at = Arrays.copyOf(counts, n);
        long[] entries = new long[counts[n]];
        double[] all = new double[counts[n]];
        // Column above, place of the value below: sorting brings the two halves of a pair together.
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < indices[i].length; k++) {
                int j = indices[i][k];
                double half = p[i][k] / (2.0 * n);
                all[at[i]] = half;
                entries[at[i]] = (long) j << 32 | at[i];
                at[i]++;
                all[at[j]] = half;
                entries[at[j]] = (long) i << 32 | at[j];
                at[j]++;
            }
        }
        int[] starts = new int[n + 1];
        int[] columns = new int[counts[n]];
        float[] values = new float[counts[n]];
        int written = 0;
        for (int i = 0; i < n; i++) {
            Arrays.sort(entries, counts[i], counts[i + 1]);
            int last = -1;
            for (int e = counts[i]; e < counts[i + 1]; e++) {
                int column = (int) (entries[e] >>> 32);
                double value = all[(int) entries[e]];
                if (column == last) {
                    values[written - 1] += (float) value;
                } else {
                    columns[written] = column;
                    values[written] = (float) value;
                    written++;
                    last = column;
                }
            }
            starts[i + 1] = written;
        }
        return new Affinities(
                starts, Arrays.copyOf(columns, written), Arrays.copyOf(values, written), entropy);
    }
}
