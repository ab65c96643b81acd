package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Memory;

/**
 * y[n, c, i, j] = maximum or mean of x over the window at (i, j). Padding is never read. A unit is
 * one plane.
 */
final class PoolReference extends PlaneKernel {

    private final PoolSpec spec;

    PoolReference(PoolSpec spec) {
        super(
                "pool reference",
                spec.y(),
                new Operand("x", spec.x().bytes()),
                new Operand("y", spec.y().bytes()));
        this.spec = spec;
    }

    @Override
    float value(long[] addresses, int n, int c, int i, int j) {
        Layout x = spec.x();
        Window w = spec.window();
        float max = Float.NEGATIVE_INFINITY;
        float sum = 0;
        int inside = 0;
        int padded = 0;
        for (int u = 0; u < w.kernelH(); u++) {
            int row = i * w.strideH() - w.padTop() + u * w.dilationH();
            for (int v = 0; v < w.kernelW(); v++) {
                int column = j * w.strideW() - w.padLeft() + v * w.dilationW();
                if (row >= 0 && row < x.height() && column >= 0 && column < x.width()) {
                    float value = Memory.getFloat(addresses[0] + x.offset(n, c, row, column));
                    max = Math.max(max, value);
                    sum += value;
                    inside++;
                }
                if (row < x.height() + spec.padBottom() && column < x.width() + spec.padRight()) {
                    padded++;
                }
            }
        }
        return switch (spec.kind()) {
            case MAX -> max;
            case AVERAGE -> sum / inside;
            case AVERAGE_INCLUDE_PAD -> sum / padded;
        };
    }
}
