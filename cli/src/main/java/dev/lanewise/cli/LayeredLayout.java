package dev.lanewise.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Places the boxes of a graph in rows, so that every edge leads downwards (after Sugiyama, Tagawa
 * and Toda, 1981). A source whose readers are rows below has a lane in each row between, which all
 * of them branch off, so that lines don't cross boxes.
 */
final class LayeredLayout {

    /** An edge from box to box. */
    record Edge(int from, int to) {}

    /** Between neighbours of a row. */
    static final double GAP = 24;

    private static final double LANE = 10;
    private static final int SWEEPS = 8;

    private final int boxes;
    private final List<Edge> edges;
    private final List<Double> widths = new ArrayList<>();
    private final List<Integer> rows = new ArrayList<>();
    private final List<List<Integer>> above = new ArrayList<>();
    private final List<List<Integer>> below = new ArrayList<>();
    private final List<List<Integer>> order = new ArrayList<>();

    /** The lanes of each box, from the row below it on. */
    private final List<List<Integer>> lanes = new ArrayList<>();

    private double[] centres = {};

    /**
     * @param widths of the boxes, in an order that every edge goes along with
     */
    LayeredLayout(double[] widths, List<Edge> edges) {
        this.boxes = widths.length;
        this.edges = edges;
        rank(widths);
        addLanes();
        for (int i = 0; i < this.widths.size(); i++) {
            while (order.size() <= rows.get(i)) {
                order.add(new ArrayList<>());
            }
            order.get(rows.get(i)).add(i);
        }
        sweep();
        place();
    }

    /** The row of a box, from the top. */
    int row(int box) {
        return rows.get(box);
    }

    /** The middle of a box or lane; the leftmost edge of all is at 0. */
    double x(int place) {
        return centres[place];
    }

    /** How wide all rows are. */
    double width() {
        double most = 0;
        for (int i = 0; i < centres.length; i++) {
            most = Math.max(most, centres[i] + widths.get(i) / 2);
        }
        return most;
    }

    int rowCount() {
        return order.size();
    }

    /** The lanes that an edge takes: one in each row between its ends. */
    List<Integer> lanes(Edge edge) {
        return lanes.get(edge.from).subList(0, rows.get(edge.to) - rows.get(edge.from) - 1);
    }

    /**
     * As low as the longest way to it; what has nothing above stands just above its first reader.
     */
    private void rank(double[] given) {
        int[] rank = new int[boxes];
        boolean[] fed = new boolean[boxes];
        for (Edge edge : sorted(Comparator.comparingInt(Edge::from))) {
            rank[edge.to] = Math.max(rank[edge.to], rank[edge.from] + 1);
            fed[edge.to] = true;
        }
        int[] first = new int[boxes];
        Arrays.fill(first, Integer.MAX_VALUE);
        edges.forEach(edge -> first[edge.from] = Math.min(first[edge.from], rank[edge.to]));
        for (int i = 0; i < boxes; i++) {
            boolean free = !fed[i] && first[i] != Integer.MAX_VALUE;
            add(given[i], free ? first[i] - 1 : rank[i]);
        }
    }

    private List<Edge> sorted(Comparator<Edge> by) {
        return edges.stream().sorted(by).toList();
    }

    private int add(double width, int row) {
        widths.add(width);
        rows.add(row);
        above.add(new ArrayList<>());
        below.add(new ArrayList<>());
        return rows.size() - 1;
    }

    private void addLanes() {
        for (int i = 0; i < boxes; i++) {
            lanes.add(new ArrayList<>());
        }
        for (Edge edge : edges) {
            List<Integer> own = lanes.get(edge.from);
            for (int row = rows.get(edge.from) + own.size() + 1; row < rows.get(edge.to); row++) {
                int lane = add(LANE, row);
                link(own.isEmpty() ? edge.from : own.getLast(), lane);
                own.add(lane);
            }
            List<Integer> taken = lanes(edge);
            link(taken.isEmpty() ? edge.from : taken.getLast(), edge.to);
        }
    }

    private void link(int upper, int lower) {
        below.get(upper).add(lower);
        above.get(lower).add(upper);
    }

    /** Orders each row by the mean place of its neighbours in the row before, down and up. */
    private void sweep() {
        double[] at = new double[widths.size()];
        order.forEach(row -> number(row, at));
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            boolean down = sweep % 2 == 0;
            List<List<Integer>> neighbours = down ? above : below;
            for (List<Integer> row : down ? order : order.reversed()) {
                double[] wanted = at.clone();
                row.forEach(i -> wanted[i] = mean(neighbours.get(i), at, at[i]));
                row.sort(Comparator.comparingDouble(i -> wanted[i]));
                number(row, at);
            }
        }
    }

    private static void number(List<Integer> row, double[] at) {
        for (int i = 0; i < row.size(); i++) {
            at[row.get(i)] = i;
        }
    }

    private static double mean(List<Integer> of, double[] values, double otherwise) {
        return of.stream().mapToDouble(i -> values[i]).average().orElse(otherwise);
    }

    /** Moves each row, its order kept, to below and above its neighbours. */
    private void place() {
        centres = new double[widths.size()];
        for (List<Integer> row : order) {
            fit(row, new double[row.size()]);
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            boolean down = sweep % 2 == 0;
            for (List<Integer> row : down ? order : order.reversed()) {
                fit(
                        row,
                        row.stream()
                                .mapToDouble(i -> {
                                    List<Integer> near =
                                            down == above.get(i).isEmpty()
                                                    ? below.get(i)
                                                    : above.get(i);
                                    return mean(near, centres, centres[i]);
                                })
                                .toArray());
            }
        }
        double left = Double.POSITIVE_INFINITY;
        for (int i = 0; i < centres.length; i++) {
            left = Math.min(left, centres[i] - widths.get(i) / 2);
        }
        for (int i = 0; i < centres.length; i++) {
            centres[i] -= left;
        }
    }

    /**
     * The places nearest to the wanted ones, by least squares, whose neighbours don't touch: places
     * less what must lie to their left are to rise, and groups that don't are averaged.
     */
    private void fit(List<Integer> row, double[] wanted) {
        double[] offset = new double[row.size()];
        for (int i = 1; i < offset.length; i++) {
            double half = (widths.get(row.get(i - 1)) + widths.get(row.get(i))) / 2;
            offset[i] = offset[i - 1] + half + GAP;
        }
        double[] sums = new double[offset.length];
        int[] sizes = new int[offset.length];
        int groups = 0;
        for (int i = 0; i < offset.length; i++) {
            sums[groups] = wanted[i] - offset[i];
            sizes[groups++] = 1;
            while (groups > 1
                    && sums[groups - 2] / sizes[groups - 2]
                            >= sums[groups - 1] / sizes[groups - 1]) {
                sums[groups - 2] += sums[groups - 1];
                sizes[groups - 2] += sizes[groups - 1];
                groups--;
            }
        }
        int i = 0;
        for (int group = 0; group < groups; group++) {
            for (int n = 0; n < sizes[group]; n++, i++) {
                centres[row.get(i)] = sums[group] / sizes[group] + offset[i];
            }
        }
    }
}
