package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;

/**
 * Matrix product of two run-time matrices. A unit is a group of column panels of one product: it
 * packs its part of B into scratch memory and multiplies all rows of A with it.
 */
final class MatmulPacked extends Kernel {

    /** Rows handled at once; they stay in the second-level cache while the group's panels pass. */
    private static final int CHUNK_ROWS = 48;

    /** Most bytes of a group, so that it stays in the second-level cache. */
    private static final long GROUP_BYTES = 1 << 19;

    private static final int ENOUGH_UNITS = 16;

    private final GemmSpec spec;
    private final MatmulPanels packing;
    private final PackedProduct product;
    private final int group;

    MatmulPacked(GemmSpec spec) {
        if (spec.sharedB() && spec.batch() > 1) {
            throw new IllegalArgumentException(
                    "matmul: expected sharedB = false for a batch, actual batch=" + spec.batch());
        }
        PackedPanel.Builder builder = new PackedPanel.Builder();
        builder.add(GemmOperands.offsets(spec), 0, spec.n(), Lanes.BYTES, false);
        int panels = builder.panels().size();
        long panelBytes = PackedPanel.bytesOf(2, spec.k());
        int most = Math.clamp(GROUP_BYTES / panelBytes, 1, Math.max(1, panels));
        int group = Math.clamp((long) spec.batch() * panels / ENOUGH_UNITS, 1, most);
        super(
                "matmul packed " + PackedProduct.TILE_ROWS + "x2",
                spec.m() == 0 ? 0 : Math.multiplyExact(spec.batch(), Math.ceilDiv(panels, group)),
                rowsBytes(spec)
                        + PackedProduct.scratchBytes()
                        + MatmulPanels.SCRATCH_BYTES
                        + group * panelBytes,
                GemmOperands.of(spec, new Operand("b", spec.bBytes())));
        this.spec = spec;
        this.packing = new MatmulPanels(spec);
        this.product = new PackedProduct(builder.panels(), spec.epilogue(), Lanes.BYTES);
        this.group = group;
    }

    private static long rowsBytes(GemmSpec spec) {
        return Math.min(CHUNK_ROWS, spec.m()) * (long) PackedRows.BYTES;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        int groups = Math.ceilDiv(product.panels(), group);
        for (int unit = from; unit < to; unit++) {
            int first = unit % groups * group;
            int end = Math.min(first + group, product.panels());
            multiply(addresses, scratch, unit / groups, first, end);
        }
    }

    /** All rows of one product times its panels {@code first} to {@code end}. */
    private void multiply(long[] addresses, long scratch, int matrix, int first, int end) {
        long y = addresses[addresses.length - 1];
        long residual = ConvOperands.residual(addresses);
        long transposing = scratch + PackedProduct.scratchBytes();
        long rows = transposing + MatmulPanels.SCRATCH_BYTES;
        // Where the packed weights of all panels would begin.
        long packed = rows + rowsBytes(spec) - product.panel(first).weights();
        long b = addresses[1] + 4L * matrix * spec.k() * spec.n();
        for (int i = first; i < end; i++) {
            PackedPanel panel = product.panel(i);
            packing.pack(panel, b, packed + panel.weights(), transposing);
        }
        for (int row = 0; row < spec.m(); row += CHUNK_ROWS) {
            int count = Math.min(CHUNK_ROWS, spec.m() - row);
            GemmOperands.fillRows(spec, rows, matrix, row, row + count, addresses[0], y);
            for (int i = first; i < end; i++) {
                PackedPanel panel = product.panel(i);
                product.run(panel, rows, count, packed, residual, scratch);
                GemmOperands.activate(product, panel, rows, count, scratch);
            }
        }
    }
}
