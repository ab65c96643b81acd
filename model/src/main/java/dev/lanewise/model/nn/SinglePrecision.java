package dev.lanewise.model.nn;

import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Cast;
import dev.lanewise.model.op.ConstantOfShape;
import dev.lanewise.model.op.DequantizeLinear;
import dev.lanewise.model.op.Op;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Networks of FLOAT16, BFLOAT16 or FLOAT64, in part or throughout, as networks of FLOAT32. */
final class SinglePrecision {

    private SinglePrecision() {}

    /** The network with FLOAT32 in place of these types; constants of others are not copied. */
    static Graph of(Graph graph) {
        List<Node> nodes = graph.nodes().stream().map(SinglePrecision::of).toList();
        Map<String, Tensor> constants = new HashMap<>();
        graph.constants().forEach((name, tensor) -> constants.put(name, of(tensor)));
        List<TensorInfo> inputs = graph.inputs().stream().map(SinglePrecision::of).toList();
        return new Graph(graph.name(), inputs, graph.outputs(), nodes, constants, graph.metadata());
    }

    static TensorInfo of(TensorInfo info) {
        return new TensorInfo(info.name(), of(info.dtype()), info.dims());
    }

    private static Node of(Node node) {
        Op op =
                switch (node.op()) {
                    case Cast cast -> new Cast(of(cast.to()), cast.saturate());
                    case ConstantOfShape filled -> new ConstantOfShape(of(filled.value()));
                    case DequantizeLinear q when q.dtype() != null ->
                            new DequantizeLinear(q.axis(), q.block(), of(q.dtype()));
                    default -> node.op();
                };
        return new Node(node.name(), op, node.inputs(), node.outputs());
    }

    private static Tensor of(Tensor tensor) {
        return of(tensor.dtype()) == tensor.dtype()
                ? tensor
                : Tensor.of(tensor.shape(), tensor.toFloatArray());
    }

    private static DType of(DType type) {
        return switch (type) {
            case FLOAT16, BFLOAT16, FLOAT64 -> DType.FLOAT32;
            default -> type;
        };
    }
}
