package dev.lanewise.model.onnx.writer;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.SymbolicTypes;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.If;
import dev.lanewise.model.op.Loop;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Scan;
import dev.lanewise.model.op.Subgraph;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes ONNX's {@code GraphProto} of a graph, or of the body of an operator. */
final class GraphWriting {

    private final int opset;
    private final Weights weights;
    private final Set<String> names;
    private final Set<String> nodeNames;
    private final @Nullable GraphWriting around;
    private final Map<String, Tensor> constants;
    private final Map<String, TensorType> types;
    private final List<ProtoWriter> nodes = new ArrayList<>();
    private final Set<String> read = new HashSet<>();
    private int needed;

    /**
     * @param weights where the elements of initializers go
     */
    GraphWriting(Graph graph, int opset, Weights weights) {
        this.opset = opset;
        this.weights = weights;
        this.names = new HashSet<>(graph.constants().keySet());
        graph.inputs().forEach(input -> names.add(input.name()));
        this.nodeNames = new HashSet<>();
        addNames(graph.nodes());
        this.around = null;
        this.constants = new HashMap<>(graph.constants());
        this.types =
                graph.types().isEmpty()
                        ? SymbolicTypes.of(graph).map(SymbolicTypes::types).orElse(Map.of())
                        : graph.types();
    }

    private GraphWriting(GraphWriting around, Subgraph body) {
        this.opset = around.opset;
        this.weights = around.weights;
        this.names = around.names;
        this.nodeNames = around.nodeNames;
        this.around = around;
        this.constants = new HashMap<>(body.constants());
        this.types = Map.of();
    }

    private void addNames(List<Node> all) {
        for (Node node : all) {
            names.addAll(node.outputs());
            for (Subgraph body : bodies(node.op())) {
                names.addAll(body.inputs());
                names.addAll(body.constants().keySet());
                addNames(body.nodes());
            }
        }
    }

    private static List<Subgraph> bodies(Op op) {
        return switch (op) {
            case If branch -> List.of(branch.then(), branch.otherwise());
            case Loop loop -> List.of(loop.body());
            case Scan scan -> List.of(scan.body());
            default -> List.of();
        };
    }

    /** The whole graph. */
    ProtoWriter graph(Graph graph) {
        graph.inputs().forEach(input -> needs(since(input.dtype())));
        graph.constants().values().forEach(tensor -> needs(since(tensor.dtype())));
        graph.nodes().forEach(this::node);
        List<TensorInfo> outputs =
                graph.types().isEmpty()
                        ? SymbolicTypes.of(graph).map(SymbolicTypes::outputs).orElse(List.of())
                        : graph.outputs().stream().map(name -> info(graph, name)).toList();
        read.addAll(graph.outputs());
        ProtoWriter proto = contents(graph.name().isEmpty() ? "graph" : graph.name());
        for (TensorInfo input : graph.inputs()) {
            // A typed graph is fitted to its shapes: it holds for no others.
            proto.message(11, value(graph.types().isEmpty() ? input : info(graph, input.name())));
        }
        for (int i = 0; i < graph.outputs().size(); i++) {
            proto.message(
                    12, outputs.isEmpty() ? name(graph.outputs().get(i)) : value(outputs.get(i)));
        }
        return proto;
    }

    private static TensorInfo info(Graph graph, String value) {
        TensorType type = graph.type(value);
        return TensorInfo.of(value, type.dtype(), type.shape());
    }

    /**
     * The body of an operator.
     *
     * @param formal the type of each input that is the body's own; the others are values around
     * @param captured names of those around
     */
    ProtoWriter body(Subgraph body, List<Optional<TensorType>> formal, List<String> captured) {
        GraphWriting inner = new GraphWriting(this, body);
        ProtoWriter proto = inner.body(body, formal, captured, this);
        needed = Math.max(needed, inner.needed);
        return proto;
    }

    private ProtoWriter body(
            Subgraph body,
            List<Optional<TensorType>> formal,
            List<String> captured,
            GraphWriting outer) {
        Set<String> defined = new HashSet<>(body.constants().keySet());
        for (int i = 0; i < captured.size(); i++) {
            String own = body.inputs().get(formal.size() + i);
            String other = captured.get(i);
            if (!own.equals(other)) {
                add(own, new NodeForm("Identity"), List.of(other), List.of(own));
                defined.add(own);
            }
        }
        for (Node node : sorted(body)) {
            node(node);
            defined.addAll(node.outputs());
        }
        List<String> outputs = new ArrayList<>();
        for (String output : body.outputs()) {
            // What a body hands through must have a name of its own.
            boolean own = defined.contains(output) && !outputs.contains(output);
            String name = own ? output : fresh(output, "output");
            if (!own) {
                add(name, new NodeForm("Identity"), List.of(output), List.of(name));
            }
            outputs.add(name);
        }
        read.addAll(outputs);
        // What is neither defined nor given here is read around.
        outer.read.addAll(read);
        ProtoWriter proto = contents(body.name().isEmpty() ? "body" : body.name());
        for (int i = 0; i < formal.size(); i++) {
            String input = body.inputs().get(i);
            proto.message(11, formal.get(i).map(type -> ranked(input, type)).orElse(name(input)));
        }
        outputs.forEach(output -> proto.message(12, name(output)));
        return proto;
    }

    /** The nodes, producers before consumers. */
    private static List<Node> sorted(Subgraph body) {
        List<TensorInfo> inputs =
                body.inputs().stream()
                        .map(name -> new TensorInfo(name, DType.FLOAT32, List.of()))
                        .toList();
        return new Graph(
                        body.name(),
                        inputs,
                        body.outputs(),
                        body.nodes(),
                        body.constants(),
                        Map.of())
                .nodes();
    }

    private ProtoWriter contents(String name) {
        ProtoWriter proto = new ProtoWriter();
        nodes.forEach(node -> proto.message(1, node));
        proto.text(2, name);
        for (String constant : new TreeSet<>(constants.keySet())) {
            if (read.contains(constant)) {
                proto.message(5, weights.initializer(constant, constants.get(constant)));
            }
        }
        return proto;
    }

    private void node(Node node) {
        NodeWriting out = new NodeWriting(this, node);
        try {
            OperatorWriting.write(node.op(), out);
        } catch (IllegalArgumentException e) {
            throw new ModelException(node.label() + ": can't be written: " + e.getMessage(), e);
        }
    }

    void add(String name, NodeForm form, List<String> inputs, List<String> outputs) {
        read.addAll(inputs);
        nodes.add(form.node(fresh(nodeNames, name, form.type()), inputs, outputs));
    }

    /** The version of the operator set to be written. */
    int opset() {
        return opset;
    }

    /** Asks for an operator set of at least this version. */
    void needs(int version) {
        needed = Math.max(needed, version);
    }

    /** The newest operator set that was asked for. */
    int needed() {
        return needed;
    }

    /** The type of a value, if it is known. */
    Optional<TensorType> type(String value) {
        Tensor constant = constants.get(value);
        if (constant != null) {
            return Optional.of(TensorType.of(constant));
        }
        return Optional.ofNullable(types.get(value));
    }

    /** A value that is known, or null. */
    @Nullable Tensor constant(String value) {
        Tensor own = constants.get(value);
        return own == null && around != null ? around.constant(value) : own;
    }

    void define(String name, Tensor value) {
        constants.put(name, value);
    }

    /** A new name of a value, made of two. */
    String fresh(String base, String role) {
        return fresh(names, base + "/" + role, "");
    }

    /** A name if it is new, else a similar one. */
    private static String fresh(Set<String> taken, String base, String role) {
        String name = base;
        for (int i = 2; !taken.add(name); i++) {
            name = base + (role.isEmpty() ? "" : "/" + role) + i;
        }
        return name;
    }

    private static ProtoWriter name(String name) {
        return ProtoWriter.message(p -> p.text(1, name));
    }

    /** Element type and rank; extents may differ from turn to turn. */
    private static ProtoWriter ranked(String name, TensorType type) {
        TensorInfo.Dim unknown = new TensorInfo.Dim("", -1);
        List<TensorInfo.Dim> dims = Collections.nCopies(type.shape().rank(), unknown);
        return value(new TensorInfo(name, type.dtype(), dims));
    }

    private static ProtoWriter value(TensorInfo info) {
        ProtoWriter shape = new ProtoWriter();
        for (TensorInfo.Dim dim : info.dims()) {
            shape.message(
                    1,
                    p -> {
                        if (dim.isFixed()) {
                            p.integer(1, dim.size());
                        } else if (!dim.symbol().isEmpty()) {
                            p.text(2, dim.symbol());
                        }
                    });
        }
        return name(info.name())
                .message(
                        2,
                        type ->
                                type.message(
                                        1,
                                        tensor ->
                                                tensor.integer(1, info.dtype().onnx())
                                                        .message(2, shape)));
    }

    /** A tensor with its elements. */
    static ProtoWriter tensor(String name, Tensor tensor) {
        return header(name, tensor)
                .bytes(9, tensor.dtype().isPacked() ? packed(tensor) : tensor.segment());
    }

    /** Several elements in each byte, the first in the lowest bits. */
    private static MemorySegment packed(Tensor tensor) {
        int bits = tensor.dtype().bits();
        int perByte = 8 / bits;
        byte[] packed = new byte[(tensor.shape().elements() + perByte - 1) / perByte];
        for (int i = 0; i < tensor.shape().elements(); i++) {
            int code = tensor.segment().get(ValueLayout.JAVA_BYTE, i) & (1 << bits) - 1;
            packed[i / perByte] |= (byte) (code << i % perByte * bits);
        }
        return MemorySegment.ofArray(packed);
    }

    /** The first operator set whose operators on weights know the type. */
    static int since(DType dtype) {
        return switch (dtype) {
            case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ -> 19;
            case INT4, UINT4 -> 21;
            case FLOAT4E2M1 -> 23;
            case FLOAT8E8M0 -> 24;
            case INT2, UINT2 -> 25;
            default -> 1;
        };
    }

    /** A tensor without its elements. */
    static ProtoWriter header(String name, Tensor tensor) {
        ProtoWriter proto = new ProtoWriter();
        for (int dim : tensor.shape().dims()) {
            proto.integer(1, dim);
        }
        proto.integer(2, tensor.dtype().onnx());
        return name.isEmpty() ? proto : proto.text(8, name);
    }

    /** Where the elements of initializers go. */
    interface Weights {
        /** The initializer's {@code TensorProto}. */
        ProtoWriter initializer(String name, Tensor tensor);
    }

    /** Key-value pairs in the order of their keys. */
    static void pairs(ProtoWriter to, int field, Map<String, String> pairs) {
        new TreeMap<>(pairs)
                .forEach((key, value) -> to.message(field, p -> p.text(1, key).text(2, value)));
    }
}
