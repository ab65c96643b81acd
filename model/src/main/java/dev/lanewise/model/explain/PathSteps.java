package dev.lanewise.model.explain;

import java.util.Arrays;

/**
 * Where on the way from 0 to 1 gradients are taken: in the middle of so many cells. Cells are
 * narrow where scores bend, so that all are about equally uncertain.
 *
 * <p>The gradient of a network of ReLUs and maxima jumps at thousands of places. In a cell of width
 * h over which it wanders with variance v for each unit of the way, the middle misses the integral
 * by a variance of v h^3 / 12; for a given number of cells the sum is least if h goes with v to the
 * power of -1/3. Squares of the second differences of scores are in proportion to v.
 *
 * @param nodes middles of the cells, ascending
 * @param widths of the cells, which add up to 1
 */
record PathSteps(double[] nodes, double[] widths) {

    /** Second differences that are averaged: a single one says little. */
    private static final int WINDOW = 9;

    /** Where scores seem straight, gradients may still change: a part of the mean is added. */
    private static final double LEAST = 0.3;

    /** Cells of the same width. */
    static PathSteps even(int count) {
        return of(count, new double[] {1});
    }

    /**
     * Cells by the way that scores take.
     *
     * @param scores at equal distances from 0 to 1, all classes of each
     */
    static PathSteps where(int count, float[][] scores) {
        double[] bends = new double[Math.max(1, scores.length - 2)];
        for (int i = 1; i + 1 < scores.length; i++) {
            for (int k = 0; k < scores[i].length; k++) {
                double bend = (double) scores[i - 1][k] - 2.0 * scores[i][k] + scores[i + 1][k];
                bends[i - 1] += bend * bend;
            }
        }
        double mean = Arrays.stream(bends).average().orElse(0);
        if (!(mean > 0) || Double.isInfinite(mean)) {
            return even(count);
        }
        double[] density = new double[bends.length];
        for (int i = 0; i < bends.length; i++) {
            int from = Math.max(0, i - WINDOW / 2);
            int to = Math.min(bends.length, i + WINDOW / 2 + 1);
            double near = Arrays.stream(bends, from, to).average().orElse(0);
            density[i] = Math.cbrt(near + LEAST * mean);
        }
        return of(count, density);
    }

    /** Cells that each get as much of a density, given for parts of the way of the same width. */
    private static PathSteps of(int count, double[] density) {
        double all = Arrays.stream(density).sum();
        double[] nodes = new double[count];
        double[] widths = new double[count];
        double before = 0;
        double passed = 0;
        int part = 0;
        for (int i = 0; i < count; i++) {
            double wanted = all * (i + 1) / count;
            while (part + 1 < density.length && passed + density[part] < wanted) {
                passed += density[part];
                part++;
            }
            double edge =
                    i + 1 == count
                            ? 1
                            : (part + (wanted - passed) / density[part]) / density.length;
            nodes[i] = (before + edge) / 2;
            widths[i] = edge - before;
            before = edge;
        }
        return new PathSteps(nodes, widths);
    }
}
