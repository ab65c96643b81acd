package dev.lanewise.model.pass;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.BatchNormalization;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Folds a batch normalisation into the weights of the convolution before it: w' = w s and b' = (b -
 * mean) s + bias with s = scale / sqrt(variance + epsilon), all computed in double.
 */
final class FoldBatchNormalization {

    private FoldBatchNormalization() {}

    static Graph apply(Graph graph) {
        Rewrite rewrite = new Rewrite(graph);
        for (Node node : graph.nodes()) {
            Node conv =
                    node.op() instanceof BatchNormalization
                            ? ConvWeights.before(graph, rewrite, node.input(0))
                            : null;
            Node folded = conv == null ? null : fold(rewrite.constants, conv, node);
            if (folded == null) {
                rewrite.add(node);
            } else {
                rewrite.addInsteadOf(conv, folded);
            }
        }
        return rewrite.graph();
    }

    private static @Nullable Node fold(Map<String, Tensor> constants, Node conv, Node norm) {
        if (!norm.inputs().stream().skip(1).allMatch(constants::containsKey)) {
            return null;
        }
        Tensor scale = constants.get(norm.input(1));
        Tensor shift = constants.get(norm.input(2));
        Tensor mean = constants.get(norm.input(3));
        Tensor variance = constants.get(norm.input(4));
        BatchNormalization op = (BatchNormalization) norm.op();
        IntToDoubleFunction factor =
                c -> scale.getDouble(c) / Math.sqrt(variance.getDouble(c) + op.epsilon());
        return ConvWeights.scaled(
                constants,
                conv,
                factor,
                c -> shift.getDouble(c) - mean.getDouble(c) * factor.applyAsDouble(c),
                op.activation(),
                norm.output());
    }
}
