package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.NormSpec;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;

/** y = (x - mean) * (scale[c] / sqrt(variance + epsilon)) + bias[c], element by element. */
final class StandardizeReference extends PlaneKernel {

    private final NormSpec spec;
    private final float epsilon;

    StandardizeReference(NormSpec spec, Layout y, float epsilon) {
        super(
                "standardize reference",
                y,
                new Operand("x", spec.x().bytes()),
                new Operand("moments", 8L * spec.sets()),
                new Operand("scale", 4L * y.channels()),
                new Operand("bias", 4L * y.channels()),
                new Operand("y", y.bytes()));
        LayoutChecks.sameShapeAndBlock("standardize", spec.x(), y);
        this.spec = spec;
        this.epsilon = epsilon;
    }

    @Override
    float value(long[] addresses, int n, int c, int i, int j) {
        long moments = addresses[1] + 8L * spec.set(n, c);
        double deviation = Math.sqrt((double) Memory.getFloat(moments + 4) + epsilon);
        float factor = (float) (Memory.getFloat(addresses[2] + 4L * c) / deviation);
        float x = Memory.getFloat(addresses[0] + spec.x().offset(n, c, i, j));
        float bias = Memory.getFloat(addresses[3] + 4L * c);
        return (x - Memory.getFloat(moments)) * factor + bias;
    }
}
