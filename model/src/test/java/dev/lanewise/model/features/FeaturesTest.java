package dev.lanewise.model.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testvectors.GoldenFile;
import dev.lanewise.testvectors.GoldenFile.Case;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;
import java.util.stream.Stream;

class FeaturesTest {

    static Stream<Case> cases() {
        return GoldenFile.read("features.npz").values().stream();
    }

    private static Points normal(int count, int dims, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count * dims];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Points(count, dims, values);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void componentsAreNumpys(Case golden) {
        GoldenFile.Golden x = golden.tensor("points");
        Points points = new Points(x.shape()[0], x.shape()[1], x.values());
        Pca pca = Pca.of(points, 4);
        float[] components = golden.tensor("components").values();
        for (int c = 0; c < 4; c++) {
            for (int d = 0; d < points.dims(); d++) {
                assertEquals(
                        components[c * points.dims() + d],
                        pca.components()[c][d],
                        1e-5,
                        golden.name() + " component " + c + " at " + d);
            }
            float variance = golden.tensor("variance").values()[c];
            assertEquals(variance, pca.variance()[c], 1e-5 * variance);
            assertEquals(variance / golden.tensor("total").values()[0], pca.explained(c), 1e-5);
        }
    }

    @Test
    void eigenvectorsOfARandomMatrixAreSo() {
        int n = 60;
        double[][] matrix = new double[n][n];
        Random random = new Random(1);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] = random.nextGaussian();
                matrix[j][i] = matrix[i][j];
            }
        }
        double[][] copy = Stream.of(matrix).map(double[]::clone).toArray(double[][]::new);
        SymmetricEigen eigen = SymmetricEigen.of(copy);
        for (int k = 0; k < n; k++) {
            double norm = 0;
            for (int i = 0; i < n; i++) {
                double sum = 0;
                for (int j = 0; j < n; j++) {
                    sum += matrix[i][j] * eigen.vectors()[k][j];
                }
                assertEquals(eigen.values()[k] * eigen.vectors()[k][i], sum, 1e-11);
                norm += eigen.vectors()[k][i] * eigen.vectors()[k][i];
            }
            assertEquals(1, norm, 1e-12);
        }
    }

    @Test
    void neighboursAreThoseOfAllDistances() {
        Points points = normal(333, 7, 2);
        Neighbours near = Neighbours.of(points, 5, 2);
        for (int i = 0; i < points.count(); i++) {
            int self = i;
            int[] expected =
                    java.util.stream.IntStream.range(0, points.count())
                            .filter(j -> j != self)
                            .boxed()
                            .sorted(
                                    java.util.Comparator.comparingDouble(
                                            j -> points.squaredDistance(self, j)))
                            .limit(5)
                            .mapToInt(Integer::intValue)
                            .toArray();
            assertArrayEquals(expected, near.indices()[i]);
        }
    }

    /** sklearn's cases: an affine map, an order mixed up, and five points by hand. */
    @Test
    void trustworthinessOfKnownMaps() {
        Points x = normal(100, 2, 3);
        float[] moved = new float[x.values().length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = 5 + x.values()[i] / 10;
        }
        assertEquals(1, Neighbours.trustworthiness(x, new Points(100, 2, moved), 5), 1e-12);
        Points five = new Points(5, 1, new float[] {0, 1, 2, 3, 4});
        Points other = new Points(5, 1, new float[] {0, 2, 4, 1, 3});
        assertEquals(0.2, Neighbours.trustworthiness(five, other, 1), 1e-12);
        float[] line = new float[100];
        for (int i = 0; i < 100; i++) {
            line[i] = i;
        }
        float[] mixed = line.clone();
        Random random = new Random(1);
        for (int i = 99; i > 0; i--) {
            int j = random.nextInt(i + 1);
            float swapped = mixed[i];
            mixed[i] = mixed[j];
            mixed[j] = swapped;
        }
        assertTrue(
                Neighbours.trustworthiness(new Points(100, 1, line), new Points(100, 1, mixed), 5)
                        < 0.6);
    }

    @ParameterizedTest
    @ValueSource(doubles = {5, 25, 40})
    void meanEntropyIsTheLogarithmOfThePerplexity(double perplexity) {
        Points points = normal(200, 5, 4);
        Affinities affinities =
                Affinities.of(Neighbours.of(points, (int) (3 * perplexity), 1), perplexity);
        assertEquals(Math.log(perplexity), affinities.meanEntropy(), 5e-4);
        double sum = 0;
        for (float value : affinities.values()) {
            sum += value;
        }
        assertEquals(1, sum, 1e-5);
    }

    @Test
    void affinitiesAreSymmetric() {
        Affinities p = Affinities.of(Neighbours.of(normal(50, 3, 5), 20, 1), 7);
        float[][] dense = new float[50][50];
        for (int i = 0; i < 50; i++) {
            for (int e = p.starts()[i]; e < p.starts()[i + 1]; e++) {
                dense[i][p.columns()[e]] += p.values()[e];
            }
        }
        for (int i = 0; i < 50; i++) {
            assertEquals(0, dense[i][i]);
            for (int j = 0; j < i; j++) {
                assertEquals(dense[i][j], dense[j][i], 1e-9);
            }
        }
    }

    @Test
    void gradientIsThatOfTheDivergence() {
        int n = 50;
        Affinities p = Affinities.of(Neighbours.of(normal(n, 4, 6), 49, 1), 15);
        Tsne tsne = Tsne.standard();
        Points start = normal(n, 2, 7);
        float[][] y = new float[2][n];
        for (int i = 0; i < n; i++) {
            y[0][i] = start.at(i, 0);
            y[1][i] = start.at(i, 1);
        }
        float[][] gradient = new float[2][n];
        tsne.gradient(p, y, 1, Repulsion.of(n, 1), gradient);
        float largest = 0;
        for (float[] part : gradient) {
            for (float g : part) {
                largest = Math.max(largest, Math.abs(g));
            }
        }
        for (int d = 0; d < 2; d++) {
            for (int i = 0; i < n; i++) {
                float at = y[d][i];
                float h = 1e-2f;
                y[d][i] = at + h;
                double more = tsne.divergence(p, y);
                y[d][i] = at - h;
                double less = tsne.divergence(p, y);
                y[d][i] = at;
                double slope = (more - less) / ((double) (at + h) - (at - h));
                assertEquals(slope, gradient[d][i], 2e-3 * largest, "point " + i);
            }
        }
    }

    @Test
    void barnesAndHutComeNearTheExactForces() {
        int n = 3000;
        Points points = normal(n, 2, 8);
        float[] x = new float[n];
        float[] y = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = 10 * points.at(i, 0);
            y[i] = 10 * points.at(i, 1);
        }
        x[1] = x[0];
        y[1] = y[0];
        float[] exactX = new float[n];
        float[] nearX = new float[n];
        double exact = new Repulsion.Exact(2).compute(x, y, exactX, new float[n]);
        double near = new Repulsion.BarnesHut(0.5, 2).compute(x, y, nearX, new float[n]);
        assertEquals(exact, near, 0.02 * exact);
        double error = 0;
        double size = 0;
        for (int i = 0; i < n; i++) {
            error += Math.pow(exactX[i] - nearX[i], 2);
            size += exactX[i] * exactX[i];
        }
        assertTrue(Math.sqrt(error / size) < 0.03, "error " + Math.sqrt(error / size));
        // With an angle of 0 every cell is opened: the same sums.
        double all = new Repulsion.BarnesHut(0, 1).compute(x, y, nearX, new float[n]);
        assertEquals(exact, all, 1e-4 * exact);
        assertArrayEquals(exactX, nearX, 2e-3f);
    }

    /** sklearn's test_preserve_trustworthiness_approximately. */
    @Test
    void neighboursAreKept() {
        Points points = normal(50, 2, 9);
        Tsne.Result map = Tsne.standard().withIterations(700).fit(points);
        double t = Neighbours.trustworthiness(points, map.points(), 1);
        assertTrue(t > 0.85, "trustworthiness " + t);
    }

    @Test
    void moreIterationsMakeTheDivergenceLessAndThreadsChangeNothing() {
        Points points = normal(150, 6, 10);
        Tsne tsne = Tsne.standard().withPerplexity(10);
        double few = tsne.withIterations(300).fit(points).divergence();
        Tsne.Result many = tsne.withIterations(900).fit(points);
        assertTrue(many.divergence() < few && many.divergence() > 0, many.divergence() + " " + few);
        Tsne.Result two = tsne.withIterations(900).withThreads(2).fit(points);
        assertArrayEquals(many.points().values(), two.points().values());
    }

    @Test
    void nearestNeighboursVote() {
        Points points = new Points(6, 1, new float[] {0, 1, 2, 10, 11, 12});
        Neighbours near = Neighbours.of(points, 2, 1);
        assertEquals(1, near.accuracy(new int[] {0, 0, 0, 1, 1, 1}));
        assertEquals(0, near.accuracy(new int[] {0, 1, 1, 0, 1, 1}) * 6 - 2, 1e-12);
    }

    @Test
    void badPointsAreRefused() {
        assertEquals(
                "points: expected finite numbers, actual NaN in point 1",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Points(2, 1, new float[] {0, Float.NaN}))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> Tsne.standard().fit(normal(4, 2, 1)));
    }
}
