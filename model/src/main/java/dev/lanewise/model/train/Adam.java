package dev.lanewise.model.train;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Adam: m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g g, both corrected for their
 * beginning at 0, w = w - rate m / (sqrt(v) + epsilon). AdamW is this with decoupled decay.
 *
 * @param learningRate factor on the step
 * @param beta1 memory of the gradient's mean
 * @param beta2 memory of its square's mean
 * @param epsilon added to the divisor
 * @param weightDecay pull towards 0
 * @param decoupled whether the pull acts on the weights themselves (AdamW), not on the gradient
 */
public record Adam(
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        boolean decoupled)
        implements Optimizer {

    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** Adam with PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8, no decay. */
    public static Adam of(double learningRate) {
        return new Adam(learningRate, 0.9, 0.999, 1e-8, 0, false);
    }

    /** AdamW with PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8, decay 0.01. */
    public static Adam adamW(double learningRate) {
        return adamW(learningRate, 0.01);
    }

    /** AdamW with another decay. */
    public static Adam adamW(double learningRate, double weightDecay) {
        return new Adam(learningRate, 0.9, 0.999, 1e-8, weightDecay, true);
    }

    @Override
    public List<String> slots() {
        return List.of("exp_avg", "exp_avg_sq");
    }

    @Override
    public void step(
            MemorySegment weight,
            MemorySegment gradient,
            List<MemorySegment> state,
            int n,
            long step,
            double rate) {
        float b1 = (float) beta1;
        float b2 = (float) beta2;
        float eps = (float) epsilon;
        float by = (float) (rate / (1 - Math.pow(beta1, step)));
        float root = (float) (1 / Math.sqrt(1 - Math.pow(beta2, step)));
        float coupled = decoupled ? 0 : (float) weightDecay;
        float shrunk = decoupled ? (float) (1 - rate * weightDecay) : 1;
        MemorySegment mean = state.get(0);
        MemorySegment square = state.get(1);
        for (int i = 0; i < n; i++) {
            float w = weight.getAtIndex(F32, i);
            float g = gradient.getAtIndex(F32, i) + coupled * w;
            float m = b1 * mean.getAtIndex(F32, i) + (1 - b1) * g;
            float v = b2 * square.getAtIndex(F32, i) + (1 - b2) * g * g;
            mean.setAtIndex(F32, i, m);
            square.setAtIndex(F32, i, v);
            float divisor = (float) Math.sqrt(v) * root + eps;
            weight.setAtIndex(F32, i, shrunk * w - by * m / divisor);
        }
    }
}
