package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;

/**
 * Matrix product of which one factor is a vector, both at run time: the matrix is read once, where
 * it lies. A unit is a few outputs of one product.
 *
 * <p>Where outputs are rows of the matrix, lanes run along the row and are summed at the end; where
 * they are its columns, lanes are outputs.
 */
final class MatvecKernel extends Kernel {

    private static final int COLUMNS = MatvecLoops.VECTORS * Lanes.COUNT;
    private static final long SUMS_BYTES = (long) MatvecLoops.ROWS * Lanes.BYTES;

    /** Most units of columns that are computed together, so that their sums stay near. */
    private static final int MOST_UNITS = 32;

    private final GemmSpec spec;
    private final PackedEpilogue epilogue;

    /** Whether A is the matrix and B the vector. */
    private final boolean matrixIsA;

    private final boolean outputsAreRows;
    private final int outputs;

    MatvecKernel(GemmSpec spec) {
        boolean matrixIsA = spec.n() == 1;
        int outputs = matrixIsA ? spec.m() : spec.n();
        boolean outputsAreRows = matrixIsA ? !spec.transA() : spec.transB();
        int unit = outputsAreRows ? MatvecLoops.ROWS : COLUMNS;
        super(
                "matmul by a vector",
                Math.multiplyExact(spec.batch(), units(outputs, unit)),
                SUMS_BYTES
                        + (outputsAreRows
                                ? 0
                                : 4L * COLUMNS * Math.min(units(outputs, unit), MOST_UNITS)),
                GemmOperands.of(spec, new Operand("b", spec.bBytes())));
        this.spec = spec;
        this.epilogue = new PackedEpilogue(spec.epilogue());
        this.matrixIsA = matrixIsA;
        this.outputsAreRows = outputsAreRows;
        this.outputs = outputs;
    }

    /** Whether one factor is a vector. */
    static boolean handles(GemmSpec spec) {
        return Math.min(spec.m(), spec.n()) == 1;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        int unit = outputsAreRows ? MatvecLoops.ROWS : COLUMNS;
        int units = units(outputs, unit);
        for (int index = from; index < to; ) {
            int product = index / units;
            int place = index % units;
            int most = outputsAreRows ? 1 : MOST_UNITS;
            int together = Math.min(Math.min(to - index, units - place), most);
            int first = place * unit;
            int count = Math.min(together * unit, outputs - first);
            long size = 4L * outputs * spec.k();
            long matrix = addresses[matrixIsA ? 0 : 1] + product * size;
            long vector = addresses[matrixIsA ? 1 : 0] + 4L * product * spec.k();
            if (outputsAreRows) {
                dots(matrix, vector, first, count, scratch);
            } else if (together == 1) {
                sums(matrix, vector, first, count, scratch);
            } else {
                manySums(matrix, vector, first, count, scratch);
            }
            store(addresses, (long) product * outputs + first, count, scratch);
            index += together;
        }
    }

    private static int units(int outputs, int unit) {
        return Math.ceilDiv(outputs, unit);
    }

    /** Rows {@code first} and on, times the vector. */
    private void dots(long matrix, long vector, int first, int count, long scratch) {
        long row = 4L * spec.k();
        int steps = spec.k() / Lanes.COUNT;
        // Rows that miss are those before.
        int shift = Math.min(first, MatvecLoops.ROWS - count);
        boolean tile = count + shift == MatvecLoops.ROWS;
        if (tile) {
            long rows = matrix + (first - shift) * row;
            if (Lanes.MANY_REGISTERS && steps >= MatvecLoops.PAIR_STEPS) {
                for (int r = 0; r < MatvecLoops.ROWS; r += 2) {
                    long sums = scratch + 4L * r;
                    MatvecLoops.pairDots(rows + r * row, row, vector, steps, sums);
                }
            } else {
                MatvecLoops.dots(rows, row, vector, steps, scratch);
                MatvecLoops.laneSums(scratch);
            }
        }
        for (int r = 0; r < count; r++) {
            float sum = tile ? Memory.getFloat(scratch + 4L * (r + shift)) : 0;
            for (int k = tile ? steps * Lanes.COUNT : 0; k < spec.k(); k++) {
                float value = Memory.getFloat(matrix + (first + r) * row + 4L * k);
                sum += value * Memory.getFloat(vector + 4L * k);
            }
            Memory.setFloat(scratch + 4L * r, sum);
        }
    }

    /** As {@link #sums} for more columns, a few rows at a time. */
    private void manySums(long matrix, long vector, int first, int count, long scratch) {
        long row = 4L * outputs;
        int wide = count - count % (MatvecLoops.GROUP * Lanes.COUNT);
        int vectors = wide / Lanes.COUNT;
        Memory.zero(scratch, 4L * wide);
        int k = 0;
        for (; k <= spec.k() - MatvecLoops.ROWS_AT_ONCE; k += MatvecLoops.ROWS_AT_ONCE) {
            long at = matrix + 4L * first + k * row;
            MatvecLoops.addRows(at, row, vector + 4L * k, vectors, scratch);
        }
        for (; k < spec.k(); k++) {
            long at = matrix + 4L * first + k * row;
            MatvecLoops.addRow(at, vector + 4L * k, vectors, scratch);
        }
        if (count > wide) {
            sums(matrix, vector, first + wide, count - wide, scratch + 4L * wide);
        }
    }

    /** Columns {@code first} and on, each times the vector. */
    private void sums(long matrix, long vector, int first, int count, long scratch) {
        long row = 4L * outputs;
        int start = Math.min(first, outputs - COLUMNS);
        if (start >= 0) {
            MatvecLoops.sums(matrix + 4L * start, row, vector, spec.k(), scratch);
            // Columns that miss are those before.
            Memory.copy(scratch + 4L * (first - start), scratch, 4L * count);
            return;
        }
        for (int c = 0; c < count; c++) {
            float sum = 0;
            for (int k = 0; k < spec.k(); k++) {
                float value = Memory.getFloat(matrix + k * row + 4L * (first + c));
                sum += value * Memory.getFloat(vector + 4L * k);
            }
            Memory.setFloat(scratch + 4L * c, sum);
        }
    }

    private void store(long[] addresses, long first, int count, long sums) {
        long y = addresses[addresses.length - 1] + 4 * first;
        if (!epilogue.hasResidual() && !epilogue.hasActivation()) {
            for (int i = 0; i < count; i++) {
                Memory.setFloat(y + 4L * i, 0 + spec.alpha() * Memory.getFloat(sums + 4L * i));
            }
            return;
        }
        long residual = ConvOperands.residual(addresses);
        for (int i = 0; i < count; i++) {
            // A sum that begins with 0 is never -0.
            float sum = 0 + spec.alpha() * Memory.getFloat(sums + 4L * i);
            Memory.setFloat(y + 4L * i, epilogue.apply(sum, y + 4L * i + residual));
        }
    }
}
