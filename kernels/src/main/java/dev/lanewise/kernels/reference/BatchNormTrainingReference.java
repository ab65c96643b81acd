package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.memory.Halo;
import dev.lanewise.kernels.memory.Memory;

/** Batch normalisation by the batch's own moments. A unit is one block of channels. */
final class BatchNormTrainingReference extends Kernel {

    private final Layout x;
    private final Layout y;
    private final float epsilon;
    private final float momentum;

    BatchNormTrainingReference(Layout x, Layout y, float epsilon, float momentum) {
        super("batch norm training reference", y.blocks(), 0, LayoutChecks.batchNorm(x, y));
        this.x = x;
        this.y = y;
        this.epsilon = epsilon;
        this.momentum = momentum;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int cb = from; cb < to; cb++) {
            int end = Math.min((cb + 1) * y.block(), y.channels());
            for (int c = cb * y.block(); c < end; c++) {
                channel(addresses, c);
            }
            for (int n = 0; n < y.batch(); n++) {
                Halo.clearPlane(y, addresses[9], n, cb);
            }
        }
    }

    private void channel(long[] a, int c) {
        long at = 4L * c;
        float count = (float) x.batch() * x.height() * x.width();
        double mean = moment(a[0], c, 0, false) / count;
        double squares = moment(a[0], c, mean, true);
        float factor = (float) (1 / Math.sqrt(squares / count + epsilon));
        float scale = Memory.getFloat(a[1] + at) * factor;
        float shift = Memory.getFloat(a[2] + at);
        for (int n = 0; n < x.batch(); n++) {
            for (int i = 0; i < x.height(); i++) {
                for (int j = 0; j < x.width(); j++) {
                    double value = Memory.getFloat(a[0] + x.offset(n, c, i, j));
                    Memory.setFloat(
                            a[9] + y.offset(n, c, i, j), (float) ((value - mean) * scale + shift));
                }
            }
        }
        float left = 1 - momentum;
        Memory.setFloat(a[5] + at, (float) (left * Memory.getFloat(a[3] + at) + momentum * mean));
        Memory.setFloat(
                a[6] + at,
                (float) (left * Memory.getFloat(a[4] + at) + momentum * squares / (count - 1)));
        Memory.setFloat(a[7] + at, (float) mean);
        Memory.setFloat(a[8] + at, factor);
    }

    /** The sum of a channel, or of the squares of its distances from the mean. */
    private double moment(long base, int c, double mean, boolean squares) {
        double sum = 0;
        for (int n = 0; n < x.batch(); n++) {
            for (int i = 0; i < x.height(); i++) {
                for (int j = 0; j < x.width(); j++) {
                    double value = Memory.getFloat(base + x.offset(n, c, i, j)) - mean;
                    sum += squares ? value * value : value;
                }
            }
        }
        return sum;
    }
}
