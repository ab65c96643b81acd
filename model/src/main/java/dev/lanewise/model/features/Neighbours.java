package dev.lanewise.model.features;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The nearest neighbours of every point among the others. Candidates come from a matrix product in
 * fp32; those kept are measured again in double.
 *
 * @param indices of each point's neighbours, nearest first: [count][k]
 * @param squaredDistances to them
 */
public record Neighbours(int[][] indices, double[][] squaredDistances) {

    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int BLOCK = 256;
    private static final int SPARE = 8;

    /**
     * Finds neighbours.
     *
     * @param k so many for each point, at most all others
     */
    public static Neighbours of(Points points, int k, int threads) {
        int n = points.count();
        int kept = Math.min(k, n - 1);
        Points centred = points.centred();
        int[][] indices = new int[n][];
        double[][] distances = new double[n][];
        double[] norms = new double[n];
        for (int i = 0; i < n; i++) {
            for (int d = 0; d < points.dims(); d++) {
                norms[i] += (double) centred.at(i, d) * centred.at(i, d);
            }
        }
        try (Arena arena = Arena.ofShared()) {
            MemorySegment all = arena.allocateFrom(F32, centred.values());
            Threads.split(
                    threads,
                    Math.ceilDiv(n, BLOCK),
                    (from, to) -> {
                        for (int block = from; block < to; block++) {
                            int first = block * BLOCK;
                            int rows = Math.min(BLOCK, n - first);
                            float[] products = products(all, points, first, rows);
                            for (int i = 0; i < rows; i++) {
                                select(
                                        points, norms, products, i, first + i, kept, indices,
                                        distances);
                            }
                        }
                    });
        }
        return new Neighbours(indices, distances);
    }

    /** Rows of the product of all points with all. */
    private static float[] products(MemorySegment all, Points points, int first, int rows) {
        int n = points.count();
        int dims = points.dims();
        GemmSpec spec = new GemmSpec(1, rows, n, dims, false, true, true, 1, Epilogue.NONE);
        Kernel kernel = Kernels.best().matmul(spec);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment y = arena.allocate(spec.yBytes(), Kernel.SCRATCH_ALIGNMENT);
            MemorySegment scratch =
                    arena.allocate(Math.max(1, kernel.scratchBytes()), Kernel.SCRATCH_ALIGNMENT);
            kernel.bind(all.asSlice(4L * first * dims, 4L * rows * dims), all, y).run(scratch);
            return y.toArray(F32);
        }
    }

    private static void select(
            Points points,
            double[] norms,
            float[] products,
            int row,
            int self,
            int kept,
            int[][] indices,
            double[][] distances) {
        int n = points.count();
        int wanted = Math.min(n - 1, kept + SPARE);
        // Distances as sortable bits with the index below.
        long[] keys = new long[n - 1];
        int at = 0;
        for (int j = 0; j < n; j++) {
            if (j != self) {
                double square = norms[self] + norms[j] - 2.0 * products[row * n + j];
                long bits = Float.floatToRawIntBits((float) Math.max(0, square));
                keys[at] = bits << 32 | j;
                at++;
            }
        }
        smallest(keys, wanted);
        int[] candidates = new int[wanted];
        for (int c = 0; c < wanted; c++) {
            candidates[c] = (int) keys[c];
        }
        double[] exact = new double[wanted];
        for (int c = 0; c < wanted; c++) {
            exact[c] = points.squaredDistance(self, candidates[c]);
        }
        int[] order =
                IntStream.range(0, wanted)
                        .boxed()
                        .sorted(
                                Comparator.<Integer>comparingDouble(c -> exact[c])
                                        .thenComparingInt(c -> candidates[c]))
                        .limit(kept)
                        .mapToInt(Integer::intValue)
                        .toArray();
        indices[self] = Arrays.stream(order).map(c -> candidates[c]).toArray();
        distances[self] = Arrays.stream(order).mapToDouble(c -> exact[c]).toArray();
    }

    /** Brings the smallest so many to the front (Hoare's selection). */
    private static void smallest(long[] keys, int count) {
        int left = 0;
        int right = keys.length - 1;
        while (left < right) {
            long pivot = keys[left + right >>> 1];
            int i = left;
            int j = right;
            while (i <= j) {
                while (keys[i] < pivot) {
                    i++;
                }
                while (keys[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    long swapped = keys[i];
                    keys[i] = keys[j];
                    keys[j] = swapped;
                    i++;
                    j--;
                }
            }
            if (count - 1 <= j) {
                right = j;
            } else if (count - 1 >= i) {
                left = i;
            } else {
                return;
            }
        }
    }

    /**
     * The part of the points whose class most of their neighbours have; of classes with as many
     * votes, the one of the nearest neighbour wins.
     *
     * @param labels the class of each point
     */
    public double accuracy(int[] labels) {
        int classes = Arrays.stream(labels).max().orElse(0) + 1;
        int right = 0;
        for (int i = 0; i < indices.length; i++) {
            int[] votes = new int[classes];
            for (int j : indices[i]) {
                votes[labels[j]]++;
            }
            int best = labels[indices[i][0]];
            for (int j : indices[i]) {
                best = votes[labels[j]] > votes[best] ? labels[j] : best;
            }
            right += best == labels[i] ? 1 : 0;
        }
        return (double) right / indices.length;
    }

    /**
     * How far neighbours in a map are neighbours in the original space: 1 if all are, less for each
     * that is not by its rank there (Venna and Kaski 2001).
     *
     * @param k neighbours looked at, less than half of the points
     */
    public static double trustworthiness(Points original, Points map, int k) {
        int n = original.count();
        if (k < 1 || 2 * k >= n) {
            throw new IllegalArgumentException(
                    "trustworthiness: expected from 1 to less than half of "
                            + n
                            + " neighbours, actual "
                            + k);
        }
        Neighbours near = of(map, k, 1);
        Neighbours truth = of(original, n - 1, 1);
        double sum = 0;
        int[] rank = new int[n];
        for (int i = 0; i < n; i++) {
            for (int r = 0; r < n - 1; r++) {
                rank[truth.indices[i][r]] = r + 1;
            }
            for (int j : near.indices[i]) {
                sum += Math.max(0, rank[j] - k);
            }
        }
        return 1 - sum * 2 / ((double) n * k * (2.0 * n - 3.0 * k - 1));
    }
}
