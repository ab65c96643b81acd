package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Prologue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The operands of every convolution: x, weight, [residual,] y. */
final class ConvOperands {

    private ConvOperands() {}

    /**
     * @throws IllegalArgumentException if y's channels aren't blocked by lanes
     */
    static Operand[] of(ConvSpec spec, Epilogue epilogue, long packedBytes) {
        return of(spec, null, epilogue, packedBytes);
    }

    /**
     * Of a kernel that may have a pooling behind it: y is what that makes, or the convolution's.
     *
     * @throws IllegalArgumentException if y's channels aren't blocked by lanes
     */
    static Operand[] pooled(ConvSpec spec, Layout y, Epilogue epilogue, long packedBytes) {
        Operand[] operands = of(spec, null, epilogue, packedBytes);
        operands[operands.length - 1] = new Operand("y", y.bytes());
        return operands;
    }

    /**
     * With a prologue: x, weight, scale, [shift, residual,] y.
     *
     * @throws IllegalArgumentException if y's channels aren't blocked by lanes
     */
    static Operand[] of(
            ConvSpec spec, @Nullable Prologue prologue, Epilogue epilogue, long packedBytes) {
        if (spec.y().block() != Lanes.COUNT) {
            throw new IllegalArgumentException(
                    "conv: expected y blocked by the provider's lanes, "
                            + Lanes.COUNT
                            + ", actual "
                            + spec.y());
        }
        List<Operand> operands = new ArrayList<>();
        operands.add(new Operand("x", spec.x().bytes()));
        operands.add(new Operand("weight", packedBytes));
        if (prologue != null) {
            operands.addAll(List.of(prologue.operands(spec.x())));
        }
        if (epilogue.residual()) {
            operands.add(new Operand("residual", spec.y().bytes()));
        }
        operands.add(new Operand("y", spec.y().bytes()));
        return operands.toArray(Operand[]::new);
    }

    /** Bytes from y to the residual, if there is one; for convolutions without a prologue. */
    static long residual(long[] addresses) {
        return residual(addresses, addresses.length == 4);
    }

    /** Bytes from y to the residual, which stands before it if there is one. */
    static long residual(long[] addresses, boolean present) {
        int y = addresses.length - 1;
        return present ? addresses[y - 1] - addresses[y] : PackedEpilogue.NO_RESIDUAL;
    }
}
