package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;
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

    /** What a unit packs stays in the first cache, if columns are not too long. */
    private static final int UNIT_FLOATS = 4096;

    /** Columns longer than this are computed in scalar where they fill no vector. */
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
                        : outer * Math.ceilDiv(inner, unitColumns(axis)),
                scratchBytes(axis, inner),
                new Operand("x", 4L * outer * axis * inner),
                new Operand("y", 4L * outer * axis * inner));
        this.axis = axis;
        this.inner = inner;
        this.log = log;
        this.columns = outer * inner;
        this.unitColumns = isShort(inner) ? gatheredColumns(axis, inner) : unitColumns(axis);
    }

    private static boolean isShort(int inner) {
        return inner < Lanes.COUNT;
    }

    private static int unitColumns(int axis) {
        int vectors = UNIT_FLOATS / Math.max(1, axis) / Lanes.COUNT;
        return Math.clamp(vectors, 1, 32) * Lanes.COUNT;
    }

    /** Columns that are gathered at a time: a unit, or what a run of whole vectors leaves. */
    private static int gatheredColumns(int axis, int inner) {
        return isShort(inner) ? unitColumns(axis) : Lanes.COUNT;
    }

    private static long scratchBytes(int axis, int inner) {
        long gathered = axis > LONGEST_GATHERED ? 0 : gatheredColumns(axis, inner);
        return 4L * (unitColumns(axis) * (2L + axis) + gathered * axis);
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
                if (whole > 0) {
                    compute(x + offset, y + offset, 4L * inner, whole, scratch);
                }
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
        long rows = scratch + 4L * unitColumns(axis) * (2L + axis);
        move(x, rows, first, count, true);
        int floats = Math.ceilDiv(count, Lanes.COUNT) * Lanes.COUNT;
        compute(rows, rows, 4L * gatheredColumns(axis, inner), floats, scratch);
        move(y, rows, first, count, false);
    }

    /** Copies columns between the tensor and rows of scratch memory. */
    private void move(long tensor, long rows, int first, int count, boolean gathers) {
        long step = 4L * gatheredColumns(axis, inner);
        for (int j = 0; j < count; ) {
            // Columns at an equal distance: all if the inner axis is 1, else those of one outer.
            int run = inner == 1 ? count : Math.min(count - j, inner - (first + j) % inner);
            long distance = inner == 1 ? 4L * axis : 4;
            for (int a = 0; a < axis; a++) {
                long at = tensor + offset(first + j) + 4L * a * inner;
                long row = rows + a * step + 4L * j;
                if (gathers) {
                    CopyLoops.ints(at, distance, row, 4, run);
                } else {
                    CopyLoops.ints(row, 4, at, distance, run);
                }
            }
            j += run;
        }
    }

    /**
     * Computes {@code floats} columns, whole vectors, whose rows are {@code step} bytes apart. What
     * lies between is packed: at a distance that is a power of two, rows would evict each other
     * from the cache.
     */
    private void compute(long x, long y, long step, int floats, long scratch) {
        long max = scratch;
        long sum = scratch + 4L * floats;
        long exp = sum + 4L * floats;
        int vectors = floats / Lanes.COUNT;
        PoolFold.NAN_MAX.runs(x, step, axis, max, floats);
        for (int a = 0; a < axis; a++) {
            BinaryLoops.vectors(Binary.SUB, x + a * step, max, exp + 4L * a * floats, vectors);
        }
        VectorMath.exp(exp, exp, axis * vectors);
        PoolFold.SUM.runs(exp, 4L * floats, axis, sum, floats);
        if (log) {
            VectorMath.log(sum, sum, vectors);
            for (int a = 0; a < axis; a++) {
                SoftmaxLoops.shiftEach(x + a * step, max, sum, y + a * step, vectors);
            }
        } else {
            UnaryLoops.reciprocal(sum, sum, vectors);
            for (int a = 0; a < axis; a++) {
                BinaryLoops.vectors(Binary.MUL, exp + 4L * a * floats, sum, y + a * step, vectors);
            }
        }
    }
}
