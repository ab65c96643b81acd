package dev.lanewise.model.train;

import dev.lanewise.kernels.UpdateRule;
import dev.lanewise.kernels.UpdateRule.Factor;
import dev.lanewise.model.ModelException;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Stochastic gradient descent: v = momentum v + g, w = w - rate v; with Nesterov's momentum w = w -
 * rate (g + momentum v), where g has weightDecay w added.
 *
 * @param learningRate factor on the step
 * @param momentum part of the last step that goes on; 0 for none
 * @param weightDecay pull towards 0
 * @param nesterov whether momentum looks ahead
 */
public record SGD(double learningRate, double momentum, double weightDecay, boolean nesterov)
        implements Optimizer {

    /**
     * @throws ModelException if Nesterov's momentum has no momentum
     */
    public SGD {
        if (nesterov && momentum == 0) {
            throw new ModelException("SGD: nesterov expected a momentum above 0, actual 0");
        }
    }

    /** Without momentum. */
    public static SGD of(double learningRate) {
        return of(learningRate, 0);
    }

    /** With momentum. */
    public static SGD of(double learningRate, double momentum) {
        return new SGD(learningRate, momentum, 0, false);
    }

    @Override
    public List<String> slots() {
        return momentum == 0 ? List.of() : List.of("momentum_buffer");
    }

    @Override
    public UpdateRule rule() {
        return momentum == 0
                ? UpdateRule.SGD
                : nesterov ? UpdateRule.NESTEROV : UpdateRule.MOMENTUM;
    }

    @Override
    public void factors(MemorySegment factors, long step, double rate) {
        Factor.DECAY.set(factors, weightDecay);
        Factor.RATE.set(factors, rate);
        Factor.KEEP.set(factors, momentum);
        Factor.SHRINK.set(factors, 1);
    }
}
