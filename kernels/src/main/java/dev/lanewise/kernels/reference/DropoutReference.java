package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.RandomBits;
import dev.lanewise.kernels.memory.Halo;
import dev.lanewise.kernels.memory.Memory;

/** y = x / (1 - probability), or 0 where dropped. A unit is one plane. */
final class DropoutReference extends Kernel {

    private final Layout x;
    private final Layout y;
    private final float probability;
    private final boolean channels;
    private final int salt;

    DropoutReference(Layout x, Layout y, float probability, boolean channels, int salt) {
        super(
                "dropout reference",
                y.batch() * y.blocks(),
                0,
                new Operand("x", x.bytes()),
                new Operand("key", 2L * Long.BYTES),
                new Operand("y", y.bytes()));
        LayoutChecks.sameShapeAndBlock("dropout", x, y);
        this.x = x;
        this.y = y;
        this.probability = probability;
        this.channels = channels;
        this.salt = salt;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        long key =
                RandomBits.key(
                        Memory.getLong(addresses[1]),
                        Memory.getLong(addresses[1] + Long.BYTES),
                        salt);
        float factor = 1 / (1 - probability);
        for (int unit = from; unit < to; unit++) {
            int n = unit / y.blocks();
            int cb = unit % y.blocks();
            int end = Math.min((cb + 1) * y.block(), y.channels());
            for (int c = cb * y.block(); c < end; c++) {
                for (int i = 0; i < y.height(); i++) {
                    for (int j = 0; j < y.width(); j++) {
                        int plane = n * y.channels() + c;
                        int index = channels ? plane : (plane * y.height() + i) * y.width() + j;
                        float value = Memory.getFloat(addresses[0] + x.offset(n, c, i, j));
                        boolean dropped = RandomBits.uniform(key, index) < probability;
                        Memory.setFloat(
                                addresses[2] + y.offset(n, c, i, j), dropped ? 0 : value * factor);
                    }
                }
            }
            Halo.clearPlane(y, addresses[2], n, cb);
        }
    }
}
