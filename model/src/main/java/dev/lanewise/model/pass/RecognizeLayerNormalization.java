package dev.lanewise.model.pass;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary.Function;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.LayerNormalization;
import dev.lanewise.model.op.ReduceMean;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Recovers layer normalisation, (x - mean) / sqrt(variance + epsilon) scale + bias, from the nine
 * operators that exporters spelled it with before ONNX had it. Scalars are affine functions by now.
 */
final class RecognizeLayerNormalization {

    private RecognizeLayerNormalization() {}

    static Graph apply(Graph graph) {
        Rewrite rewrite = new Rewrite(graph);
        for (Node node : graph.nodes()) {
            Node normalization = normalization(graph, rewrite, node);
            rewrite.add(normalization == null ? node : normalization);
        }
        // What it was computed from goes, unless others read it.
        return rewrite.graph().pruned();
    }

    /** What computes the same as a sum with the bias, or null. */
    private static @Nullable Node normalization(Graph graph, Rewrite rewrite, Node sum) {
        int bias = constantSide(graph, sum, Binary.ADD);
        Node product = bias < 0 ? null : rewrite.producer(sum.input(1 - bias));
        int scale = constantSide(graph, product, Binary.MUL);
        Node quotient = scale < 0 ? null : rewrite.producer(product.input(1 - scale));
        if (!isArithmetic(quotient, Binary.DIV)) {
            return null;
        }
        Node root = elementwise(rewrite.producer(quotient.input(1)), Function.SQRT);
        Node shifted =
                root == null ? null : elementwise(rewrite.producer(root.input(0)), Function.AFFINE);
        Node variance = shifted == null ? null : rewrite.producer(shifted.input(0));
        Node difference = rewrite.producer(quotient.input(0));
        if (variance == null
                || !isArithmetic(difference, Binary.SUB)
                || !isSquare(graph, rewrite, rewrite.producer(variance.input(0)), difference)) {
            return null;
        }
        Node mean = rewrite.producer(difference.input(1));
        String x = difference.input(0);
        int axis = axis(graph, variance);
        float epsilon = ((Elementwise) shifted.op()).function().beta();
        boolean fits =
                mean != null
                        && axis >= 0
                        && axis(graph, mean) == axis
                        && mean.input(0).equals(x)
                        && ((Elementwise) shifted.op()).function().alpha() == 1
                        && epsilon > 0
                        && graph.type(sum.output()).equals(graph.type(x))
                        && isRow(graph, product.input(scale), x, axis)
                        && isRow(graph, sum.input(bias), x, axis);
        return fits
                ? new Node(
                        sum.name(),
                        new LayerNormalization(axis, epsilon),
                        List.of(x, product.input(scale), sum.input(bias)),
                        sum.outputs())
                : null;
    }

    /** The input of a sum or product that is a constant, or -1. */
    private static int constantSide(Graph graph, @Nullable Node node, Binary function) {
        if (!isArithmetic(node, function) || graph.type(node.output()).dtype() != DType.FLOAT32) {
            return -1;
        }
        return graph.constant(node.input(0)) != null
                ? 0
                : graph.constant(node.input(1)) != null ? 1 : -1;
    }

    private static boolean isArithmetic(@Nullable Node node, Binary function) {
        return node != null
                && node.op() instanceof Arithmetic arithmetic
                && arithmetic.function() == function
                && arithmetic.activation().isIdentity();
    }

    private static @Nullable Node elementwise(@Nullable Node node, Function function) {
        boolean fits =
                node != null
                        && node.op() instanceof Elementwise elementwise
                        && elementwise.function().function() == function;
        return fits ? node : null;
    }

    /** Whether the node squares {@code difference}, or one that was computed once more. */
    private static boolean isSquare(
            Graph graph, Rewrite rewrite, @Nullable Node node, Node difference) {
        if (node == null || !(node.op() instanceof Arithmetic)) {
            return false;
        }
        Tensor power = graph.constant(node.input(1));
        boolean square =
                isArithmetic(node, Binary.POW)
                                && power != null
                                && power.shape().elements() == 1
                                && power.getDouble(0) == 2
                        || isArithmetic(node, Binary.MUL) && node.input(0).equals(node.input(1));
        Node base = rewrite.producer(node.input(0));
        return square
                && isArithmetic(base, Binary.SUB)
                && base.inputs().equals(difference.inputs());
    }

    /** The first of the last axes that a mean is taken over and keeps, or -1. */
    private static int axis(Graph graph, Node node) {
        if (!(node.op() instanceof ReduceMean mean) || !mean.keepDims()) {
            return -1;
        }
        int[] axes = mean.axes(new Inputs(node, graph.types(), graph.constants()));
        int rank = graph.type(node.input(0)).shape().rank();
        int first = rank - axes.length;
        for (int i = 0; i < axes.length; i++) {
            if (axes[i] != first + i) {
                return -1;
            }
        }
        return axes.length == 0 ? -1 : first;
    }

    /** Whether a constant has a value for each element of the normalised axes. */
    private static boolean isRow(Graph graph, String constant, String x, int axis) {
        Shape shape = graph.type(x).shape();
        int[] row = Arrays.copyOfRange(shape.dims(), axis, shape.rank());
        return graph.type(constant).shape().equals(Shape.of(row));
    }
}
