package dev.lanewise.model.train;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.NegativeLogLikelihoodLoss;

import java.util.List;

/**
 * Mean of minus the output at the target's place: the output holds log-probabilities [N, classes],
 * the target the classes, INT64 [N].
 *
 * @param weight of each class; empty for ones
 */
public record NLLLoss(List<Float> weight) implements Loss {

    /** Copies the list. */
    public NLLLoss {
        weight = List.copyOf(weight);
    }

    /** All classes count the same. */
    public NLLLoss() {
        this(List.of());
    }

    @Override
    public TensorInfo target(String name, TensorType output) {
        TensorInfo target = LossGraph.classes("NLLLoss", name, output);
        if (!weight.isEmpty() && weight.size() != output.shape().dim(1)) {
            throw new ModelException(
                    "loss: expected weights of "
                            + output.shape().dim(1)
                            + " classes, actual "
                            + weight.size());
        }
        return target;
    }

    @Override
    public String add(LossGraph graph, String output, String target) {
        NegativeLogLikelihoodLoss op =
                new NegativeLogLikelihoodLoss(NegativeLogLikelihoodLoss.Reduction.MEAN, null);
        return weight.isEmpty()
                ? graph.add(op, output, target)
                : graph.add(op, output, target, weights(graph));
    }

    String weights(LossGraph graph) {
        float[] values = new float[weight.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = weight.get(i);
        }
        return graph.constant("weight", Tensor.of(Shape.of(values.length), values));
    }
}
