package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.memory.Halo;
import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.reference.LayoutChecks;

/**
 * Batch normalisation by the batch's own moments: mean, then squares of the distances from it, then
 * the values. A unit is one block of channels, which is a vector.
 *
 * <p>Scratch, a vector each: a sum, a sum of an image, mean, scale, shift.
 */
final class BatchNormTrainingKernel extends Kernel {

    private final Layout x;
    private final Layout y;
    private final float epsilon;
    private final float momentum;

    BatchNormTrainingKernel(Layout x, Layout y, float epsilon, float momentum) {
        super(
                "batch norm training vector",
                y.blocks(),
                5L * Lanes.BYTES,
                LayoutChecks.batchNorm(x, y));
        this.x = x;
        this.y = y;
        this.epsilon = epsilon;
        this.momentum = momentum;
    }

    static boolean accepts(Layout x) {
        return x.block() == Lanes.COUNT;
    }

    @Override
    protected void run(long[] a, long scratch, int from, int to) {
        long sum = scratch;
        long image = sum + Lanes.BYTES;
        long mean = image + Lanes.BYTES;
        long scale = mean + Lanes.BYTES;
        long shift = scale + Lanes.BYTES;
        float count = (float) x.batch() * x.height() * x.width();
        for (int cb = from; cb < to; cb++) {
            int lanes = Math.min(Lanes.COUNT, x.channels() - cb * Lanes.COUNT);
            long at = 4L * cb * Lanes.COUNT;
            Memory.zero(mean, Lanes.BYTES);
            moment(a[0], cb, sum, image, mean, false);
            for (int l = 0; l < lanes; l++) {
                Memory.setFloat(mean + 4L * l, Memory.getFloat(sum + 4L * l) / count);
            }
            moment(a[0], cb, sum, image, mean, true);
            for (int l = 0; l < lanes; l++) {
                long o = at + 4L * l;
                float m = Memory.getFloat(mean + 4L * l);
                float squares = Memory.getFloat(sum + 4L * l);
                float factor = (float) (1 / Math.sqrt(squares / count + (double) epsilon));
                float weight = Memory.getFloat(a[1] + o) * factor;
                Memory.setFloat(scale + 4L * l, weight);
                Memory.setFloat(shift + 4L * l, Memory.getFloat(a[2] + o) - m * weight);
                Memory.setFloat(a[5] + o, running(a[3] + o, m));
                Memory.setFloat(a[6] + o, running(a[4] + o, squares / (count - 1)));
                Memory.setFloat(a[7] + o, m);
                Memory.setFloat(a[8] + o, factor);
            }
            for (int n = 0; n < y.batch(); n++) {
                for (int i = 0; i < y.height(); i++) {
                    ScaleShiftLoops.identity(
                            a[0] + x.blockOffset(n, cb, i, 0),
                            scale,
                            shift,
                            a[9] + y.blockOffset(n, cb, i, 0),
                            y.width());
                }
                Halo.clearPlane(y, a[9], n, cb);
            }
        }
    }

    private float running(long old, float batch) {
        return (1 - momentum) * Memory.getFloat(old) + momentum * batch;
    }

    private void moment(long base, int cb, long sum, long image, long mean, boolean squares) {
        Memory.zero(sum, Lanes.BYTES);
        for (int n = 0; n < x.batch(); n++) {
            Memory.zero(image, Lanes.BYTES);
            for (int i = 0; i < x.height(); i++) {
                long row = base + x.blockOffset(n, cb, i, 0);
                if (squares) {
                    MomentLoops.squares(row, mean, image, x.width());
                } else {
                    MomentLoops.sum(row, image, x.width());
                }
            }
            PackedEpilogue.add(image, sum, Lanes.BYTES, 0);
        }
    }
}
