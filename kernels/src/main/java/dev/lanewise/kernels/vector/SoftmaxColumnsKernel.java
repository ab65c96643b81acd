package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.reference.ScalarMath;

/**
 * Softmax over the middle axis of [outer, axis, inner], lanes across columns: a column is one
 * (outer, inner). A unit is a run of columns: of one outer index, or of several where the inner
 * axis is shorter than a vector.
 *
 * <p>Columns that fill no vector where they lie are gathered into scratch memory.
 *
 * <p>Scratch: the columns' maxima, their sums, one row of exponentials, and [axis, gathered
 * columns].
 */
final class SoftmaxColumnsKernel extends Kernel {

    private static final int UNIT_COLUMNS = 32 * Lanes.COUNT;

    /** What is gathered stays in the first cache. */
    private static final int GATHERED_FLOATS = 8192;

    /** Longer columns that fill no vector are computed in scalar. */
    private static final int LONGEST_GATHERED = 1 << 14;

    private final int axis;
    private final int inner;
    private final boolean log;
    private final int columns;
    private final int unitColumns;

    SoftmaxColumnsKernel(int outer, int axis, int inner, boolean log) {
        super(
                log ? "log-softmax columns vector" : "softmax columns vector",
                isShort(inner)
                        ? Math.ceilDiv(outer * inner, gatheredColumns(axis, inner))
                        : outer * Math.ceilDiv(inner, UNIT_COLUMNS),
                4L * (3L * UNIT_COLUMNS + (long) gatheredColumns(axis, inner) * gatheredRows(axis)),
                new Operand("x", 4L * outer * axis * inner),
                new Operand("y", 4L * outer * axis * inner));
        this.axis = axis;
        this.inner = inner;
        this.log = log;
        this.columns = outer * inner;
        this.unitColumns = isShort(inner) ? gatheredColumns(axis, inner) : UNIT_COLUMNS;
    }

    private static boolean isShort(int inner) {
        return inner < Lanes.COUNT;
    }

    /** Columns that are gathered at a time: what a run of whole vectors leaves, or a unit. */
    private static int gatheredColumns(int axis, int inner) {
        int vectors = GATHERED_FLOATS / Math.max(1, axis) / Lanes.COUNT;
        return isShort(inner) ? Math.clamp(vectors, 1, 32) * Lanes.COUNT : Lanes.COUNT;
    }

    private static int gatheredRows(int axis) {
        return axis > LONGEST_GATHERED ? 0 : axis;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        long x = addresses[0];
        long y = addresses[1];
        int unitsPerOuter = Math.ceilDiv(inner, unitColumns);
        for (int unit = from; unit < to; unit++) {
            if (isShort(inner)) {
                int first = unit * unitColumns;
                gathered(x, y, first, Math.min(unitColumns, columns - first), scratch);
            } else {
                int first = unit % unitsPerOuter * unitColumns;
                int count = Math.min(unitColumns, inner - first);
                int whole = count - count % Lanes.COUNT;
                int column = unit / unitsPerOuter * inner + first;
                long offset = offset(column);
                compute(x + offset, y + offset, 4L * inner, whole, scratch);
                gathered(x, y, column + whole, count - whole, scratch);
            }
        }
    }

    /** The byte offset of a column's first element. */
    private long offset(int column) {
        return 4 * ((long) (column / inner) * axis * inner + column % inner);
    }

    private void gathered(long x, long y, int first, int count, long scratch) {
        if (axis > LONGEST_GATHERED) {
            for (int j = first; j < first + count; j++) {
                ScalarMath.softmax(x + offset(j), y + offset(j), axis, 4L * inner, log);
            }
            return;
        }
        long rows = scratch + 12L * UNIT_COLUMNS;
        long step = 4L * gatheredColumns(axis, inner);
        for (int j = 0; j < count; j++) {
            moveColumn(x + offset(first + j), 4L * inner, rows + 4L * j, step);
        }
        int floats = Math.ceilDiv(count, Lanes.COUNT) * Lanes.COUNT;
        compute(rows, rows, step, floats, scratch);
        for (int j = 0; j < count; j++) {
            moveColumn(rows + 4L * j, step, y + offset(first + j), 4L * inner);
        }
    }

    private void moveColumn(long from, long fromStep, long to, long toStep) {
        for (int a = 0; a < axis; a++) {
            Memory.setInt(to + a * toStep, Memory.getInt(from + a * fromStep));
        }
    }

    /** Computes {@code floats} columns, whole vectors, whose rows are {@code step} bytes apart. */
    private void compute(long x, long y, long step, int floats, long scratch) {
        long max = scratch;
        long sum = scratch + 4L * UNIT_COLUMNS;
        int vectors = floats / Lanes.COUNT;
        PoolFold.MAX.runs(x, step, axis, max, floats);
        PoolFold.SUM.fill(sum, floats);
        long exp = scratch + 8L * UNIT_COLUMNS;
        for (int a = 0; a < axis; a++) {
            long to = log ? exp : y + a * step;
            BinaryLoops.vectors(Binary.SUB, x + a * step, max, to, vectors);
            VectorMath.exp(to, to, vectors);
            BinaryLoops.vectors(Binary.ADD, sum, to, sum, vectors);
        }
        if (log) {
            VectorMath.log(sum, sum, vectors);
            for (int a = 0; a < axis; a++) {
                SoftmaxLoops.shiftEach(x + a * step, max, sum, y + a * step, vectors);
            }
        } else {
            UnaryLoops.reciprocal(sum, sum, vectors);
            for (int a = 0; a < axis; a++) {
                BinaryLoops.vectors(Binary.MUL, y + a * step, sum, y + a * step, vectors);
            }
        }
    }
}
