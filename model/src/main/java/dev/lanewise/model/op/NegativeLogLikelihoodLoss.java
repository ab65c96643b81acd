package dev.lanewise.model.op;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Minus the log-probability of the target class. Inputs: log-probabilities [N, C, D1, ...]; target
 * classes [N, D1, ...]; optional weight of each class [C].
 *
 * @param reduction what is made of the losses of all positions
 * @param ignored target whose positions don't count, null for none
 */
public record NegativeLogLikelihoodLoss(Reduction reduction, @Nullable Long ignored)
        implements PlainOp {

    /** What is made of the losses of all positions. */
    public enum Reduction {
        /** They are the output. */
        NONE,
        /** Their sum. */
        SUM,
        /** Their mean, weighted. */
        MEAN
    }

    @Override
    public String type() {
        return "NegativeLogLikelihoodLoss";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 2);
        Shape target = in.shape(1);
        boolean fits = target.rank() == x.rank() - 1 && target.dim(0) == x.dim(0);
        for (int i = 2; fits && i < x.rank(); i++) {
            fits = target.dim(i - 1) == x.dim(i);
        }
        in.check(fits, "expected targets without the channels of " + x + ", actual " + target);
        in.check(
                !in.has(2) || in.shape(2).equals(Shape.of(x.dim(1))),
                "expected weights of [" + x.dim(1) + "]");
        return List.of(
                in.type(0).withShape(reduction == Reduction.NONE ? target : Shape.of(new int[0])));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor target = IndexedCopy.required(inputs, 1);
        Tensor weight = IndexedCopy.optional(inputs, 2);
        Tensor y = outputs.getFirst();
        int classes = x.shape().dim(1);
        int plane = x.shape().product(2, x.shape().rank());
        double sum = 0;
        double weights = 0;
        int elements = target.shape().elements();
        for (int i = 0; i < elements; i++) {
            long of = target.getLong(i);
            double loss = 0;
            if (ignored == null || of != ignored) {
                if (of < 0 || of >= classes) {
                    throw new ModelException(
                            "expected targets from 0 to " + (classes - 1) + ", actual " + of);
                }
                double factor = weight == null ? 1 : weight.getDouble((int) of);
                loss = -factor * x.getDouble((i / plane * classes + (int) of) * plane + i % plane);
                weights += factor;
            }
            sum += loss;
            if (reduction == Reduction.NONE) {
                y.setDouble(i, loss);
            }
        }
        if (reduction != Reduction.NONE) {
            y.setDouble(0, reduction == Reduction.SUM ? sum : sum / weights);
        }
    }
}
