package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.CopySpec;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;

/** A strided copy, element by element. A unit is one index of the outermost axis. */
final class CopyReference extends Kernel {

    private final CopySpec spec;

    CopyReference(CopySpec spec) {
        super(
                "copy reference",
                spec.shape().isEmpty() ? 1 : spec.shape().getFirst(),
                0,
                new Operand("source", spec.sourceBytes()),
                new Operand("target", spec.targetBytes()));
        this.spec = spec;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        if (spec.shape().isEmpty()) {
            element(addresses, spec.sourceStart(), spec.targetStart());
            return;
        }
        for (int i = from; i < to; i++) {
            axis(
                    addresses,
                    1,
                    spec.sourceStart() + i * spec.sourceStrides().getFirst(),
                    spec.targetStart() + i * spec.targetStrides().getFirst());
        }
    }

    private void axis(long[] addresses, int axis, long source, long target) {
        if (axis == spec.shape().size()) {
            element(addresses, source, target);
            return;
        }
        for (int i = 0; i < spec.shape().get(axis); i++) {
            axis(
                    addresses,
                    axis + 1,
                    source + i * spec.sourceStrides().get(axis),
                    target + i * spec.targetStrides().get(axis));
        }
    }

    private void element(long[] addresses, long source, long target) {
        long from = addresses[0] + source * spec.elementBytes();
        long to = addresses[1] + target * spec.elementBytes();
        switch (spec.elementBytes()) {
            case 1 -> Memory.setByte(to, Memory.getByte(from));
            case 2 -> Memory.setShort(to, Memory.getShort(from));
            case 4 -> Memory.setInt(to, Memory.getInt(from));
            default -> Memory.setLong(to, Memory.getLong(from));
        }
    }
}
