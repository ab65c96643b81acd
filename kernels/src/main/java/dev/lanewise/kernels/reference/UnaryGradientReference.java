package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.memory.Memory;

/** dx = f'(v) dy, and 0 where f'(v) is. A unit is one plane. */
final class UnaryGradientReference extends PlaneKernel {

    private final Unary function;
    private final Layout v;
    private final Layout dy;

    UnaryGradientReference(Unary function, Layout v, Layout dy, Layout dx) {
        super(
                function + " gradient reference",
                dx,
                new Operand("v", v.bytes()),
                new Operand("dy", dy.bytes()),
                new Operand("dx", dx.bytes()));
        LayoutChecks.sameShapeAndBlock(function, v, dx);
        LayoutChecks.sameShapeAndBlock(function, dy, dx);
        this.function = function;
        this.v = v;
        this.dy = dy;
    }

    @Override
    float value(long[] addresses, int n, int c, int i, int j) {
        // Rounded first: a slope too small for a float is 0.
        float slope =
                (float) function.derivative(Memory.getFloat(addresses[0] + v.offset(n, c, i, j)));
        float gradient = Memory.getFloat(addresses[1] + dy.offset(n, c, i, j));
        return slope == 0 ? 0 : slope * gradient;
    }
}
