package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.ResampleSpec;
import dev.lanewise.kernels.reference.LayoutChecks;

import java.lang.ref.Reference;

/**
 * A sum with a tensor resampled by copies, which is read where it lies instead of being written
 * first. A unit is one row of one channel block of y, whose pixels are vectors.
 */
final class ResampleSumKernel extends Kernel {

    private final ResampleSpec spec;
    private final Layout a;

    /** Bytes from the start of a row of x to each column of y. */
    private final PackedOffsets offsets;

    ResampleSumKernel(ResampleSpec spec, Layout a) {
        super(
                "resample added vector",
                Math.multiplyExact(spec.y().batch() * spec.y().blocks(), spec.y().height()),
                0,
                new Operand("x", spec.x().bytes()),
                new Operand("a", a.bytes()),
                new Operand("y", spec.y().bytes()));
        LayoutChecks.sameShapeAndBlock("resample", a, spec.y());
        this.spec = spec;
        this.a = a;
        int[] table = new int[spec.columns().size()];
        for (int j = 0; j < table.length; j++) {
            table[j] = spec.columns().index(j, 0) * Lanes.BYTES;
        }
        this.offsets = new PackedOffsets(table);
    }

    /** Whether elements are copied, none is filled, and pixels are vectors. */
    static boolean accepts(ResampleSpec spec) {
        return spec.copies()
                && !spec.rows().fills()
                && !spec.columns().fills()
                && spec.y().block() == Lanes.COUNT;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        Layout x = spec.x();
        Layout y = spec.y();
        for (int unit = from; unit < to; unit++) {
            int plane = unit / y.height();
            int n = plane / y.blocks();
            int cb = plane % y.blocks();
            int i = unit % y.height();
            ResampleLoops.added(
                    addresses[0] + x.blockOffset(n, cb, spec.rows().index(i, 0), 0),
                    x.width(),
                    offsets.address(),
                    addresses[1] + a.blockOffset(n, cb, i, 0),
                    addresses[2] + y.blockOffset(n, cb, i, 0),
                    y.width());
            HaloLoops.clearRows(y, addresses[2], n, cb, i, i + 1);
        }
        Reference.reachabilityFence(this);
    }
}
