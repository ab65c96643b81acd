package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.NormSpec;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.reference.LayoutChecks;

/**
 * y = (x - mean) * (scale[c] / sqrt(variance + epsilon)) + bias[c], over layouts of one shape and
 * block, the block at most a vector.
 *
 * <p>Scratch: a vector each of mean, factor, bias and the end of a run.
 */
final class StandardizeKernel extends ElementwiseKernel {

    private final NormSpec spec;
    private final Layout y;
    private final float epsilon;

    private StandardizeKernel(NormSpec spec, Layout y, float epsilon) {
        super(
                "standardize vector",
                y,
                spec.x().left() == y.left() && spec.x().right() == y.right(),
                4 * Lanes.BYTES,
                new Operand("x", spec.x().bytes()),
                new Operand("moments", 8L * spec.sets()),
                new Operand("scale", 4L * y.channels()),
                new Operand("bias", 4L * y.channels()),
                new Operand("y", y.bytes()));
        this.spec = spec;
        this.y = y;
        this.epsilon = epsilon;
    }

    static StandardizeKernel of(NormSpec spec, Layout y, float epsilon) {
        LayoutChecks.sameShapeAndBlock("standardize", spec.x(), y);
        return new StandardizeKernel(spec, y, epsilon);
    }

    @Override
    void prepare(long[] addresses, long scratch, int n, int cb) {
        int block = y.block();
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            int c = Math.min(cb * block + (lane & block - 1), y.channels() - 1);
            long moments = addresses[1] + 8L * spec.set(n, c);
            double deviation = Math.sqrt((double) Memory.getFloat(moments + 4) + epsilon);
            float scale = Memory.getFloat(addresses[2] + 4L * c);
            Memory.setFloat(scratch + 4L * lane, Memory.getFloat(moments));
            Memory.setFloat(scratch + Lanes.BYTES + 4L * lane, (float) (scale / deviation));
            Memory.setFloat(
                    scratch + 2L * Lanes.BYTES + 4L * lane, Memory.getFloat(addresses[3] + 4L * c));
        }
    }

    @Override
    void values(long[] addresses, long scratch, int n, int cb, int row, int column, int floats) {
        long from = addresses[0] + spec.x().blockOffset(n, cb, row, column);
        long to = addresses[4] + y.blockOffset(n, cb, row, column);
        int vectors = floats / Lanes.COUNT;
        vectors(from, scratch, to, vectors);
        int rest = floats - vectors * Lanes.COUNT;
        if (rest > 0) {
            long done = (long) vectors * Lanes.BYTES;
            long end = scratch + 3L * Lanes.BYTES;
            UnaryLoops.moveFloats(from + done, end, rest);
            vectors(end, scratch, end, 1);
            UnaryLoops.moveFloats(end, to + done, rest);
        }
    }

    private static void vectors(long x, long scratch, long y, int vectors) {
        long factor = scratch + Lanes.BYTES;
        NormLoops.standardize(x, scratch, factor, factor + Lanes.BYTES, y, vectors);
    }
}
