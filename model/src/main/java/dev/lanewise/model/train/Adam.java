package dev.lanewise.model.train;

import dev.lanewise.kernels.UpdateRule;
import dev.lanewise.kernels.UpdateRule.Factor;

import java.lang.foreign.MemorySegment;
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
    public UpdateRule rule() {
        return UpdateRule.ADAM;
    }

    @Override
    public void factors(MemorySegment factors, long step, double rate) {
        Factor.DECAY.set(factors, decoupled ? 0 : weightDecay);
        Factor.RATE.set(factors, rate / (1 - Math.pow(beta1, step)));
        Factor.KEEP.set(factors, beta1);
        Factor.KEEP_SQUARE.set(factors, beta2);
        Factor.ROOT.set(factors, 1 / Math.sqrt(1 - Math.pow(beta2, step)));
        Factor.EPSILON.set(factors, epsilon);
        Factor.SHRINK.set(factors, decoupled ? 1 - rate * weightDecay : 1);
    }
}
