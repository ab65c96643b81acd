package dev.lanewise.model.pass;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Elementwise;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns x gate + x into x (gate + 1) where the gate is broadcast, as squeeze-and-excitation beside
 * a shortcut has it: a pass over the gate in place of one over x.
 */
final class GatedSum {

    private GatedSum() {}

    static Graph apply(Graph graph) {
        Rewrite rewrite = new Rewrite(graph);
        Map<String, TensorType> types = new HashMap<>();
        for (Node node : graph.nodes()) {
            Node product = gatedBefore(graph, rewrite, node, 0);
            product = product == null ? gatedBefore(graph, rewrite, node, 1) : product;
            if (product == null) {
                rewrite.add(node);
                continue;
            }
            String x = node.input(node.input(0).equals(product.output()) ? 1 : 0);
            String gate = product.input(product.input(0).equals(x) ? 1 : 0);
            String sum = node.output() + ".gate";
            types.put(sum, graph.type(gate));
            Unary plusOne = new Unary(Unary.Function.AFFINE, 1, 1);
            rewrite.add(
                    new Node(
                            product.name(), new Elementwise(plusOne), List.of(gate), List.of(sum)));
            rewrite.addInsteadOf(
                    product, new Node(node.name(), product.op(), List.of(x, sum), node.outputs()));
        }
        Graph rewritten = rewrite.graph();
        types.putAll(rewritten.types());
        return rewritten.withTypes(types);
    }

    /** The product of a sum's other operand and a gate that input {@code side} is, or null. */
    private static @Nullable Node gatedBefore(Graph graph, Rewrite rewrite, Node node, int side) {
        if (!is(node, Binary.ADD) || !rewrite.single(node.input(side))) {
            return null;
        }
        String x = node.input(1 - side);
        Node product = rewrite.producer(node.input(side));
        if (product == null || !is(product, Binary.MUL) || !product.inputs().contains(x)) {
            return null;
        }
        String gate = product.input(product.input(0).equals(x) ? 1 : 0);
        TensorType type = graph.type(node.output());
        boolean fits =
                type.dtype() == DType.FLOAT32
                        && graph.type(x).equals(type)
                        && graph.constant(gate) == null
                        && graph.type(gate).shape().elements() < type.shape().elements();
        return fits ? product : null;
    }

    private static boolean is(Node node, Binary function) {
        return node.op() instanceof Arithmetic arithmetic
                && arithmetic.function() == function
                && arithmetic.activation().isIdentity();
    }
}
