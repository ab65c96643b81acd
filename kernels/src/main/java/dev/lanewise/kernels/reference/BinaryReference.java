package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.memory.Memory;

/** y = activation(function(a, b)) with broadcasting. A unit is one plane of y. */
final class BinaryReference extends PlaneKernel {

    private final Binary function;
    private final Layout a;
    private final Layout b;
    private final Unary activation;

    BinaryReference(Binary function, Layout a, Layout b, Layout y, Unary activation) {
        super(
                function + " reference",
                y,
                new Operand("a", a.bytes()),
                new Operand("b", b.bytes()),
                new Operand("y", y.bytes()));
        LayoutChecks.broadcasts(function, "a", a, y);
        LayoutChecks.broadcasts(function, "b", b, y);
        this.function = function;
        this.a = a;
        this.b = b;
        this.activation = activation;
    }

    @Override
    float value(long[] addresses, int n, int c, int i, int j) {
        float value =
                ScalarMath.apply(
                        function,
                        element(addresses[0], a, n, c, i, j),
                        element(addresses[1], b, n, c, i, j));
        return ScalarMath.apply(activation, value);
    }

    private static float element(long base, Layout from, int n, int c, int i, int j) {
        int offset =
                from.offset(
                        from.batch() == 1 ? 0 : n,
                        from.channels() == 1 ? 0 : c,
                        from.height() == 1 ? 0 : i,
                        from.width() == 1 ? 0 : j);
        return Memory.getFloat(base + offset);
    }
}
