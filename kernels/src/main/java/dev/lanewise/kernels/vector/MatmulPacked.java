package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;

/**
 * Matrix product of two run-time matrices. A unit is one column panel of one product: it packs its
 * panel of B into scratch memory and multiplies all rows of A with it.
 */
final class MatmulPacked extends Kernel {

    /** Rows handled at once. */
    private static final int CHUNK_ROWS = 96;

    private final GemmSpec spec;
    private final PackedProduct product;

    MatmulPacked(GemmSpec spec) {
        if (spec.sharedB() && spec.batch() > 1) {
            throw new IllegalArgumentException(
                    "matmul: expected sharedB = false for a batch, actual batch=" + spec.batch());
        }
        PackedPanel.Builder builder = new PackedPanel.Builder();
        builder.add(GemmOperands.offsets(spec), 0, spec.n(), Lanes.BYTES, false);
        super(
                "matmul packed " + PackedProduct.TILE_ROWS + "x2",
                spec.m() == 0 ? 0 : Math.multiplyExact(spec.batch(), builder.panels().size()),
                rowsBytes(spec) + PackedProduct.scratchBytes() + PackedPanel.bytesOf(2, spec.k()),
                GemmOperands.of(spec, new Operand("b", spec.bBytes())));
        this.spec = spec;
        this.product = new PackedProduct(builder.panels(), spec.epilogue(), Lanes.BYTES);
    }

    private static long rowsBytes(GemmSpec spec) {
        return Math.min(CHUNK_ROWS, spec.m()) * (long) PackedRows.BYTES;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        long y = addresses[addresses.length - 1];
        long residual = ConvOperands.residual(addresses);
        long rows = scratch + PackedProduct.scratchBytes();
        long packed = rows + rowsBytes(spec);
        int panels = product.panels();
        for (int unit = from; unit < to; unit++) {
            int matrix = unit / panels;
            int index = unit % panels;
            PackedPanel panel = product.panel(index);
            pack(panel, addresses[1] + 4L * matrix * spec.k() * spec.n(), packed);
            for (int row = 0; row < spec.m(); row += CHUNK_ROWS) {
                int end = Math.min(row + CHUNK_ROWS, spec.m());
                GemmOperands.fillRows(spec, rows, matrix, row, end, addresses[0], y);
                product.run(panel, rows, end - row, packed - panel.weights(), residual, scratch);
                GemmOperands.activate(product, panel, rows, end - row, scratch);
            }
        }
    }

    /** Packs a panel as {@link PackedPanel} says, with zeros for bias. */
    private void pack(PackedPanel panel, long b, long target) {
        int lanes = panel.vectors() * Lanes.COUNT;
        Memory.zero(target, lanes * 4L);
        long columnStride = spec.transB() ? 4L * spec.k() : 4;
        long step = spec.transB() ? 4 : 4L * spec.n();
        for (int column = 0; column < lanes; column++) {
            long source = b + (panel.column() + column) * columnStride;
            long weight = target + (lanes + column) * 4L;
            boolean real = column < panel.columns();
            for (int k = 0; k < spec.k(); k++) {
                float value = real ? spec.alpha() * Memory.getFloat(source + k * step) : 0;
                Memory.setFloat(weight + k * (lanes * 4L), value);
            }
        }
    }
}
