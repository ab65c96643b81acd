package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/** y[c] = sum over n, i, j of x[n, c, i, j]. A unit is one block of channels, a vector. */
final class ChannelSumKernel extends Kernel {

    private final Layout x;

    ChannelSumKernel(Layout x) {
        super(
                "channel sum vector",
                x.blocks(),
                2L * Lanes.BYTES,
                new Operand("x", x.bytes()),
                new Operand("y", 4L * x.channels()));
        this.x = x;
    }

    static boolean accepts(Layout x) {
        return x.block() == Lanes.COUNT;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int cb = from; cb < to; cb++) {
            Memory.zero(scratch, 2L * Lanes.BYTES);
            for (int n = 0; n < x.batch(); n++) {
                // Rows lie one behind the other, with zeros of the halo between them.
                int pixels =
                        x.height() == 0 || x.width() == 0
                                ? 0
                                : (x.height() - 1) * (x.rowBytes() / x.pixelBytes()) + x.width();
                Memory.zero(scratch, Lanes.BYTES);
                sum(addresses[0] + x.blockOffset(n, cb, 0, 0), pixels, scratch);
                PackedEpilogue.add(scratch, scratch + Lanes.BYTES, Lanes.BYTES, 0);
            }
            int lanes = Math.min(Lanes.COUNT, x.channels() - cb * Lanes.COUNT);
            UnaryLoops.moveFloats(
                    scratch + Lanes.BYTES, addresses[1] + 4L * cb * Lanes.COUNT, lanes);
        }
    }

    /** Four sums side by side, so that none waits for the one before. */
    private static void sum(long x, int vectors, long y) {
        long base = Memory.address(x);
        FloatVector a = FloatVector.zero(Lanes.SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int k = 0;
        for (; k + 3 < vectors; k += 4) {
            long o = base + (long) k * Lanes.BYTES;
            a = a.add(FloatVector.fromMemorySegment(Lanes.SPECIES, Memory.ALL, o, Lanes.ORDER));
            b =
                    b.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, o + Lanes.BYTES, Lanes.ORDER));
            c =
                    c.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, o + 2L * Lanes.BYTES, Lanes.ORDER));
            d =
                    d.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES, Memory.ALL, o + 3L * Lanes.BYTES, Lanes.ORDER));
        }
        for (; k < vectors; k++) {
            a =
                    a.add(
                            FloatVector.fromMemorySegment(
                                    Lanes.SPECIES,
                                    Memory.ALL,
                                    base + (long) k * Lanes.BYTES,
                                    Lanes.ORDER));
        }
        a.add(b).add(c.add(d)).intoMemorySegment(Memory.ALL, Memory.address(y), Lanes.ORDER);
    }
}
