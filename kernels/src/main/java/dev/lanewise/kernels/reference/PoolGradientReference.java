package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Memory;

/**
 * The gradient of each window goes to the first of its largest elements, or in equal shares to all
 * that an average counts. A unit is one plane.
 */
final class PoolGradientReference extends Kernel {

    private final PoolSpec spec;
    private final Layout dx;

    PoolGradientReference(PoolSpec spec, Layout dx) {
        super(
                "pool gradient reference",
                dx.batch() * dx.blocks(),
                0,
                LayoutChecks.poolGradient(spec, dx));
        this.spec = spec;
        this.dx = dx;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        long base = addresses[addresses.length - 1];
        for (int unit = from; unit < to; unit++) {
            int n = unit / dx.blocks();
            int cb = unit % dx.blocks();
            Memory.zero(base + dx.blockStart(n, cb), dx.planeBytes());
            int channelEnd = Math.min((cb + 1) * dx.block(), dx.channels());
            for (int i = 0; i < spec.y().height(); i++) {
                for (int j = 0; j < spec.y().width(); j++) {
                    for (int c = cb * dx.block(); c < channelEnd; c++) {
                        window(addresses, n, c, i, j);
                    }
                }
            }
        }
    }

    private void window(long[] addresses, int n, int c, int i, int j) {
        Window w = spec.window();
        boolean max = spec.kind() == PoolSpec.Kind.MAX;
        long gradients = addresses[max ? 1 : 0] + spec.y().offset(n, c, i, j);
        float gradient = Memory.getFloat(gradients);
        int bestRow = -1;
        int bestColumn = -1;
        float best = 0;
        int count = max ? 1 : spec.count(i, j);
        for (int u = 0; u < w.kernelH(); u++) {
            int row = i * w.strideH() - w.padTop() + u * w.dilationH();
            for (int v = 0; v < w.kernelW(); v++) {
                int column = j * w.strideW() - w.padLeft() + v * w.dilationW();
                if (row < 0 || row >= dx.height() || column < 0 || column >= dx.width()) {
                    continue;
                }
                if (!max) {
                    add(addresses[1] + dx.offset(n, c, row, column), gradient / count);
                    continue;
                }
                float value = Memory.getFloat(addresses[0] + spec.x().offset(n, c, row, column));
                boolean better = value > best || Float.isNaN(value) && !Float.isNaN(best);
                if (bestRow < 0 || better) {
                    best = value;
                    bestRow = row;
                    bestColumn = column;
                }
            }
        }
        if (bestRow >= 0) {
            add(addresses[2] + dx.offset(n, c, bestRow, bestColumn), gradient);
        }
    }

    private static void add(long address, float value) {
        Memory.setFloat(address, Memory.getFloat(address) + value);
    }
}
