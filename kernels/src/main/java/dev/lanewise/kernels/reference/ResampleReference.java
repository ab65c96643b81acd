package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.ResampleAxis;
import dev.lanewise.kernels.ResampleSpec;
import dev.lanewise.kernels.memory.Memory;

/** The formula of {@link ResampleSpec}, element by element. */
final class ResampleReference extends PlaneKernel {

    private final ResampleSpec spec;

    ResampleReference(ResampleSpec spec) {
        super(
                "resample reference",
                spec.y(),
                new Operand("x", spec.x().bytes()),
                new Operand("y", spec.y().bytes()));
        this.spec = spec;
    }

    @Override
    float value(long[] addresses, int n, int c, int i, int j) {
        ResampleAxis rows = spec.rows();
        ResampleAxis columns = spec.columns();
        float value = 0;
        for (int k = 0; k < rows.taps(); k++) {
            float row = 0;
            for (int l = 0; l < columns.taps(); l++) {
                int p = rows.index(i, k);
                int q = columns.index(j, l);
                if (p == ResampleAxis.FILL || q == ResampleAxis.FILL) {
                    return spec.fill();
                }
                float x = Memory.getFloat(addresses[0] + spec.x().offset(n, c, p, q));
                // A copy is one of any bits: nothing is added to it.
                row = columns.copies() ? x : row + columns.weight(j, l) * x;
            }
            value = rows.copies() ? row : value + rows.weight(i, k) * row;
        }
        return value;
    }
}
