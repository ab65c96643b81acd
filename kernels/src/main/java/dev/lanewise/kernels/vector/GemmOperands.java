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
}
