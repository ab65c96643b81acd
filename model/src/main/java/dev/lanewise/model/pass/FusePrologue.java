package dev.lanewise.model.pass;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Prologue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.Conv;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lets a 1x1 convolution apply to its input what stands before it and can't be folded into another
 * convolution: batch normalisation of concatenated values with its ReLU (DenseNet), or the product
 * with the gates of squeeze-and-excitation.
 */
final class FusePrologue {

    private FusePrologue() {}

    static Graph apply(Graph graph) {
        Rewrite rewrite = new Rewrite(graph);
        for (Node node : graph.nodes()) {
            Node before =
                    node.op() instanceof Conv conv ? before(graph, rewrite, node, conv) : null;
            Node fused =
                    before == null
                            ? null
                            : switch (before.op()) {
                                case BatchNormalization norm ->
                                        fuse(graph, rewrite, before, norm, node);
                                case Arithmetic product -> fuse(graph, before, product, node);
                                default -> null;
                            };
            if (before == null || fused == null) {
                rewrite.add(node);
            } else {
                rewrite.addInsteadOf(before, fused);
            }
        }
        return rewrite.graph();
    }

    /** What computes the input of the convolution and nothing else, if it takes a prologue. */
    private static @Nullable Node before(Graph graph, Rewrite rewrite, Node node, Conv conv) {
        Node before = rewrite.producer(node.input(0));
        if (before == null
                || conv.groups() != 1
                || conv.prologue() != null
                || !rewrite.single(node.input(0))
                || !graph.types().containsKey(node.input(0))
                || graph.type(node.input(0)).dtype() != DType.FLOAT32) {
            return null;
        }
        Shape x = graph.type(node.input(0)).shape();
        boolean onePixel =
                conv.axes(new Inputs(node, graph.types(), graph.constants())).stream()
                        .allMatch(axis ->
                                axis.kernel() == 1
                                        && axis.stride() == 1
                                        && axis.begin() + axis.end() == 0);
        return onePixel && x.product(2, x.rank()) > 1 ? before : null;
    }

    private static @Nullable Node fuse(
            Graph graph, Rewrite rewrite, Node before, BatchNormalization norm, Node conv) {
        boolean constant =
                before.inputs().stream().skip(1).allMatch(rewrite.constants::containsKey);
        if (!constant || before.outputs().size() > 1 || !takes(norm.activation())) {
            return null;
        }
        Tensor gamma = rewrite.constants.get(before.input(1));
        Tensor beta = rewrite.constants.get(before.input(2));
        Tensor mean = rewrite.constants.get(before.input(3));
        Tensor variance = rewrite.constants.get(before.input(4));
        Shape x = graph.type(before.input(0)).shape();
        Tensor scale = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, channels(x, 1));
        Tensor shift = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, channels(x, 1));
        for (int c = 0; c < x.dim(1); c++) {
            double factor = gamma.getDouble(c) / Math.sqrt(variance.getDouble(c) + norm.epsilon());
            scale.setDouble(c, factor);
            shift.setDouble(c, beta.getDouble(c) - mean.getDouble(c) * factor);
        }
        String name = before.output();
        rewrite.constants.put(name + ".scale", scale);
        rewrite.constants.put(name + ".shift", shift);
        Prologue prologue = new Prologue(false, true, norm.activation());
        return fused(conv, prologue, before.input(0), name + ".scale", name + ".shift");
    }

    private static @Nullable Node fuse(Graph graph, Node before, Arithmetic product, Node conv) {
        if (product.function() != Binary.MUL || !takes(product.activation())) {
            return null;
        }
        for (int gate = 0; gate < 2; gate++) {
            String x = before.input(1 - gate);
            Shape shape = graph.type(before.output()).shape();
            if (graph.type(x).shape().equals(shape)
                    && graph.type(before.input(gate))
                            .shape()
                            .equals(channels(shape, shape.dim(0)))) {
                Prologue prologue = new Prologue(true, false, product.activation());
                return fused(conv, prologue, x, before.input(gate));
            }
        }
        return null;
    }

    /** The shape [images, C, 1, ...]. */
    private static Shape channels(Shape x, int images) {
        int[] dims = new int[x.rank()];
        Arrays.fill(dims, 1);
        dims[0] = images;
        dims[1] = x.dim(1);
        return Shape.of(dims);
    }

    private static Node fused(Node conv, Prologue prologue, String x, String... parameters) {
        List<String> inputs = new ArrayList<>(List.of(x));
        for (int i = 1; i < 4; i++) {
            inputs.add(conv.input(i));
        }
        inputs.addAll(List.of(parameters));
        return new Node(conv.name(), ((Conv) conv.op()).with(prologue), inputs, conv.outputs());
    }

    private static boolean takes(Unary activation) {
        return activation.isIdentity() || activation.function() == Unary.Function.RELU;
    }
}
