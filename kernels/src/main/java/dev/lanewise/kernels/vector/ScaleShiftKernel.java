package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.reference.LayoutChecks;

/**
 * y = activation(x * scale[c] + shift[c]), over layouts of one shape and block, the block at most a
 * vector.
 *
 * <p>Scratch: a vector each of scale, shift and the end of a run, then the activation's.
 */
final class ScaleShiftKernel extends ElementwiseKernel {

    private final Layout x;
    private final Layout y;
    private final Unary activation;

    private ScaleShiftKernel(Layout x, Layout y, Unary activation) {
        super(
                "scale-shift vector",
                y,
                x.left() == y.left() && x.right() == y.right(),
                3 * Lanes.BYTES + UnaryLoops.SCRATCH_BYTES,
                new Operand("x", x.bytes()),
                new Operand("scale", 4L * x.blocks() * x.block()),
                new Operand("shift", 4L * x.blocks() * x.block()),
                new Operand("y", y.bytes()));
        this.x = x;
        this.y = y;
        this.activation = activation;
    }

    static ScaleShiftKernel of(Layout x, Layout y, Unary activation) {
        LayoutChecks.sameShapeAndBlock("scaleShift", x, y);
        return new ScaleShiftKernel(x, y, activation);
    }

    @Override
    void values(long[] addresses, long scratch, int n, int cb, int row, int column, int floats) {
        long parameters = 4L * cb * x.block();
        long end = scratch + 2L * Lanes.BYTES;
        long scale = UnaryLoops.vector(addresses[1] + parameters, x.block(), scratch);
        long shift = UnaryLoops.vector(addresses[2] + parameters, x.block(), scratch + Lanes.BYTES);
        long from = addresses[0] + x.blockOffset(n, cb, row, column);
        long to = addresses[3] + y.blockOffset(n, cb, row, column);
        int vectors = floats / Lanes.COUNT;
        vectors(from, scale, shift, to, vectors, end + Lanes.BYTES);
        int rest = floats - vectors * Lanes.COUNT;
        if (rest > 0) {
            long done = (long) vectors * Lanes.BYTES;
            UnaryLoops.moveFloats(from + done, end, rest);
            vectors(end, scale, shift, end, 1, end + Lanes.BYTES);
            UnaryLoops.moveFloats(end, to + done, rest);
        }
    }

    private void vectors(long x, long scale, long shift, long y, int vectors, long scratch) {
        ScaleShiftLoops.run(activation, x, scale, shift, y, vectors, scratch);
    }
}
