package dev.lanewise.model.features;

import java.util.Arrays;

/**
 * What drives points apart in t-SNE: for each point the sum over all others of q^2 (y - y'), with q
 * = 1 / (1 + |y - y'|^2), and the sum of all q.
 */
sealed interface Repulsion {

    /** More points than this are taken in cells. */
    int MOST_EXACT = 10_000;

    /**
     * Computes forces.
     *
     * @param x first coordinates
     * @param y second coordinates
     * @param forceX written
     * @param forceY written
     * @return the sum of q over all ordered pairs
     */
    double compute(float[] x, float[] y, float[] forceX, float[] forceY);

    /** Exact up to {@link #MOST_EXACT} points. */
    static Repulsion of(int count, int threads) {
        return count <= MOST_EXACT ? new Exact(threads) : new BarnesHut(0.5, threads);
    }

    /**
     * All pairs. The inner loop runs over independent elements of arrays, which HotSpot compiles to
     * vectors; a tile of them stays in the first-level cache while all points pass.
     */
    record Exact(int threads) implements Repulsion {

        private static final int TILE = 512;

        @Override
        public double compute(float[] x, float[] y, float[] forceX, float[] forceY) {
            int n = x.length;
            double[] parts = new double[Math.ceilDiv(n, TILE)];
            Threads.split(
                    threads,
                    parts.length,
                    (from, to) -> {
                        float[] px = new float[TILE];
                        float[] py = new float[TILE];
                        float[] fx = new float[TILE];
                        float[] fy = new float[TILE];
                        float[] z = new float[TILE];
                        for (int t = from; t < to; t++) {
                            int first = t * TILE;
                            int count = Math.min(TILE, n - first);
                            System.arraycopy(x, first, px, 0, count);
                            System.arraycopy(y, first, py, 0, count);
                            Arrays.fill(fx, 0);
                            Arrays.fill(fy, 0);
                            Arrays.fill(z, 0);
                            for (int i = 0; i < n; i++) {
                                add(x[i], y[i], px, py, fx, fy, z, count);
                            }
                            double sum = 0;
                            for (int j = 0; j < count; j++) {
                                sum += z[j] - 1; // Less the point itself.
                            }
                            parts[t] = sum;
                            System.arraycopy(fx, 0, forceX, first, count);
                            System.arraycopy(fy, 0, forceY, first, count);
                        }
                    });
            double sum = 0;
            for (double part : parts) {
                sum += part;
            }
            return sum;
        }

        private static void add(
                float xi,
                float yi,
                float[] px,
                float[] py,
                float[] fx,
                float[] fy,
                float[] z,
                int count) {
            for (int j = 0; j < count; j++) {
                float dx = px[j] - xi;
                float dy = py[j] - yi;
                float q = 1 / (1 + dx * dx + dy * dy);
                float square = q * q;
                z[j] += q;
                fx[j] += square * dx;
                fy[j] += square * dy;
            }
        }
    }

    /**
     * Points far away are taken together: cells of a quadtree whose diagonal is less than {@code
     * angle} of their distance (Barnes and Hut 1986; van der Maaten 2014).
     */
    record BarnesHut(double angle, int threads) implements Repulsion {

        @Override
        public double compute(float[] x, float[] y, float[] forceX, float[] forceY) {
            QuadTree tree = new QuadTree(x, y);
            double[] sums = new double[x.length];
            Threads.split(
                    threads,
                    x.length,
                    (from, to) -> {
                        double[] force = new double[3];
                        for (int i = from; i < to; i++) {
                            tree.force(i, angle * angle, force);
                            forceX[i] = (float) force[0];
                            forceY[i] = (float) force[1];
                            sums[i] = force[2];
                        }
                    });
            double sum = 0;
            for (double part : sums) {
                sum += part;
            }
            return sum;
        }
    }
}
