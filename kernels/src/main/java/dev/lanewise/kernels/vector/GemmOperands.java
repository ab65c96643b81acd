package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Operand;

/** The operands of both matrix products: a, b or weight, [residual,] y. */
final class GemmOperands {

    private GemmOperands() {}

    static Operand[] of(GemmSpec spec, Operand b) {
        Operand a = new Operand("a", spec.aBytes());
        Operand y = new Operand("y", spec.yBytes());
        return spec.epilogue().residual()
                ? new Operand[] {a, b, new Operand("residual", y.bytes()), y}
                : new Operand[] {a, b, y};
    }

    /** Where the k-th element of a row lies. */
    static PackedOffsets offsets(GemmSpec spec) {
        int[] offsets = new int[spec.k()];
        for (int k = 0; k < spec.k(); k++) {
            offsets[k] = (spec.transA() ? spec.m() : 1) * k * Float.BYTES;
        }
        return new PackedOffsets(offsets);
    }

    /** Fills rows with rows {@code from} to {@code to} of product {@code matrix}. */
    static void fillRows(GemmSpec spec, long rows, int matrix, int from, int to, long a, long y) {
        long rowStride = spec.transA() ? Float.BYTES : (long) spec.k() * Float.BYTES;
        long yStride = (long) spec.n() * Float.BYTES;
        long first = a + 4L * matrix * spec.m() * spec.k() + from * rowStride;
        long firstY = y + ((long) matrix * spec.m() + from) * yStride;
        PackedRows.fill(rows, to - from, first, rowStride, firstY, yStride);
    }

    /**
     * Applies the activation to {@code count} rows of a whole panel.
     *
     * @param scratch as for {@link PackedEpilogue#activate}
     */
    static void activate(
            PackedProduct product, PackedPanel panel, long rows, int count, long scratch) {
        PackedEpilogue epilogue = product.epilogue();
        if (panel.partial() || !epilogue.hasActivation()) {
            return;
        }
        for (int r = 0; r < count; r++) {
            long y = PackedRows.y(rows, r) + panel.shift();
            epilogue.activate(y, (long) panel.vectors() * Lanes.BYTES, scratch);
        }
    }
}
