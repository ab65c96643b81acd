package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Halo;
import dev.lanewise.kernels.memory.Memory;

/**
 * Pooling of each plane to one pixel, by a window that is the plane. A unit is one plane. Blocks
 * are at most a vector.
 *
 * <p>Scratch: a vector for all rows, a vector for one.
 */
final class PoolGlobalKernel extends Kernel {

    private final PoolSpec spec;
    private final PoolFold fold;

    /** Whether these are averages of pixels that are vectors and lie without gaps. */
    private final boolean isRunOfMeans;

    PoolGlobalKernel(PoolSpec spec) {
        super(
                "pool global vector",
                spec.y().batch() * spec.y().blocks(),
                2L * Lanes.BYTES,
                new Operand("x", spec.x().bytes()),
                new Operand("y", spec.y().bytes()));
        this.spec = spec;
        this.fold = PoolFold.of(spec.kind());
        this.isRunOfMeans =
                fold == PoolFold.SUM
                        && spec.x().block() == Lanes.COUNT
                        && spec.x().left() + spec.x().right() == 0
                        && !spec.y().hasHalo();
    }

    /** Whether the window is the plane, unpadded. */
    static boolean handles(PoolSpec spec) {
        Layout x = spec.x();
        Window w = spec.window();
        return spec.y().height() == 1
                && spec.y().width() == 1
                && w.kernelH() == x.height()
                && w.kernelW() == x.width()
                && (w.padTop() | w.padLeft()) == 0
                && w.dilationH() * w.dilationW() == 1
                && x.block() <= Lanes.COUNT;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        Layout x = spec.x();
        Layout y = spec.y();
        if (isRunOfMeans) {
            PoolLoops.means(
                    addresses[0] + (long) from * x.planeBytes() + x.blockOffset(0, 0, 0, 0),
                    x.planeBytes(),
                    x.height() * x.width(),
                    addresses[1] + (long) from * y.planeBytes(),
                    y.planeBytes(),
                    to - from);
            return;
        }
        for (int unit = from; unit < to; unit++) {
            plane(addresses, scratch, unit / y.blocks(), unit % y.blocks());
        }
    }

    private void plane(long[] addresses, long scratch, int n, int cb) {
        Layout x = spec.x();
        Layout y = spec.y();
        int rowFloats = x.width() * x.block();
        long plane = addresses[0] + x.blockOffset(n, cb, 0, 0);
        if (x.left() + x.right() == 0) {
            fold.fold(plane, x.height() * rowFloats, x.block(), scratch);
        } else {
            long row = scratch + Lanes.BYTES;
            fold.fill(scratch, x.block());
            for (int i = 0; i < x.height(); i++) {
                fold.fold(plane + (long) i * x.rowBytes(), rowFloats, x.block(), row);
                for (int lane = 0; lane < x.block(); lane++) {
                    fold.onto(scratch + 4L * lane, row + 4L * lane);
                }
            }
        }
        long pixel = addresses[1] + y.blockOffset(n, cb, 0, 0);
        for (int lane = 0; lane < y.block(); lane++) {
            float value = Memory.getFloat(scratch + 4L * lane);
            boolean average = spec.kind() != PoolSpec.Kind.MAX;
            Memory.setFloat(pixel + 4L * lane, average ? value / (x.height() * x.width()) : value);
        }
        Halo.clearPlane(y, addresses[1], n, cb);
    }
}
