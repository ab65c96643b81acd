package dev.lanewise.model.features;

import java.util.Arrays;

/** Points of the plane in cells that are quartered until each has one point, or equal ones. */
final class QuadTree {

    private static final int MOST_LEVELS = 48;
    private static final int NONE = -1;

    private final float[] x;
    private final float[] y;

    /** The first of four children of each cell, or {@link #NONE}. */
    private int[] child;

    /** A point of a cell without children. */
    private int[] point;

    private int[] count;
    private double[] centreX;
    private double[] centreY;
    private double[] width;
    private int cells;

    QuadTree(float[] x, float[] y) {
        this.x = x;
        this.y = y;
        int room = 4 * x.length + 16;
        child = new int[room];
        point = new int[room];
        count = new int[room];
        centreX = new double[room];
        centreY = new double[room];
        width = new double[room];
        double left = min(x);
        double top = min(y);
        double side = Math.max(max(x) - left, max(y) - top) * (1 + 1e-6) + 1e-12;
        cell(side);
        for (int i = 0; i < x.length; i++) {
            insert(i, left, top, side);
        }
        for (int c = 0; c < cells; c++) {
            if (count[c] > 0) {
                centreX[c] /= count[c];
                centreY[c] /= count[c];
            }
        }
    }

    private static double min(float[] values) {
        float min = Float.POSITIVE_INFINITY;
        for (float value : values) {
            min = Math.min(min, value);
        }
        return min;
    }

    private static double max(float[] values) {
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            max = Math.max(max, value);
        }
        return max;
    }

    private int cell(double side) {
        if (cells == child.length) {
            int room = 2 * cells;
            child = Arrays.copyOf(child, room);
            point = Arrays.copyOf(point, room);
            count = Arrays.copyOf(count, room);
            centreX = Arrays.copyOf(centreX, room);
            centreY = Arrays.copyOf(centreY, room);
            width = Arrays.copyOf(width, room);
        }
        child[cells] = NONE;
        point[cells] = NONE;
        width[cells] = side;
        return cells++;
    }

    private void insert(int i, double left, double top, double side) {
        int at = 0;
        for (int level = 0; ; level++) {
            boolean empty = count[at] == 0;
            add(at, i);
            if (empty) {
                point[at] = i;
                return;
            }
            if (child[at] == NONE) {
                int other = point[at];
                boolean same = x[other] == x[i] && y[other] == y[i];
                if (same || level == MOST_LEVELS) {
                    return;
                }
                divide(at, left, top, side);
            }
            side /= 2;
            int column = x[i] >= left + side ? 1 : 0;
            int row = y[i] >= top + side ? 1 : 0;
            left += column * side;
            top += row * side;
            at = child[at] + 2 * row + column;
        }
    }

    private void add(int cell, int i) {
        count[cell]++;
        centreX[cell] += x[i];
        centreY[cell] += y[i];
    }

    /** Gives a cell children, and the points that it had, all equal, to one of them. */
    private void divide(int cell, double left, double top, double side) {
        double half = side / 2;
        int first = cell(half);
        for (int k = 1; k < 4; k++) {
            cell(half);
        }
        child[cell] = first;
        int other = point[cell];
        int column = x[other] >= left + half ? 1 : 0;
        int row = y[other] >= top + half ? 1 : 0;
        int to = first + 2 * row + column;
        int before = count[cell] - 1; // Without the one that is on its way.
        point[to] = other;
        count[to] = before;
        centreX[to] = (double) before * x[other];
        centreY[to] = (double) before * y[other];
        point[cell] = NONE;
    }

    /**
     * The force on a point.
     *
     * @param force gets the two coordinates and the sum of q
     */
    void force(int i, double squaredAngle, double[] force) {
        Arrays.fill(force, 0);
        int[] stack = new int[4 * MOST_LEVELS + 8];
        int depth = 1;
        while (depth > 0) {
            int c = stack[--depth];
            if (count[c] == 0) {
                continue;
            }
            double dx = x[i] - centreX[c];
            double dy = y[i] - centreY[c];
            double square = dx * dx + dy * dy;
            boolean leaf = child[c] == NONE;
            if (leaf || 2 * width[c] * width[c] < squaredAngle * square) {
                int others = count[c];
                if (leaf && x[point[c]] == x[i] && y[point[c]] == y[i]) {
                    others--; // The point itself.
                }
                double q = 1 / (1 + square);
                force[0] += others * q * q * dx;
                force[1] += others * q * q * dy;
                force[2] += others * q;
            } else {
                for (int k = 0; k < 4; k++) {
                    stack[depth++] = child[c] + k;
                }
            }
        }
    }
}
