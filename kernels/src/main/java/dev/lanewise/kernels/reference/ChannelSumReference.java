package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;

/** y[c] = sum over n, i, j of x[n, c, i, j]. A unit is one channel. */
final class ChannelSumReference extends Kernel {

    private final Layout x;

    ChannelSumReference(Layout x) {
        super(
                "channel sum reference",
                x.channels(),
                0,
                new Operand("x", x.bytes()),
                new Operand("y", 4L * x.channels()));
        this.x = x;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int c = from; c < to; c++) {
            float sum = 0;
            for (int n = 0; n < x.batch(); n++) {
                for (int i = 0; i < x.height(); i++) {
                    for (int j = 0; j < x.width(); j++) {
                        sum += Memory.getFloat(addresses[0] + x.offset(n, c, i, j));
                    }
                }
            }
            Memory.setFloat(addresses[1] + 4L * c, sum);
        }
    }
}
