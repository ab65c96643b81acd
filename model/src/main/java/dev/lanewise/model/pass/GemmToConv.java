package dev.lanewise.model.pass;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.Flatten;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.Reshape;
import dev.lanewise.model.op.SpatialWindow;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a matrix product of flattened feature maps a convolution whose window is the maps: it reads
 * them as they lie, so that nothing needs to be reordered. For one image, and for small networks,
 * where reordering counts.
 */
final class GemmToConv {

    /** Longer products take far longer than reordering does. */
    private static final int LONGEST = 4096;

    private GemmToConv() {}

    static Graph apply(Graph graph) {
        Rewrite rewrite = new Rewrite(graph);
        Map<String, TensorType> types = new HashMap<>(graph.types());
        for (Node node : graph.nodes()) {
            Node flatten = flattenBefore(graph, rewrite, node);
            if (flatten == null) {
                rewrite.add(node);
                continue;
            }
            Shape maps = graph.type(flatten.input(0)).shape();
            Tensor weight = rewrite.constants.get(node.input(1));
            Shape window = Shape.of(weight.shape().dim(0), maps.dim(1), maps.dim(2), maps.dim(3));
            String name = node.output();
            rewrite.constants.put(
                    name + ".window", new Tensor(DType.FLOAT32, window, weight.segment()));
            Shape pixel = Shape.of(1, window.dim(0), 1, 1);
            types.put(name + ".pixel", new TensorType(DType.FLOAT32, pixel));
            rewrite.addInsteadOf(flatten, conv(node, flatten.input(0), name));
            rewrite.add(
                    new Node(
                            node.name(),
                            new Flatten(1),
                            List.of(name + ".pixel"),
                            List.of(node.output())));
        }
        Graph rewritten = rewrite.graph();
        types.putAll(rewritten.types());
        return rewritten.withTypes(types);
    }

    private static Node conv(Node gemm, String maps, String name) {
        SpatialWindow window =
                new SpatialWindow(
                        List.of(), List.of(), List.of(), List.of(), AutoPad.NOTSET, false);
        return new Node(
                gemm.name(),
                new Conv(window, 1, Epilogue.of(((Gemm) gemm.op()).activation())),
                List.of(maps, name + ".window", gemm.input(2)),
                List.of(name + ".pixel"));
    }

    /** The node that flattens what the product reads, or null if it stays as it is. */
    private static @Nullable Node flattenBefore(Graph graph, Rewrite rewrite, Node node) {
        boolean plain =
                node.op() instanceof Gemm gemm
                        && gemm.alpha() == 1
                        && gemm.beta() == 1
                        && !gemm.transA()
                        && gemm.transB()
                        && graph.type(node.output()).dtype() == DType.FLOAT32;
        Node flatten = plain ? rewrite.producer(node.input(0)) : null;
        if (flatten == null
                || !(flatten.op() instanceof Flatten || flatten.op() instanceof Reshape)
                || !rewrite.single(node.input(0))
                || !graph.types().containsKey(flatten.input(0))) {
            // The last: a product before this one has become a convolution.
            return null;
        }
        Node maps = rewrite.producer(flatten.input(0));
        Tensor weight = rewrite.constants.get(node.input(1));
        boolean fits =
                maps != null
                        && (maps.op() instanceof Conv
                                || maps.op() instanceof MaxPool
                                || maps.op() instanceof AveragePool)
                        && weight != null
                        && isSmall(graph.type(flatten.input(0)).shape())
                        && isRow(graph, node.input(2), weight.shape().dim(0));
        return fits ? flatten : null;
    }

    private static boolean isSmall(Shape maps) {
        return maps.rank() == 4
                && maps.dim(0) == 1
                && maps.dim(2) * maps.dim(3) > 1
                && maps.elements() <= LONGEST;
    }

    /** Whether C is absent, or a constant with one value for each column. */
    private static boolean isRow(Graph graph, String c, int columns) {
        return c.isEmpty()
                || graph.constant(c) != null && graph.type(c).shape().equals(Shape.of(columns));
    }
}
