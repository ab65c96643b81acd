package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.reference.LayoutChecks;

/** y = function(x), over layouts of one shape and block. */
final class UnaryKernel extends ElementwiseKernel {

    private final Unary function;
    private final Layout x;
    private final Layout y;

    private UnaryKernel(Unary function, Layout x, Layout y) {
        super(
                function + " vector",
                y,
                x.left() == y.left() && x.right() == y.right(),
                UnaryLoops.SCRATCH_BYTES,
                new Operand("x", x.bytes()),
                new Operand("y", y.bytes()));
        this.function = function;
        this.x = x;
        this.y = y;
    }

    static UnaryKernel of(Unary function, Layout x, Layout y) {
        LayoutChecks.sameShapeAndBlock(function, x, y);
        return x.equals(y)
                ? new UnaryKernel(function, flat(x), flat(y))
                : new UnaryKernel(function, x, y);
    }

    @Override
    void values(long[] addresses, long scratch, int n, int cb, int row, int column, int floats) {
        UnaryLoops.run(
                function,
                addresses[0] + x.blockOffset(n, cb, row, column),
                addresses[1] + y.blockOffset(n, cb, row, column),
                floats,
                scratch);
    }
}
