package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Operand;

/** The operands of every convolution: x, weight, [residual,] y. */
final class ConvOperands {

    private ConvOperands() {}

    /**
     * @throws IllegalArgumentException if y's channels aren't blocked by lanes
     */
    static Operand[] of(ConvSpec spec, Epilogue epilogue, long packedBytes) {
        if (spec.y().block() != Lanes.COUNT) {
            throw new IllegalArgumentException(
                    "conv: expected y blocked by the provider's lanes, "
                            + Lanes.COUNT
                            + ", actual "
                            + spec.y());
        }
        Operand x = new Operand("x", spec.x().bytes());
        Operand weight = new Operand("weight", packedBytes);
        Operand y = new Operand("y", spec.y().bytes());
        return epilogue.residual()
                ? new Operand[] {x, weight, new Operand("residual", y.bytes()), y}
                : new Operand[] {x, weight, y};
    }

    /** Bytes from y to the residual, if there is one. */
    static long residual(long[] addresses) {
        return addresses.length == 4 ? addresses[2] - addresses[3] : PackedEpilogue.NO_RESIDUAL;
    }
}
