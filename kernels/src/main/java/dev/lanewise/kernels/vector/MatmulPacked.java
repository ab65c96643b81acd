package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Matrix product of two run-time matrices. A unit is a group of column panels of one product: it
 * packs its part of B into scratch memory, unless B lies packed already, and multiplies all rows of
 * A with it.
 */
final class MatmulPacked extends Kernel {

    /** Most bytes of a group, so that it stays in the second-level cache. */
    private static final long GROUP_BYTES = 1 << 19;

    private static final int ENOUGH_UNITS = 16;

    private final GemmSpec spec;
    private final MatrixPanels packing;
    private final GemmProduct product;
    private final RunPanels panels;
    private final int group;
    private final int groups;

    /** What the sums start with: zeros. */
    private final MemorySegment starts;

    /** Whether B is one panel as it is. */
    private final boolean packed;

    MatmulPacked(GemmSpec spec) {
        if (spec.sharedB() && spec.batch() > 1) {
            throw new IllegalArgumentException(
                    "matmul: expected sharedB = false for a batch, actual batch=" + spec.batch());
        }
        GemmProduct product = new GemmProduct(spec, 1, Lanes.COUNT);
        RunPanels panels = product.panels();
        int count = panels.count();
        long panelBytes = panels.weights(1);
        int most = Math.clamp(GROUP_BYTES / Math.max(1, panelBytes), 1, Math.max(1, count));
        int group = Math.clamp((long) spec.batch() * count / ENOUGH_UNITS, 1, most);
        int groups = Math.ceilDiv(count, group);
        super(
                "matmul packed %dx%d".formatted(product.tileRows(), product.tileVectors()),
                spec.m() == 0 ? 0 : Math.multiplyExact(spec.batch(), groups),
                MatrixPanels.SCRATCH_BYTES + group * panelBytes + product.scratchBytes(),
                GemmOperands.of(spec, new Operand("b", spec.bBytes())));
        this.spec = spec;
        this.packing = new MatrixPanels(spec.k(), spec.n(), spec.transB(), spec.alpha());
        this.product = product;
        this.panels = panels;
        this.group = group;
        this.groups = groups;
        this.starts = Arena.ofAuto().allocate(panels.startBytes(), 64);
        this.packed =
                count == 1 && !spec.transB() && spec.alpha() == 1 && panels.lanes(0) == spec.n();
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        // One division each, not one for each unit: small products feel them.
        int matrix = from == 0 ? 0 : from / groups;
        int index = from - matrix * groups;
        for (int unit = from; unit < to; unit++) {
            if (unit == from || index == 0) {
                long rest = scratch + scratchBytes() - product.scratchBytes();
                product.prepare(addresses, matrix, rest);
            }
            int first = index * group;
            multiply(addresses, scratch, matrix, first, Math.min(first + group, panels.count()));
            index++;
            if (index == groups) {
                index = 0;
                matrix++;
            }
        }
        Reference.reachabilityFence(this);
    }

    /** All rows of one product times its panels {@code first} to {@code end}. */
    private void multiply(long[] addresses, long scratch, int matrix, int first, int end) {
        long weights = scratch + MatrixPanels.SCRATCH_BYTES;
        long rest = weights + group * panels.weights(1);
        long b = addresses[1] + 4L * matrix * spec.k() * spec.n();
        // Where those of all panels would begin.
        long allWeights = packed ? b : weights - panels.weights(first);
        if (!packed) {
            for (int p = first; p < end; p++) {
                long target = allWeights + panels.weights(p);
                packing.pack(
                        p * panels.width(), panels.columns(p), panels.lanes(p), b, target, scratch);
            }
        }
        for (int row = 0; row < spec.m(); row += product.rows()) {
            int to = Math.min(row + product.rows(), spec.m());
            product.run(addresses, matrix, row, to, first, end, starts.address(), allWeights, rest);
        }
    }
}
