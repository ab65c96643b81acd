package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.memory.Halo;
import dev.lanewise.kernels.memory.Memory;

/** The gradients of batch normalisation in training. A unit is one block of channels. */
final class BatchNormGradientReference extends Kernel {

    private final Layout x;
    private final Layout dy;
    private final Layout dx;

    BatchNormGradientReference(Layout x, Layout dy, Layout dx) {
        super(
                "batch norm gradient reference",
                dx.blocks(),
                0,
                LayoutChecks.batchNormGradient(x, dy, dx));
        this.x = x;
        this.dy = dy;
        this.dx = dx;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int cb = from; cb < to; cb++) {
            int end = Math.min((cb + 1) * dx.block(), dx.channels());
            for (int c = cb * dx.block(); c < end; c++) {
                channel(addresses, c);
            }
            for (int n = 0; n < dx.batch(); n++) {
                Halo.clearPlane(dx, addresses[7], n, cb);
            }
        }
    }

    private void channel(long[] a, int c) {
        long at = 4L * c;
        float scale = Memory.getFloat(a[2] + at);
        float mean = Memory.getFloat(a[3] + at);
        float factor = Memory.getFloat(a[4] + at);
        double sum = 0;
        double products = 0;
        for (int n = 0; n < x.batch(); n++) {
            for (int i = 0; i < x.height(); i++) {
                for (int j = 0; j < x.width(); j++) {
                    double gradient = Memory.getFloat(a[1] + dy.offset(n, c, i, j));
                    sum += gradient;
                    products += gradient * (Memory.getFloat(a[0] + x.offset(n, c, i, j)) - mean);
                }
            }
        }
        products *= factor;
        double count = (double) x.batch() * x.height() * x.width();
        for (int n = 0; n < x.batch(); n++) {
            for (int i = 0; i < x.height(); i++) {
                for (int j = 0; j < x.width(); j++) {
                    double normal = (Memory.getFloat(a[0] + x.offset(n, c, i, j)) - mean) * factor;
                    double gradient = Memory.getFloat(a[1] + dy.offset(n, c, i, j));
                    Memory.setFloat(
                            a[7] + dx.offset(n, c, i, j),
                            (float)
                                    (scale
                                            * factor
                                            * (gradient - (sum + normal * products) / count)));
                }
            }
        }
        Memory.setFloat(a[5] + at, (float) products);
        Memory.setFloat(a[6] + at, (float) sum);
    }
}
