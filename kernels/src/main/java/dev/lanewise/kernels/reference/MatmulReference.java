package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;

/** A {@link MatrixProduct} of two run-time matrices. A unit is one row of y. */
final class MatmulReference extends Kernel {

    private final GemmSpec spec;

    MatmulReference(GemmSpec spec) {
        super("matmul reference", Math.multiplyExact(spec.batch(), spec.m()), 0, operands(spec));
        this.spec = spec;
    }

    private static Operand[] operands(GemmSpec spec) {
        Operand a = new Operand("a", spec.aBytes());
        Operand b = new Operand("b", spec.bBytes());
        Operand y = new Operand("y", spec.yBytes());
        return spec.epilogue().residual()
                ? new Operand[] {a, b, new Operand("residual", y.bytes()), y}
                : new Operand[] {a, b, y};
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        long residual = spec.epilogue().residual() ? addresses[2] : 0;
        long y = addresses[addresses.length - 1];
        for (int unit = from; unit < to; unit++) {
            MatrixProduct.row(spec, addresses[0], addresses[1], 0, residual, y, unit);
        }
    }
}
