package dev.lanewise.model.train;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Gather;
import dev.lanewise.model.op.Reduce;
import dev.lanewise.model.op.ReduceMean;
import dev.lanewise.model.op.Softmax;

import java.util.List;

/**
 * Mean cross-entropy: the output holds scores [N, classes], the target the classes, INT64 [N].
 *
 * @param weight of each class; empty for ones
 * @param labelSmoothing probability that is spread evenly over all classes instead of being the
 *     target's
 */
public record CrossEntropyLoss(List<Float> weight, float labelSmoothing) implements Loss {

    /**
     * @throws ModelException if the smoothing is not from 0 to 1
     */
    public CrossEntropyLoss {
        weight = List.copyOf(weight);
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
            throw new ModelException(
                    "CrossEntropyLoss: expected label_smoothing from 0 to 1, actual "
                            + labelSmoothing);
        }
    }

    /** All classes count the same, without smoothing. */
    public CrossEntropyLoss() {
        this(List.of(), 0);
    }

    @Override
    public TensorInfo target(String name, TensorType output) {
        return new NLLLoss(weight).target(name, output);
    }

    @Override
    public String add(LossGraph graph, String output, String target) {
        String log = graph.add(new Softmax(1, true, false), output);
        String right = new NLLLoss(weight).add(graph, log, target);
        if (labelSmoothing == 0) {
            return right;
        }
        String all =
                weight.isEmpty()
                        ? graph.add(new ReduceMean(false), log)
                        : weighted(graph, log, target);
        String most = graph.add(scale(1 - labelSmoothing), right);
        return graph.add(new Arithmetic(Binary.ADD), most, graph.add(scale(-labelSmoothing), all));
    }

    /** The mean over classes, weighted as PyTorch has it: over the weights of the targets. */
    private String weighted(LossGraph graph, String log, String target) {
        String weights = new NLLLoss(weight).weights(graph);
        Reduce sum = new Reduce(Reduce.Kind.SUM, false, false);
        String each = graph.add(new Arithmetic(Binary.MUL), log, weights);
        String total = graph.add(sum, graph.add(new Gather(0), weights, target));
        String mean = graph.add(new Arithmetic(Binary.DIV), graph.add(sum, each), total);
        return graph.add(scale(1f / weight.size()), mean);
    }

    private static Elementwise scale(float factor) {
        return new Elementwise(new Unary(Unary.Function.AFFINE, factor, 0));
    }
}
