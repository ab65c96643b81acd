package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.WeightedKernel;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * A {@link MatrixProduct} with constant B. Packed weights: B as given, then bias [n]. A unit is one
 * row of y.
 */
final class GemmReference extends WeightedKernel {

    private final GemmSpec spec;

    GemmReference(GemmSpec spec) {
        super("gemm reference", Math.multiplyExact(spec.batch(), spec.m()), 0, operands(spec));
        this.spec = spec;
    }

    private static Operand[] operands(GemmSpec spec) {
        Operand a = new Operand("a", spec.aBytes());
        Operand weight = new Operand("weight", spec.bBytes() + 4L * spec.n());
        Operand y = new Operand("y", spec.yBytes());
        return spec.epilogue().residual()
                ? new Operand[] {a, weight, new Operand("residual", y.bytes()), y}
                : new Operand[] {a, weight, y};
    }

    @Override
    public String packing() {
        return PlainWeights.NAME;
    }

    @Override
    public long packedBytes() {
        return spec.bBytes() + 4L * spec.n();
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        PlainWeights.pack(weight, spec.bBytes() / 4, bias, spec.n(), packed);
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        long bias = addresses[1] + spec.bBytes();
        long residual = spec.epilogue().residual() ? addresses[2] : 0;
        long y = addresses[addresses.length - 1];
        for (int unit = from; unit < to; unit++) {
            MatrixProduct.row(spec, addresses[0], addresses[1], bias, residual, y, unit);
        }
    }
}
