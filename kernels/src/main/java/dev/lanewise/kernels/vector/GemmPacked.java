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

    private static final int ENOUGH_UNITS = 16;
    private static final long UNIT_MACS = 1 << 17;

    private final GemmSpec spec;
    private final GemmProduct product;
    private final RunPanels panels;
    private final int perMatrix;
    private final int shares;

    GemmPacked(GemmSpec spec) {
        if (!spec.sharedB() && spec.batch() > 1) {
            throw new IllegalArgumentException(
                    "gemm: expected one B for the whole batch, actual batch="
                            + spec.batch()
                            + " with one B each; use matmul");
        }
        int wanted = units(spec);
        GemmProduct product = new GemmProduct(spec, wanted, RunProduct.TILE_LANES);
        RunPanels panels = product.panels();
        int perMatrix = spec.m() == 0 ? 0 : Math.ceilDiv(spec.m(), product.rows());
        int rowUnits = Math.multiplyExact(spec.batch(), perMatrix);
        int shares = rowUnits == 0 ? 0 : Math.min(panels.count(), Math.ceilDiv(wanted, rowUnits));
        super(
                "gemm packed %dx%d".formatted(product.tileRows(), product.tileVectors()),
                Math.multiplyExact(rowUnits, shares),
                product.scratchBytes(),
                GemmOperands.of(spec, new Operand("weight", panels.bytes())));
        this.spec = spec;
        this.product = product;
        this.panels = panels;
        this.perMatrix = perMatrix;
        this.shares = shares;
    }

    /** How many units there should be. */
    static int units(GemmSpec spec) {
        double macs = (double) spec.batch() * spec.m() * spec.n() * spec.k();
        return ConvUnits.even(Math.clamp((long) (macs / UNIT_MACS), 1, ENOUGH_UNITS));
    }

    @Override
    public String packing() {
        return "gemm panels of %d, transB=%b, alpha=%s"
                .formatted(panels.width(), spec.transB(), spec.alpha());
    }

    @Override
    public long packedBytes() {
        return panels.bytes();
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        panels.pack(weight, columnStride(spec), order(spec), spec.alpha(), bias, packed.address());
    }

    /** Floats from one column of B to the next. */
    static long columnStride(GemmSpec spec) {
        return spec.transB() ? spec.k() : 1;
    }

    /** The floats of a column of B. */
    static long[] order(GemmSpec spec) {
        long[] order = new long[spec.k()];
        for (int k = 0; k < order.length; k++) {
            order[k] = spec.transB() ? k : (long) k * spec.n();
        }
        return order;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        int rows = product.rows();
        long starts = addresses[1];
        long weights = starts + panels.startBytes();
        if (units() == 1 && to > from) {
            // Small products feel what finding a unit takes.
            product.prepare(addresses, 0, scratch);
            product.run(addresses, 0, 0, spec.m(), 0, panels.count(), starts, weights, scratch);
            return;
        }
        // One division each, not one for each unit: small products feel them.
        int share = from == 0 ? 0 : from % shares;
        int chunk = from == 0 ? 0 : from / shares % perMatrix;
        int matrix = from == 0 ? 0 : from / shares / perMatrix;
        for (int unit = from; unit < to; unit++) {
            int first = chunk * rows;
            int end = Math.min(first + rows, spec.m());
            if (unit == from || share + chunk == 0) {
                product.prepare(addresses, matrix, scratch);
            }
            product.run(
                    addresses,
                    matrix,
                    first,
                    end,
                    panel(share),
                    panel(share + 1),
                    starts,
                    weights,
                    scratch);
            share++;
            if (share == shares) {
                share = 0;
                chunk++;
            }
            if (chunk == perMatrix) {
                chunk = 0;
                matrix++;
            }
        }
    }

    /** The first panel of a share. */
    private int panel(int share) {
        return share == 0 ? 0 : share == shares ? panels.count() : panels.count() * share / shares;
    }
}
