package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;

/**
 * Layer normalisation of rows: mean, variance, then y = (x - mean) / sqrt(variance + epsilon) *
 * scale + bias. Moments as in {@link MomentsKernel}. A unit is a band of rows.
 *
 * <p>Scratch: a vector of sums, one of the mean; then, for the end of a row, a vector each of x,
 * scale and bias.
 */
final class LayerNormKernel extends Kernel {

    private static final int UNIT_FLOATS = 4096;

    private final int outer;
    private final int axis;
    private final float epsilon;
    private final int unitRows;

    LayerNormKernel(int outer, int axis, float epsilon) {
        int unitRows = Math.max(1, UNIT_FLOATS / Math.max(1, axis));
        super(
                "layer-norm vector",
                Math.ceilDiv(outer, unitRows),
                5L * Lanes.BYTES,
                new Operand("x", 4L * outer * axis),
                new Operand("scale", 4L * axis),
                new Operand("bias", 4L * axis),
                new Operand("y", 4L * outer * axis));
        this.outer = outer;
        this.axis = axis;
        this.epsilon = epsilon;
        this.unitRows = unitRows;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        int end = Math.min(to * unitRows, outer);
        for (int row = from * unitRows; row < end; row++) {
            long x = addresses[0] + 4L * row * axis;
            float mean = (float) (sum(x, 0, scratch) / axis);
            long origin = scratch + Lanes.BYTES;
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                Memory.setFloat(origin + 4L * lane, mean);
            }
            float factor = (float) (1 / Math.sqrt(sum(x, origin, scratch) / axis + epsilon));
            row(x, mean, factor, addresses, addresses[3] + 4L * row * axis, scratch);
        }
    }

    private double sum(long x, long origin, long scratch) {
        double sum = 0;
        for (int done = 0; done < axis; done += NormLoops.RUN_FLOATS) {
            int count = Math.min(NormLoops.RUN_FLOATS, axis - done);
            NormLoops.sums(x + 4L * done, count, 1, origin, scratch);
            sum += Memory.getFloat(scratch);
        }
        return sum;
    }

    private void row(long x, float mean, float factor, long[] addresses, long y, long scratch) {
        int vectors = axis / Lanes.COUNT;
        int rest = axis - vectors * Lanes.COUNT;
        NormLoops.row(x, mean, factor, addresses[1], addresses[2], y, vectors);
        if (rest > 0) {
            long done = (long) vectors * Lanes.BYTES;
            long end = scratch + 2L * Lanes.BYTES;
            long scale = end + Lanes.BYTES;
            long bias = scale + Lanes.BYTES;
            UnaryLoops.moveFloats(x + done, end, rest);
            UnaryLoops.moveFloats(addresses[1] + done, scale, rest);
            UnaryLoops.moveFloats(addresses[2] + done, bias, rest);
            NormLoops.row(end, mean, factor, scale, bias, end, 1);
            UnaryLoops.moveFloats(end, y + done, rest);
        }
    }
}
