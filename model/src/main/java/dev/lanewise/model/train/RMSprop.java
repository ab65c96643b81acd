package dev.lanewise.model.train;

import dev.lanewise.kernels.UpdateRule;
import dev.lanewise.kernels.UpdateRule.Factor;

import java.lang.foreign.MemorySegment;
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

    /** With PyTorch's defaults: alpha 0.99, eps 1e-8, neither decay nor momentum. */
    public static RMSprop of(double learningRate) {
        return new RMSprop(learningRate, 0.99, 1e-8, 0, 0);
    }

    @Override
    public List<String> slots() {
        return List.of("square_avg", "momentum_buffer");
    }

    @Override
    public UpdateRule rule() {
        return UpdateRule.RMSPROP;
    }

    @Override
    public void factors(MemorySegment factors, long step, double rate) {
        Factor.DECAY.set(factors, weightDecay);
        Factor.RATE.set(factors, rate);
        Factor.KEEP.set(factors, momentum);
        Factor.KEEP_SQUARE.set(factors, alpha);
        Factor.EPSILON.set(factors, epsilon);
        Factor.SHRINK.set(factors, 1);
    }
}
