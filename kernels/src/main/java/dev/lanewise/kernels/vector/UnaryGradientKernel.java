package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.reference.LayoutChecks;

/** dx = f'(v) dy, over layouts of one shape and block. */
final class UnaryGradientKernel extends ElementwiseKernel {

    private final Unary function;
    private final Layout v;
    private final Layout dy;
    private final Layout dx;

    private UnaryGradientKernel(Unary function, Layout v, Layout dy, Layout dx) {
        super(
                function + " gradient vector",
                dx,
                alike(v, dx) && alike(dy, dx),
                UnaryGradientLoops.SCRATCH_BYTES,
                new Operand("v", v.bytes()),
                new Operand("dy", dy.bytes()),
                new Operand("dx", dx.bytes()));
        this.function = function;
        this.v = v;
        this.dy = dy;
        this.dx = dx;
    }

    private static boolean alike(Layout a, Layout b) {
        return a.left() == b.left() && a.right() == b.right();
    }

    static UnaryGradientKernel of(Unary function, Layout v, Layout dy, Layout dx) {
        LayoutChecks.sameShapeAndBlock(function, v, dx);
        LayoutChecks.sameShapeAndBlock(function, dy, dx);
        return v.equals(dx) && dy.equals(dx)
                ? new UnaryGradientKernel(function, flat(v), flat(dy), flat(dx))
                : new UnaryGradientKernel(function, v, dy, dx);
    }

    @Override
    void values(long[] addresses, long scratch, int n, int cb, int row, int column, int floats) {
        UnaryGradientLoops.run(
                function,
                addresses[0] + v.blockOffset(n, cb, row, column),
                addresses[1] + dy.blockOffset(n, cb, row, column),
                addresses[2] + dx.blockOffset(n, cb, row, column),
                floats,
                scratch);
    }
}
