package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.reference.LayoutChecks;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Hands the gradient of each window back to its elements, a pixel being a vector. A unit is one
 * plane: it is cleared, then each window adds to it. Maxima of 2x2 pixels that don't overlap are
 * stored row by row.
 */
final class PoolGradientKernel extends Kernel {

    private final PoolSpec spec;
    private final Layout dx;
    private final boolean twoByTwo;

    PoolGradientKernel(PoolSpec spec, Layout dx) {
        super(
                "pool gradient vector",
                Math.multiplyExact(dx.batch(), dx.blocks()),
                0,
                LayoutChecks.poolGradient(spec, dx));
        this.spec = spec;
        this.dx = dx;
        this.twoByTwo =
                spec.kind() == PoolSpec.Kind.MAX
                        && spec.window().equals(Window.of(2, 2, 0))
                        && spec.y().height() * 2 <= dx.height()
                        && spec.y().width() * 2 <= dx.width();
    }

    static boolean accepts(PoolSpec spec) {
        return spec.y().block() == Lanes.COUNT;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        boolean max = spec.kind() == PoolSpec.Kind.MAX;
        long target = addresses[addresses.length - 1];
        for (int unit = from; unit < to; unit++) {
            int n = unit / dx.blocks();
            int cb = unit % dx.blocks();
            if (twoByTwo) {
                twoByTwo(addresses, n, cb);
                continue;
            }
            Memory.zero(target + dx.blockStart(n, cb), dx.planeBytes());
            for (int i = 0; i < spec.y().height(); i++) {
                for (int j = 0; j < spec.y().width(); j++) {
                    long dy = addresses[max ? 1 : 0] + spec.y().blockOffset(n, cb, i, j);
                    window(max ? addresses[0] : 0, dy, target, n, cb, i, j);
                }
            }
        }
    }

    private void twoByTwo(long[] a, int n, int cb) {
        int rows = spec.y().height();
        int columns = spec.y().width();
        int rest = dx.width() - 2 * columns;
        for (int i = 0; i < rows; i++) {
            long target = a[2] + dx.blockOffset(n, cb, 2 * i, 0);
            PoolGradientLoops.twoByTwo(
                    a[0] + spec.x().blockOffset(n, cb, 2 * i, 0),
                    spec.x().rowBytes(),
                    a[1] + spec.y().blockOffset(n, cb, i, 0),
                    target,
                    dx.rowBytes(),
                    columns);
            long end = target + 2L * columns * Lanes.BYTES;
            Memory.zero(end, (long) rest * Lanes.BYTES);
            Memory.zero(end + dx.rowBytes(), (long) rest * Lanes.BYTES);
        }
        for (int i = 2 * rows; i < dx.height(); i++) {
            Memory.zero(a[2] + dx.blockOffset(n, cb, i, 0), (long) dx.width() * Lanes.BYTES);
        }
        if (dx.height() > 0) {
            HaloLoops.clearRows(dx, a[2], n, cb, 0, dx.height());
        }
    }

    private void window(long x, long dy, long target, int n, int cb, int i, int j) {
        Window w = spec.window();
        int top = i * w.strideH() - w.padTop();
        int left = j * w.strideW() - w.padLeft();
        int firstU = top >= 0 ? 0 : Math.ceilDiv(-top, w.dilationH());
        int firstV = left >= 0 ? 0 : Math.ceilDiv(-left, w.dilationW());
        int endU = Math.min(w.kernelH(), Math.ceilDiv(dx.height() - top, w.dilationH()));
        int endV = Math.min(w.kernelW(), Math.ceilDiv(dx.width() - left, w.dilationW()));
        if (firstU >= endU || firstV >= endV) {
            return;
        }
        int row = top + firstU * w.dilationH();
        int column = left + firstV * w.dilationW();
        long dxFirst = target + dx.blockOffset(n, cb, row, column);
        int dxRow = w.dilationH() * dx.rowBytes();
        int step = w.dilationW() * dx.pixelBytes();
        if (spec.kind() == PoolSpec.Kind.MAX) {
            long xFirst = x + spec.x().blockOffset(n, cb, row, column);
            int xRow = w.dilationH() * spec.x().rowBytes();
            largest(xFirst, xRow, dy, dxFirst, dxRow, step, endU - firstU, endV - firstV);
        } else {
            share(dy, spec.count(i, j), dxFirst, dxRow, step, endU - firstU, endV - firstV);
        }
    }

    private static void share(
            long dy, int count, long dx, int dxRow, int step, int rows, int columns) {
        long to = Memory.address(dx);
        FloatVector gradient =
                FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, Memory.address(dy), Lanes.ORDER)
                        .div(count);
        for (int u = 0; u < rows; u++) {
            for (int v = 0; v < columns; v++) {
                long at = to + (long) u * dxRow + (long) v * step;
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, at, Lanes.ORDER)
                        .add(gradient)
                        .intoMemorySegment(Memory.ALL, at, Lanes.ORDER);
            }
        }
    }

    private static void largest(
            long x, int xRow, long dy, long dx, int dxRow, int step, int rows, int columns) {
        long from = Memory.address(x);
        long to = Memory.address(dx);
        FloatVector best =
                FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, from, Lanes.ORDER);
        for (int u = 0; u < rows; u++) {
            for (int v = 0; v < columns; v++) {
                long at = from + (long) u * xRow + (long) v * step;
                best =
                        best.max(
                                FloatVector.fromMemorySegment(
                                        Lanes.SPECIES, Memory.ALL, at, Lanes.ORDER));
            }
        }
        VectorMask<Float> nan = best.test(VectorOperators.IS_NAN);
        FloatVector gradient =
                FloatVector.fromMemorySegment(
                        Lanes.SPECIES, Memory.ALL, Memory.address(dy), Lanes.ORDER);
        for (int u = 0; u < rows; u++) {
            for (int v = 0; v < columns; v++) {
                long at = from + (long) u * xRow + (long) v * step;
                FloatVector value =
                        FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, at, Lanes.ORDER);
                VectorMask<Float> taken =
                        value.compare(VectorOperators.EQ, best)
                                .or(value.test(VectorOperators.IS_NAN).and(nan));
                long target = to + (long) u * dxRow + (long) v * step;
                FloatVector sum =
                        FloatVector.fromMemorySegment(
                                Lanes.SPECIES, Memory.ALL, target, Lanes.ORDER);
                sum.add(gradient, taken).intoMemorySegment(Memory.ALL, target, Lanes.ORDER);
                // What has been given away is gone: the first of several takes it all.
                gradient = gradient.blend(0, taken);
            }
        }
    }
}
