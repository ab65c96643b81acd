package dev.lanewise.model.train;

import dev.lanewise.model.ModelException;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

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
    public void step(
            MemorySegment weight,
            MemorySegment gradient,
            List<MemorySegment> state,
            int n,
            long step,
            double rate) {
        float decay = (float) weightDecay;
        float keep = (float) momentum;
        float by = (float) rate;
        if (momentum == 0) {
            for (int i = 0; i < n; i++) {
                float w = weight.getAtIndex(F32, i);
                weight.setAtIndex(F32, i, w - by * (gradient.getAtIndex(F32, i) + decay * w));
            }
            return;
        }
        MemorySegment velocity = state.getFirst();
        for (int i = 0; i < n; i++) {
            float w = weight.getAtIndex(F32, i);
            float g = gradient.getAtIndex(F32, i) + decay * w;
            float v = keep * velocity.getAtIndex(F32, i) + g;
            velocity.setAtIndex(F32, i, v);
            weight.setAtIndex(F32, i, w - by * (nesterov ? g + keep * v : v));
        }
    }
}
