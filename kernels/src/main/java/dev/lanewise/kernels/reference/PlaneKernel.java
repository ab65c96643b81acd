package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Halo;
import dev.lanewise.kernels.memory.Memory;

/**
 * A kernel that computes each element of an image tensor by itself. A unit is one plane: a channel
 * block of an image.
 */
abstract class PlaneKernel extends Kernel {

    private final Layout y;
    private final int yIndex;

    /**
     * @param y the output, which is the last operand
     */
    PlaneKernel(String name, Layout y, Operand... operands) {
        super(name, y.batch() * y.blocks(), 0, operands);
        this.y = y;
        this.yIndex = operands.length - 1;
    }

    /** The value of y[n, c, i, j]. */
    abstract float value(long[] addresses, int n, int c, int i, int j);

    @Override
    protected final void run(long[] addresses, long scratch, int from, int to) {
        for (int unit = from; unit < to; unit++) {
            plane(addresses, unit / y.blocks(), unit % y.blocks());
        }
    }

    private void plane(long[] addresses, int n, int cb) {
        long base = addresses[yIndex];
        int channelEnd = Math.min((cb + 1) * y.block(), y.channels());
        for (int i = 0; i < y.height(); i++) {
            for (int j = 0; j < y.width(); j++) {
                for (int c = cb * y.block(); c < channelEnd; c++) {
                    Memory.setFloat(base + y.offset(n, c, i, j), value(addresses, n, c, i, j));
                }
            }
        }
        Halo.clearPlane(y, base, n, cb);
    }
}
