package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.cli.LayeredLayout.Edge;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class LayeredLayoutTest {

    private static double[] widths(int count, Random random) {
        return random.doubles(count, 20, 200).toArray();
    }

    @Test
    void boxesOfARowDontTouchAndEdgesLeadDown() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int count = random.nextInt(1, 40);
            double[] widths = widths(count, random);
            List<Edge> edges = new ArrayList<>();
            for (int to = 1; to < count; to++) {
                for (int n = random.nextInt(4); n > 0; n--) {
                    edges.add(new Edge(random.nextInt(to), to));
                }
            }
            LayeredLayout layout = new LayeredLayout(widths, edges);
            for (Edge edge : edges) {
                int rows = layout.row(edge.to()) - layout.row(edge.from());
                assertTrue(rows > 0, "seed " + seed + ": " + edge);
                assertEquals(rows - 1, layout.lanes(edge).size(), "seed " + seed + ": " + edge);
            }
            for (int a = 0; a < count; a++) {
                assertTrue(layout.x(a) - widths[a] / 2 > -1e-6, "seed " + seed);
                assertTrue(layout.x(a) + widths[a] / 2 < layout.width() + 1e-6, "seed " + seed);
                for (int b = 0; b < a; b++) {
                    double apart =
                            Math.abs(layout.x(a) - layout.x(b)) - (widths[a] + widths[b]) / 2;
                    assertTrue(
                            layout.row(a) != layout.row(b) || apart > LayeredLayout.GAP - 1e-6,
                            "seed " + seed + ": boxes " + a + " and " + b);
                }
            }
        }
    }

    @Test
    void aChainIsAStraightLineAndItsSideLineALane() {
        // 0 - 1 - 2, and from 0 to 2 directly.
        LayeredLayout layout =
                new LayeredLayout(
                        new double[] {50, 50, 50},
                        List.of(new Edge(0, 1), new Edge(1, 2), new Edge(0, 2)));
        assertEquals(layout.x(0), layout.x(2), 1);
        List<Integer> lanes = layout.lanes(new Edge(0, 2));
        assertEquals(1, lanes.size());
        assertTrue(Math.abs(layout.x(lanes.getFirst()) - layout.x(1)) > 25 + LayeredLayout.GAP);
    }

    @Test
    void whatHasNothingAboveStandsByItsReader() {
        // A chain of four, the last of which also reads a box of its own.
        LayeredLayout layout =
                new LayeredLayout(
                        new double[] {50, 50, 50, 50, 50},
                        List.of(new Edge(0, 1), new Edge(1, 2), new Edge(2, 4), new Edge(3, 4)));
        assertEquals(2, layout.row(3));
        assertEquals(4, layout.rowCount());
    }
}
