package dev.lanewise.model.train;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * RMSprop: v = alpha v + (1 - alpha) g g, b = momentum b + g / (sqrt(v) + epsilon), w = w - rate b.
 *
 * @param learningRate factor on the step
 * @param alpha memory of the gradient's square
 * @param epsilon added to the divisor
 * @param weightDecay pull towards 0
 * @param momentum part of the last step that goes on
 */
public record RMSprop(
        double learningRate, double alpha, double epsilon, double weightDecay, double momentum)
        implements Optimizer {

    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** With PyTorch's defaults: alpha 0.99, eps 1e-8, neither decay nor momentum. */
    public static RMSprop of(double learningRate) {
        return new RMSprop(learningRate, 0.99, 1e-8, 0, 0);
    }

    @Override
    public List<String> slots() {
        return List.of("square_avg", "momentum_buffer");
    }

    @Override
    public void step(
            MemorySegment weight,
            MemorySegment gradient,
            List<MemorySegment> state,
            int n,
            long step,
            double rate) {
        float a = (float) alpha;
        float eps = (float) epsilon;
        float decay = (float) weightDecay;
        float keep = (float) momentum;
        float by = (float) rate;
        MemorySegment square = state.get(0);
        MemorySegment buffer = state.get(1);
        for (int i = 0; i < n; i++) {
            float w = weight.getAtIndex(F32, i);
            float g = gradient.getAtIndex(F32, i) + decay * w;
            float v = a * square.getAtIndex(F32, i) + (1 - a) * g * g;
            float b = keep * buffer.getAtIndex(F32, i) + g / ((float) Math.sqrt(v) + eps);
            square.setAtIndex(F32, i, v);
            buffer.setAtIndex(F32, i, b);
            weight.setAtIndex(F32, i, w - by * b);
        }
    }
}
