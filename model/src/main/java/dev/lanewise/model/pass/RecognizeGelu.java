package dev.lanewise.model.pass;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.Unary.Function;
import dev.lanewise.model.DType;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Elementwise;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Recovers GELU, x / 2 (1 + erf(x / sqrt(2))), which exporters spelled out before ONNX had it. The
 * half may stand before or behind the product. Scalars are affine functions by now.
 */
final class RecognizeGelu {

    private static final double SQRT_HALF = Math.sqrt(0.5);

    private RecognizeGelu() {}

    static Graph apply(Graph graph) {
        Rewrite rewrite = new Rewrite(graph);
        for (Node node : graph.nodes()) {
            if (!gelu(graph, rewrite, node, 0) && !gelu(graph, rewrite, node, 1)) {
                rewrite.add(node);
            }
        }
        return rewrite.graph();
    }

    /** Rewrites a product whose input {@code side} is 1 + erf(x / sqrt(2)). */
    private static boolean gelu(Graph graph, Rewrite rewrite, Node product, int side) {
        boolean fits =
                product.op() instanceof Arithmetic arithmetic
                        && arithmetic.function() == Binary.MUL
                        && arithmetic.activation().isIdentity()
                        && graph.type(product.output()).dtype() == DType.FLOAT32;
        Node sum = fits ? read(rewrite, product.input(side), Function.AFFINE) : null;
        if (sum == null || !function(sum).equals(affine(1, 1))) {
            return false;
        }
        Node erf = read(rewrite, sum.input(0), Function.ERF);
        Node scaled = erf == null ? null : read(rewrite, erf.input(0), Function.AFFINE);
        if (scaled == null
                || function(scaled).beta() != 0
                || Math.abs(function(scaled).alpha() - SQRT_HALF) > 1e-6) {
            return false;
        }
        String x = scaled.input(0);
        String other = product.input(1 - side);
        float factor = 2;
        if (!other.equals(x)) {
            Node times = read(rewrite, other, Function.AFFINE);
            if (times == null || function(times).beta() != 0 || !times.input(0).equals(x)) {
                return false;
            }
            factor *= function(times).alpha();
            rewrite.remove(times);
        }
        rewrite.remove(scaled);
        rewrite.remove(sum);
        // Its name is free now: GELU before what is left to multiply with.
        rewrite.addInsteadOf(
                erf,
                new Node(
                        product.name(),
                        new Elementwise(Unary.of(Function.GELU)),
                        List.of(x),
                        erf.outputs()));
        rewrite.add(
                new Node(
                        product.name(),
                        new Elementwise(affine(factor, 0)),
                        erf.outputs(),
                        product.outputs()));
        return true;
    }

    /** The node of this function that computes {@code value} for one reader only, or null. */
    private static @Nullable Node read(Rewrite rewrite, String value, Function function) {
        Node node = rewrite.producer(value);
        boolean fits =
                node != null
                        && node.op() instanceof Elementwise elementwise
                        && elementwise.function().function() == function
                        && rewrite.single(value);
        return fits ? node : null;
    }

    private static Unary function(Node node) {
        return ((Elementwise) node.op()).function();
    }

    private static Unary affine(float alpha, float beta) {
        return new Unary(Function.AFFINE, alpha, beta);
    }
}
