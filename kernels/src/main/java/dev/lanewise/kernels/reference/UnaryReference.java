package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.memory.Memory;

/** y = function(x). A unit is one plane. */
final class UnaryReference extends PlaneKernel {

    private final Unary function;
    private final Layout x;

    UnaryReference(Unary function, Layout x, Layout y) {
        super(function + " reference", y, new Operand("x", x.bytes()), new Operand("y", y.bytes()));
        LayoutChecks.sameShapeAndBlock(function, x, y);
        this.function = function;
        this.x = x;
    }

    @Override
    float value(long[] addresses, int n, int c, int i, int j) {
        return ScalarMath.apply(function, Memory.getFloat(addresses[0] + x.offset(n, c, i, j)));
    }
}
