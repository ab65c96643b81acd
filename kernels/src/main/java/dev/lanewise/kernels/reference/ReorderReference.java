package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;

/** y[n, c, i, j] = x[n, c, i, j] between two layouts. A unit is one plane of y. */
final class ReorderReference extends PlaneKernel {

    private final Layout x;

    ReorderReference(Layout x, Layout y) {
        super("reorder reference", y, new Operand("x", x.bytes()), new Operand("y", y.bytes()));
        LayoutChecks.sameShape("reorder", x, y);
        this.x = x;
    }

    @Override
    float value(long[] addresses, int n, int c, int i, int j) {
        return Memory.getFloat(addresses[0] + x.offset(n, c, i, j));
    }
}
