package dev.lanewise.model.features;

import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * t-SNE: a map in the plane on which near neighbours stay near (van der Maaten and Hinton 2008).
 * Immutable.
 *
 * <p>Perplexities are met by bisection over the 3 x perplexity nearest neighbours, beyond which
 * affinities count as 0 (van der Maaten 2014). Repulsion is exact up to 10,000 points, by Barnes
 * and Hut beyond. The map begins with two principal components scaled to a standard deviation of
 * 1e-4 (Kobak and Berens 2019); the learning rate is a 48th of the number of points, but at least
 * 50; momentum is 0.5 while affinities are exaggerated and 0.8 after, with a gain for each
 * coordinate (Jacobs 1988). The result does not depend on the number of threads.
 *
 * @param perplexity effective number of neighbours; made less where there are few points
 * @param exaggeration factor on affinities in the first quarter of the iterations
 * @param iterations steps of descent
 * @param threads threads
 */
public record Tsne(double perplexity, double exaggeration, int iterations, int threads) {

    private static final double FIRST_SPREAD = 1e-4;
    private static final double LEAST_GAIN = 0.01;
    private static final double LEAST_RATE = 50;

    /**
     * @throws IllegalArgumentException if a number is out of range
     */
    public Tsne {
        if (!(perplexity >= 1) || !(exaggeration >= 1) || iterations < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "t-SNE: expected perplexity, exaggeration, iterations and threads of at least"
                            + " 1, actual "
                            + perplexity
                            + ", "
                            + exaggeration
                            + ", "
                            + iterations
                            + ", "
                            + threads);
        }
    }

    /** Perplexity 30, exaggeration 12, 1000 iterations, one thread. */
    public static Tsne standard() {
        return new Tsne(30, 12, 1000, 1);
    }

    /** These settings with another perplexity. */
    public Tsne withPerplexity(double other) {
        return new Tsne(other, exaggeration, iterations, threads);
    }

    /** These settings with another number of iterations. */
    public Tsne withIterations(int count) {
        return new Tsne(perplexity, exaggeration, count, threads);
    }

    /** These settings with another number of threads. */
    public Tsne withThreads(int count) {
        return new Tsne(perplexity, exaggeration, iterations, count);
    }

    /**
     * A map.
     *
     * @param points [count, 2]
     * @param divergence Kullback and Leibler's, of affinities and map: what the descent makes small
     * @param perplexity that was used
     */
    public record Result(Points points, double divergence, double perplexity) {}

    /** Makes a map. */
    public Result fit(Points points) {
        return fit(points, (done, all) -> {});
    }

    /**
     * Makes a map.
     *
     * @param progress called with iterations done and all there are
     * @throws IllegalArgumentException if there are less than five points
     */
    public Result fit(Points points, BiConsumer<Integer, Integer> progress) {
        int n = points.count();
        if (n < 5) {
            throw new IllegalArgumentException("t-SNE: expected at least 5 points, actual " + n);
        }
        double used = Math.min(perplexity, (n - 1) / 3.0);
        Neighbours neighbours = Neighbours.of(points, (int) Math.floor(3 * used), threads);
        Affinities affinities = Affinities.of(neighbours, used);
        float[][] y = start(points);
        descend(affinities, y, progress);
        float[] values = new float[2 * n];
        for (int i = 0; i < n; i++) {
            values[2 * i] = y[0][i];
            values[2 * i + 1] = y[1][i];
        }
        return new Result(new Points(n, 2, values), divergence(affinities, y), used);
    }

    private static float[][] start(Points points) {
        Pca pca = Pca.of(points, 2);
        Points projected = pca.project(points);
        double spread = Math.sqrt(pca.variance()[0]);
        double scale = spread > 0 ? FIRST_SPREAD / spread : 0;
        float[][] y = new float[2][points.count()];
        for (int i = 0; i < points.count(); i++) {
            for (int d = 0; d < 2; d++) {
                // Equal points would never part.
                double jitter = 1e-3 * Math.sin(12.9898 * (2 * i + d) + 78.233);
                double at = d < projected.dims() ? projected.at(i, d) * scale : 0;
                y[d][i] = (float) (at + FIRST_SPREAD * jitter);
            }
        }
        return y;
    }

    private void descend(Affinities p, float[][] y, BiConsumer<Integer, Integer> progress) {
        int n = y[0].length;
        double rate = Math.max(LEAST_RATE, n / exaggeration / 4);
        int early = Math.min(250, iterations / 4);
        Repulsion repulsion = Repulsion.of(n, threads);
        float[][] gradient = new float[2][n];
        float[][] velocity = new float[2][n];
        float[][] gain = {ones(n), ones(n)};
        for (int step = 0; step < iterations; step++) {
            double factor = step < early ? exaggeration : 1;
            float momentum = step < early ? 0.5f : 0.8f;
            gradient(p, y, factor, repulsion, gradient);
            for (int d = 0; d < 2; d++) {
                double mean = 0;
                for (int i = 0; i < n; i++) {
                    boolean same = gradient[d][i] > 0 == velocity[d][i] > 0;
                    float g = same ? gain[d][i] * 0.8f : gain[d][i] + 0.2f;
                    gain[d][i] = Math.max(g, (float) LEAST_GAIN);
                    velocity[d][i] =
                            momentum * velocity[d][i] - (float) rate * gain[d][i] * gradient[d][i];
                    y[d][i] += velocity[d][i];
                    mean += y[d][i];
                }
                mean /= n;
                for (int i = 0; i < n; i++) {
                    y[d][i] -= (float) mean;
                }
            }
            progress.accept(step + 1, iterations);
        }
    }

    private static float[] ones(int n) {
        float[] values = new float[n];
        Arrays.fill(values, 1);
        return values;
    }

    /** 4 sum_j (factor p_ij - q_ij / Z) q_ij (y_i - y_j). */
    void gradient(
            Affinities p, float[][] y, double factor, Repulsion repulsion, float[][] gradient) {
        int n = y[0].length;
        float[] x0 = y[0];
        float[] x1 = y[1];
        double z = repulsion.compute(x0, x1, gradient[0], gradient[1]);
        float push = (float) (4 / z);
        float pull = (float) (4 * factor);
        Threads.split(
                threads,
                n,
                (from, to) -> {
                    for (int i = from; i < to; i++) {
                        float a = 0;
                        float b = 0;
                        for (int e = p.starts()[i]; e < p.starts()[i + 1]; e++) {
                            int j = p.columns()[e];
                            float dx = x0[i] - x0[j];
                            float dy = x1[i] - x1[j];
                            float weight = p.values()[e] / (1 + dx * dx + dy * dy);
                            a += weight * dx;
                            b += weight * dy;
                        }
                        gradient[0][i] = pull * a - push * gradient[0][i];
                        gradient[1][i] = pull * b - push * gradient[1][i];
                    }
                });
    }

    /** sum p log(p / q), with q normalised by the exact or the approximate sum. */
    double divergence(Affinities p, float[][] y) {
        int n = y[0].length;
        double z = Repulsion.of(n, threads).compute(y[0], y[1], new float[n], new float[n]);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int e = p.starts()[i]; e < p.starts()[i + 1]; e++) {
                int j = p.columns()[e];
                double dx = y[0][i] - y[0][j];
                double dy = y[1][i] - y[1][j];
                double value = p.values()[e];
                if (value > 0) {
                    sum += value * (Math.log(value) + Math.log1p(dx * dx + dy * dy) + Math.log(z));
                }
            }
        }
        return sum;
    }
}
