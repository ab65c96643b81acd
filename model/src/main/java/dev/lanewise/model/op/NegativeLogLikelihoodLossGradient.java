package dev.lanewise.model.op;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The gradient of a {@link NegativeLogLikelihoodLoss} with respect to the log-probabilities.
 * Inputs: like x [N, C, ...], target, optional weight [C], dy of the loss's shape.
 *
 * @param loss which
 */
public record NegativeLogLikelihoodLossGradient(NegativeLogLikelihoodLoss loss)
        implements GradientOp {

    @Override
    public String type() {
        return "NegativeLogLikelihoodLossGradient";
    }

    @Override
    public boolean readsValue(int i) {
        return i > 0;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.shape(0, 2);
        return List.of(in.type(3).withShape(in.shape(0)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor target = IndexedCopy.required(inputs, 1);
        Tensor weight = IndexedCopy.optional(inputs, 2);
        Tensor dy = IndexedCopy.required(inputs, 3);
        Tensor dx = outputs.getFirst();
        int classes = dx.shape().dim(1);
        int plane = dx.shape().product(2, dx.shape().rank());
        int elements = target.shape().elements();
        double weights = 0;
        for (int i = 0; i < elements; i++) {
            weights += weight(target.getLong(i), weight, classes);
        }
        dx.segment().fill((byte) 0);
        for (int i = 0; i < elements; i++) {
            long of = target.getLong(i);
            double factor = weight(of, weight, classes);
            if (factor != 0) {
                double gradient =
                        switch (loss.reduction()) {
                            case NONE -> dy.getDouble(i);
                            case SUM -> dy.getDouble(0);
                            case MEAN -> dy.getDouble(0) / weights;
                        };
                dx.setDouble(
                        (i / plane * classes + (int) of) * plane + i % plane, -factor * gradient);
            }
        }
    }

    /** What an element with this target counts; 0 if it is ignored. */
    private double weight(long target, @Nullable Tensor weight, int classes) {
        if (loss.ignored() != null && target == loss.ignored()) {
            return 0;
        }
        if (target < 0 || target >= classes) {
            throw new ModelException(
                    "expected targets from 0 to " + (classes - 1) + ", actual " + target);
        }
        return weight == null ? 1 : weight.getDouble((int) target);
    }
}
