package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.WeightedKernel;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * Matrix product with constant B, packed beforehand. A unit is a range of rows times a range of
 * column panels.
 */
final class GemmPacked extends WeightedKernel {

    /** Rows of a unit, each of which reads all of B: enough to read it seldom. */
    private static final int UNIT_ROWS = 96;

    private static final int ENOUGH_UNITS = 16;
    private static final long UNIT_MACS = 1 << 17;

    private final GemmSpec spec;
    private final PackedProduct product;
    private final long packedBytes;
    private final int shares;

    GemmPacked(GemmSpec spec) {
        if (!spec.sharedB() && spec.batch() > 1) {
            throw new IllegalArgumentException(
                    "gemm: expected one B for the whole batch, actual batch="
                            + spec.batch()
                            + " with one B each; use matmul");
        }
        PackedPanel.Builder builder = new PackedPanel.Builder();
        builder.add(GemmOperands.offsets(spec), 0, spec.n(), Lanes.BYTES, false);
        int panels = builder.panels().size();
        int rowUnits = Math.multiplyExact(spec.batch(), Math.ceilDiv(spec.m(), UNIT_ROWS));
        double macs = (double) spec.batch() * spec.m() * spec.n() * spec.k();
        int wanted = Math.clamp((long) (macs / UNIT_MACS), 1, ENOUGH_UNITS);
        int shares = rowUnits == 0 ? 0 : Math.min(panels, Math.ceilDiv(wanted, rowUnits));
        super(
                "gemm packed " + PackedProduct.TILE_ROWS + "x2",
                Math.multiplyExact(rowUnits, shares),
                Math.min(UNIT_ROWS, spec.m()) * (long) PackedRows.BYTES
                        + PackedProduct.scratchBytes(),
                GemmOperands.of(spec, new Operand("weight", builder.bytes())));
        this.spec = spec;
        this.packedBytes = builder.bytes();
        this.product = new PackedProduct(builder.panels(), spec.epilogue(), Lanes.BYTES);
        this.shares = shares;
    }

    @Override
    public String packing() {
        return "gemm panels of 2x%d, transB=%b, alpha=%s"
                .formatted(Lanes.COUNT, spec.transB(), spec.alpha());
    }

    @Override
    public long packedBytes() {
        return packedBytes;
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        long[] order = new long[spec.k()];
        for (int k = 0; k < order.length; k++) {
            order[k] = spec.transB() ? k : (long) k * spec.n();
        }
        long columnStride = spec.transB() ? spec.k() : 1;
        for (int i = 0; i < product.panels(); i++) {
            PackedPanel panel = product.panel(i);
            PackedWeights.pack(
                    panel,
                    weight,
                    columnStride,
                    order,
                    spec.alpha(),
                    bias,
                    packed.address() + panel.weights());
        }
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        long y = addresses[addresses.length - 1];
        long residual = ConvOperands.residual(addresses);
        long rows = scratch + PackedProduct.scratchBytes();
        int perMatrix = Math.ceilDiv(spec.m(), UNIT_ROWS);
        int panels = product.panels();
        for (int unit = from; unit < to; unit++) {
            int matrix = unit / shares / perMatrix;
            int first = unit / shares % perMatrix * UNIT_ROWS;
            int end = Math.min(first + UNIT_ROWS, spec.m());
            int share = unit % shares;
            GemmOperands.fillRows(spec, rows, matrix, first, end, addresses[0], y);
            for (int i = panels * share / shares; i < panels * (share + 1) / shares; i++) {
                PackedPanel panel = product.panel(i);
                product.run(panel, rows, end - first, addresses[1], residual, scratch);
                GemmOperands.activate(product, panel, rows, end - first, scratch);
            }
        }
    }
}
