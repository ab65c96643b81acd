package dev.lanewise.model.pass;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Elementwise;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Folds what scales and shifts the channels of a convolution's output, by constants, into its
 * weights: x alpha + beta, a product or a sum with one value for each channel.
 */
final class FoldAffine {

    private FoldAffine() {}

    /** y[c] = x[c] scale[c] + shift[c]. */
    private record Channels(IntToDoubleFunction scale, IntToDoubleFunction shift) {}

    static Graph apply(Graph graph) {
        Rewrite rewrite = new Rewrite(graph);
        for (Node node : graph.nodes()) {
            Node folded = null;
            Node conv = null;
            for (int side = 0; side < 2 && folded == null && side < node.inputs().size(); side++) {
                conv = ConvWeights.before(graph, rewrite, node.input(side));
                Channels channels = conv == null ? null : channels(rewrite, graph, node, side);
                if (conv != null && channels != null) {
                    folded =
                            ConvWeights.scaled(
                                    rewrite.constants,
                                    conv,
                                    channels.scale(),
                                    channels.shift(),
                                    Unary.IDENTITY,
                                    node.output());
                }
            }
            if (conv == null || folded == null) {
                rewrite.add(node);
            } else {
                rewrite.addInsteadOf(conv, folded);
            }
        }
        return rewrite.graph();
    }

    private static @Nullable Channels channels(Rewrite rewrite, Graph graph, Node node, int side) {
        if (node.op() instanceof Elementwise elementwise
                && elementwise.function().function() == Unary.Function.AFFINE) {
            Unary affine = elementwise.function();
            return new Channels(c -> affine.alpha(), c -> affine.beta());
        }
        if (!(node.op() instanceof Arithmetic arithmetic)
                || !arithmetic.activation().isIdentity()) {
            return null;
        }
        Tensor constant = rewrite.constants.get(node.input(1 - side));
        Shape y = graph.type(node.output()).shape();
        if (constant == null
                || !graph.type(node.input(side)).shape().equals(y)
                || !isPerChannel(constant.shape(), y)) {
            return null;
        }
        Tensor values = constant;
        if (arithmetic.function() == Binary.MUL) {
            return new Channels(values::getDouble, c -> 0);
        }
        return arithmetic.function() == Binary.ADD ? new Channels(c -> 1, values::getDouble) : null;
    }

    /** Whether a constant that is broadcast to {@code y} has one value for each channel of it. */
    private static boolean isPerChannel(Shape constant, Shape y) {
        if (constant.rank() > y.rank() || constant.elements() != y.dim(1)) {
            return false;
        }
        int[] dims = constant.padded(y.rank()).dims();
        return dims[1] == y.dim(1) && Arrays.stream(dims).filter(dim -> dim != 1).count() <= 1;
    }
}
