package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.memory.Memory;

/** y = activation(x * scale[c] + shift[c]). A unit is one plane. */
final class ScaleShiftReference extends PlaneKernel {

    private final Layout x;
    private final Unary activation;

    ScaleShiftReference(Layout x, Layout y, Unary activation) {
        super(
                "scale-shift reference",
                y,
                new Operand("x", x.bytes()),
                new Operand("scale", 4L * x.blocks() * x.block()),
                new Operand("shift", 4L * x.blocks() * x.block()),
                new Operand("y", y.bytes()));
        LayoutChecks.sameShapeAndBlock("scaleShift", x, y);
        this.x = x;
        this.activation = activation;
    }

    @Override
    float value(long[] addresses, int n, int c, int i, int j) {
        float value =
                Memory.getFloat(addresses[0] + x.offset(n, c, i, j))
                                * Memory.getFloat(addresses[1] + 4L * c)
                        + Memory.getFloat(addresses[2] + 4L * c);
        return ScalarMath.apply(activation, value);
    }
}
