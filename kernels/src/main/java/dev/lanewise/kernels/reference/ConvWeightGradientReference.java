package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.memory.Memory;

/**
 * dw[o, c, u, v] = sum over n, i, j of dy[n, o, i, j] * x[n, g C/groups + c, i sH - pT + u dH, j sW
 * - pL + v dW]. A unit is an output channel.
 */
final class ConvWeightGradientReference extends Kernel {

    private final ConvSpec spec;

    ConvWeightGradientReference(ConvSpec spec) {
        super(
                "conv weight gradient reference",
                spec.y().channels(),
                0,
                new Operand("x", spec.x().bytes()),
                new Operand("dy", spec.y().bytes()),
                new Operand("dw", spec.weightBytes()));
        this.spec = spec;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        Window w = spec.window();
        int channels = spec.x().channels() / spec.groups();
        for (int o = from; o < to; o++) {
            int first = o / (spec.y().channels() / spec.groups()) * channels;
            long target = addresses[2] + 4L * o * channels * w.size();
            for (int c = 0; c < channels; c++) {
                for (int u = 0; u < w.kernelH(); u++) {
                    for (int v = 0; v < w.kernelW(); v++) {
                        float sum = sum(addresses, o, first + c, u, v);
                        Memory.setFloat(target, sum);
                        target += Float.BYTES;
                    }
                }
            }
        }
    }

    private float sum(long[] addresses, int o, int c, int u, int v) {
        Window w = spec.window();
        float sum = 0;
        for (int n = 0; n < spec.y().batch(); n++) {
            for (int i = 0; i < spec.y().height(); i++) {
                for (int j = 0; j < spec.y().width(); j++) {
                    int row = i * w.strideH() - w.padTop() + u * w.dilationH();
                    int column = j * w.strideW() - w.padLeft() + v * w.dilationW();
                    sum +=
                            Memory.getFloat(addresses[1] + spec.y().offset(n, o, i, j))
                                    * Memory.getFloat(
                                            addresses[0] + spec.x().offset(n, c, row, column));
                }
            }
        }
        return sum;
    }
}
