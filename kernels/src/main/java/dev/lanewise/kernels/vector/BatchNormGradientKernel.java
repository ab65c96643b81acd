package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.memory.Halo;
import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.reference.LayoutChecks;

/**
 * The gradients of batch normalisation in training: two sums, then dx as a linear function of dy
 * and x. A unit is one block of channels, which is a vector.
 *
 * <p>Scratch, a vector each: two sums, two sums of an image, mean, three coefficients.
 */
final class BatchNormGradientKernel extends Kernel {

    private final Layout x;
    private final Layout dy;
    private final Layout dx;

    BatchNormGradientKernel(Layout x, Layout dy, Layout dx) {
        super(
                "batch norm gradient vector",
                dx.blocks(),
                8L * Lanes.BYTES,
                LayoutChecks.batchNormGradient(x, dy, dx));
        this.x = x;
        this.dy = dy;
        this.dx = dx;
    }

    @Override
    protected void run(long[] a, long scratch, int from, int to) {
        long sums = scratch;
        long image = sums + 2L * Lanes.BYTES;
        long mean = image + 2L * Lanes.BYTES;
        long coefficients = mean + Lanes.BYTES;
        float count = (float) x.batch() * x.height() * x.width();
        for (int cb = from; cb < to; cb++) {
            int lanes = Math.min(Lanes.COUNT, x.channels() - cb * Lanes.COUNT);
            long at = 4L * cb * Lanes.COUNT;
            Memory.zero(scratch, 8L * Lanes.BYTES);
            UnaryLoops.moveFloats(a[3] + at, mean, lanes);
            for (int n = 0; n < x.batch(); n++) {
                Memory.zero(image, 2L * Lanes.BYTES);
                for (int i = 0; i < x.height(); i++) {
                    MomentLoops.products(
                            a[0] + x.blockOffset(n, cb, i, 0),
                            a[1] + dy.blockOffset(n, cb, i, 0),
                            mean,
                            image,
                            x.width());
                }
                PackedEpilogue.add(image, sums, 2L * Lanes.BYTES, 0);
            }
            for (int l = 0; l < lanes; l++) {
                long o = at + 4L * l;
                float factor = Memory.getFloat(a[4] + o);
                float sum = Memory.getFloat(sums + 4L * l);
                float products = Memory.getFloat(sums + Lanes.BYTES + 4L * l) * factor;
                float weight = Memory.getFloat(a[2] + o) * factor;
                float ofX = -weight * factor * products / count;
                float rest = -weight * sum / count - ofX * Memory.getFloat(mean + 4L * l);
                Memory.setFloat(coefficients + 4L * l, weight);
                Memory.setFloat(coefficients + Lanes.BYTES + 4L * l, ofX);
                Memory.setFloat(coefficients + 2L * Lanes.BYTES + 4L * l, rest);
                Memory.setFloat(a[5] + o, products);
                Memory.setFloat(a[6] + o, sum);
            }
            for (int n = 0; n < dx.batch(); n++) {
                for (int i = 0; i < dx.height(); i++) {
                    MomentLoops.combine(
                            a[0] + x.blockOffset(n, cb, i, 0),
                            a[1] + dy.blockOffset(n, cb, i, 0),
                            coefficients,
                            a[7] + dx.blockOffset(n, cb, i, 0),
                            dx.width());
                }
                Halo.clearPlane(dx, a[7], n, cb);
            }
        }
    }
}
