package dev.lanewise.model.train;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.ReduceMean;

/**
 * Mean of the cross-entropies of independent yes-or-no answers. The output is a logit for each, the
 * target the probability of a yes.
 */
public record BCEWithLogitsLoss() implements Loss {

    @Override
    public TensorInfo target(String name, TensorType output) {
        return LossGraph.sameAs(name, output);
    }

    @Override
    public String add(LossGraph graph, String output, String target) {
        // log(1 + exp(x)) - x t; the function does not overflow.
        String no = graph.add(new Elementwise(Unary.of(Unary.Function.SOFTPLUS)), output);
        String yes = graph.add(new Arithmetic(Binary.MUL), output, target);
        return graph.add(new ReduceMean(false), graph.add(new Arithmetic(Binary.SUB), no, yes));
    }
}
