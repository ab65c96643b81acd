package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.ResampleSpec;
import dev.lanewise.kernels.memory.Memory;

/** A tensor and the formula of {@link ResampleSpec}, added element by element. */
final class ResampleSumReference extends PlaneKernel {

    private final Layout a;
    private final ResampleReference resample;

    ResampleSumReference(ResampleSpec spec, Layout a) {
        super(
                "resample added reference",
                spec.y(),
                new Operand("x", spec.x().bytes()),
                new Operand("a", a.bytes()),
                new Operand("y", spec.y().bytes()));
        LayoutChecks.sameShapeAndBlock("resample", a, spec.y());
        this.a = a;
        this.resample = new ResampleReference(spec);
    }

    @Override
    float value(long[] addresses, int n, int c, int i, int j) {
        return Memory.getFloat(addresses[1] + a.offset(n, c, i, j))
                + resample.value(addresses, n, c, i, j);
    }
}
