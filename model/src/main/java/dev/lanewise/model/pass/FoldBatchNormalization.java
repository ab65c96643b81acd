package dev.lanewise.model.pass;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.Conv;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Folds a batch normalisation into the weights of the convolution before it: w' = w s and b' = (b -
 * mean) s + bias with s = scale / sqrt(variance + epsilon), all computed in double.
 */
final class FoldBatchNormalization {

    private FoldBatchNormalization() {}

    static Graph apply(Graph graph) {
        Rewrite rewrite = new Rewrite(graph);
        for (Node node : graph.nodes()) {
            Node conv = convBefore(graph, rewrite, node);
            Node folded = conv == null ? null : fold(rewrite.constants, conv, node);
            if (folded == null) {
                rewrite.add(node);
            } else {
                rewrite.addInsteadOf(conv, folded);
            }
        }
        return rewrite.graph();
    }

    private static @Nullable Node convBefore(Graph graph, Rewrite rewrite, Node node) {
        if (!(node.op() instanceof BatchNormalization) || !rewrite.single(node.input(0))) {
            return null;
        }
        Node producer = rewrite.producer(node.input(0));
        boolean plainConv =
                producer != null
                        && producer.op() instanceof Conv conv
                        && conv.epilogue().isNone()
                        && graph.type(producer.output()).dtype() == DType.FLOAT32;
        return plainConv ? producer : null;
    }

    private static @Nullable Node fold(Map<String, Tensor> constants, Node conv, Node norm) {
        Tensor weight = constants.get(conv.input(1));
        Tensor bias = conv.input(2).isEmpty() ? null : constants.get(conv.input(2));
        boolean known =
                weight != null
                        && (bias != null || conv.input(2).isEmpty())
                        && norm.inputs().stream().skip(1).allMatch(constants::containsKey);
        if (!known) {
            return null;
        }
        Tensor scale = constants.get(norm.input(1));
        Tensor shift = constants.get(norm.input(2));
        Tensor mean = constants.get(norm.input(3));
        Tensor variance = constants.get(norm.input(4));
        BatchNormalization batchNorm = (BatchNormalization) norm.op();
        Shape shape = Objects.requireNonNull(weight).shape();
        int channels = shape.dim(0);
        int perChannel = shape.product(1, shape.rank());
        Tensor newWeight = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, shape);
        Tensor newBias = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, Shape.of(channels));
        for (int c = 0; c < channels; c++) {
            double factor =
                    scale.getDouble(c) / Math.sqrt(variance.getDouble(c) + batchNorm.epsilon());
            for (int i = c * perChannel; i < (c + 1) * perChannel; i++) {
                newWeight.setDouble(i, weight.getDouble(i) * factor);
            }
            double before = bias == null ? 0 : bias.getDouble(c);
            newBias.setDouble(c, (before - mean.getDouble(c)) * factor + shift.getDouble(c));
        }
        String name = norm.output();
        constants.put(name + ".weight", newWeight);
        constants.put(name + ".bias", newBias);
        return new Node(
                conv.name(),
                ((Conv) conv.op()).with(Epilogue.of(batchNorm.activation())),
                List.of(conv.input(0), name + ".weight", name + ".bias"),
                norm.outputs().subList(0, 1));
    }
}
