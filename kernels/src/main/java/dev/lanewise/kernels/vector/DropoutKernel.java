package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.RandomBits;
import dev.lanewise.kernels.memory.Halo;
import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.reference.LayoutChecks;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * y = x / (1 - probability), or 0 where {@link RandomBits} says so. A pixel is a vector; a unit is
 * one plane.
 */
final class DropoutKernel extends Kernel {

    private static final VectorSpecies<Integer> INTS =
            VectorSpecies.of(int.class, SPECIES.vectorShape());

    private final Layout x;
    private final Layout y;
    private final float factor;

    /** Of 24 bits: numbers below it are dropped. */
    private final int threshold;

    private final boolean channels;
    private final int salt;

    DropoutKernel(Layout x, Layout y, float probability, boolean channels, int salt) {
        super(
                "dropout vector",
                Math.multiplyExact(y.batch(), y.blocks()),
                0,
                new Operand("x", x.bytes()),
                new Operand("key", 2L * Long.BYTES),
                new Operand("y", y.bytes()));
        LayoutChecks.sameShapeAndBlock("dropout", x, y);
        this.x = x;
        this.y = y;
        this.factor = 1 / (1 - probability);
        this.threshold = (int) Math.ceil((double) probability / RandomBits.UNIT);
        this.channels = channels;
        this.salt = salt;
    }

    static boolean accepts(Layout x) {
        return x.block() == Lanes.COUNT;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        long seed = Memory.getLong(addresses[1]);
        long key = RandomBits.key(seed, Memory.getLong(addresses[1] + Long.BYTES), salt);
        int plane = y.height() * y.width();
        for (int unit = from; unit < to; unit++) {
            int n = unit / y.blocks();
            int cb = unit % y.blocks();
            int channel = n * y.channels() + cb * Lanes.COUNT;
            for (int i = 0; i < y.height(); i++) {
                row(
                        addresses[0] + x.blockOffset(n, cb, i, 0),
                        addresses[2] + y.blockOffset(n, cb, i, 0),
                        y.width(),
                        channels ? channel : channel * plane + i * y.width(),
                        channels ? 1 : plane,
                        channels ? 0 : 1,
                        key,
                        threshold,
                        factor);
            }
            Halo.clearPlane(y, addresses[2], n, cb);
        }
    }

    /**
     * One row of pixels.
     *
     * @param index of the first lane of the first pixel
     * @param perLane from one lane's index to the next's
     * @param perPixel from one pixel's index to the next's
     */
    private static void row(
            long x,
            long y,
            int pixels,
            int index,
            int perLane,
            int perPixel,
            long key,
            int threshold,
            float factor) {
        x = Memory.address(x);
        y = Memory.address(y);
        int first = (int) key;
        int second = (int) (key >>> 32);
        IntVector indices = IntVector.broadcast(INTS, index).addIndex(perLane);
        for (int j = 0; j < pixels; j++) {
            IntVector z = indices.lanewise(VectorOperators.XOR, first);
            z = z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 16));
            z = z.mul(RandomBits.MIX_1);
            z = z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 15));
            z = z.mul(RandomBits.MIX_2);
            z = z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 16));
            z = z.add(second);
            z = z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 16));
            z = z.mul(RandomBits.MIX_1);
            z = z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 15));
            z = z.mul(RandomBits.MIX_2);
            z = z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 16));
            z = z.lanewise(VectorOperators.LSHR, RandomBits.UNUSED_BITS);
            long o = (long) j * Lanes.BYTES;
            FloatVector value = FloatVector.fromMemorySegment(SPECIES, ALL, x + o, ORDER);
            value.mul(factor)
                    .blend(0, z.compare(VectorOperators.LT, threshold).cast(SPECIES))
                    .intoMemorySegment(ALL, y + o, ORDER);
            indices = indices.add(perPixel);
        }
    }
}
