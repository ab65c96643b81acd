package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.memory.Memory;

/** Layer normalisation of each row, its moments in double. A unit is one row. */
final class LayerNormReference extends Kernel {

    private final int axis;
    private final float epsilon;

    LayerNormReference(int outer, int axis, float epsilon) {
        super(
                "layer-norm reference",
                outer,
                0,
                new Operand("x", 4L * outer * axis),
                new Operand("scale", 4L * axis),
                new Operand("bias", 4L * axis),
                new Operand("y", 4L * outer * axis));
        LayoutChecks.axis("layer-norm", outer, axis, 1);
        this.axis = axis;
        this.epsilon = epsilon;
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        for (int unit = from; unit < to; unit++) {
            long x = addresses[0] + 4L * unit * axis;
            double sum = 0;
            for (int i = 0; i < axis; i++) {
                sum += Memory.getFloat(x + 4L * i);
            }
            float mean = (float) (sum / axis);
            double squares = 0;
            for (int i = 0; i < axis; i++) {
                double distance = Memory.getFloat(x + 4L * i) - mean;
                squares += distance * distance;
            }
            float factor = (float) (1 / Math.sqrt(squares / axis + epsilon));
            for (int i = 0; i < axis; i++) {
                float normal = (Memory.getFloat(x + 4L * i) - mean) * factor;
                float scale = Memory.getFloat(addresses[1] + 4L * i);
                float bias = Memory.getFloat(addresses[2] + 4L * i);
                Memory.setFloat(addresses[3] + 4 * ((long) unit * axis + i), normal * scale + bias);
            }
        }
    }
}
