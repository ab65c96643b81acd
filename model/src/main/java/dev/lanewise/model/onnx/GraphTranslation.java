package dev.lanewise.model.onnx;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.onnx.UnsupportedModelException.Unsupported;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Subgraph;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes a graph of a file's content, or tells everything in it that can't run. */
final class GraphTranslation {

    private final String file;
    private final ModelProto model;
    private final GraphProto proto;
    private final @Nullable Path folder;
    private final @Nullable GraphTranslation around;
    private final Map<String, Tensor> constants = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Unsupported> unsupported;
    private final Map<String, List<Shape>> shapes;
    private final Map<String, List<String>> sequences = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> read = new HashSet<>();

    /**
     * @param file what messages call the file
     * @param folder where external data lies, null where there is none
     * @param shapes shapes of the tensors in each input that is a sequence or optional
     */
    GraphTranslation(
            String file, ModelProto model, @Nullable Path folder, Map<String, List<Shape>> shapes) {
        this.file = file;
        this.model = model;
        if (model.graph() == null) {
            throw new ModelException(file + ": no ONNX file: expected a graph, actual none");
        }
        this.proto = FunctionInlining.inline(file, model, model.graph());
        this.folder = folder;
        this.around = null;
        this.unsupported = new ArrayList<>();
        this.shapes = shapes;
    }

    /** The body of an operator of the graph around. */
    private GraphTranslation(GraphTranslation around, GraphProto body) {
        this.file = around.file;
        this.model = around.model;
        this.proto = body;
        this.folder = around.folder;
        this.around = around;
        this.unsupported = around.unsupported;
        this.shapes = Map.of();
    }

    /**
     * The body of an operator.
     *
     * @param formal names of its formal inputs
     * @param subgraph the body; its inputs are the formal ones, then the captured
     * @param captured names of the values that it reads of the graph around
     */
    record Body(List<String> formal, Subgraph subgraph, List<String> captured) {}

    /** Translates the body of an operator. */
    Body body(GraphProto body) {
        for (List<ValueInfoProto> values : List.of(body.inputs(), body.outputs())) {
            for (ValueInfoProto value : values) {
                if (value.isSequence()) {
                    throw new OnnxNode.Unsupported(
                            "a "
                                    + value.kind()
                                    + " that a body is given or gives is not supported");
                }
            }
        }
        GraphTranslation inner = new GraphTranslation(this, body);
        inner.nodes();
        List<String> formal = body.inputs().stream().map(ValueInfoProto::name).toList();
        Set<String> defined = new HashSet<>(inner.constants.keySet());
        inner.nodes.forEach(node -> defined.addAll(node.outputs()));
        defined.addAll(formal);
        Set<String> captured = new LinkedHashSet<>();
        inner.nodes.forEach(node -> captured.addAll(node.inputs()));
        List<String> outputs = body.outputs().stream().map(ValueInfoProto::name).toList();
        captured.addAll(outputs);
        captured.removeAll(defined);
        captured.remove("");
        List<String> inputs = new ArrayList<>(formal);
        inputs.addAll(captured);
        return new Body(
                formal,
                new Subgraph(body.name(), inputs, outputs, inner.nodes, inner.constants),
                List.copyOf(captured));
    }

    /** The graph. */
    Graph translate() {
        List<TensorInfo> inputs = nodes();
        if (!unsupported.isEmpty()) {
            throw new UnsupportedModelException(file, unsupported);
        }
        try {
            return new Graph(
                    proto.name(),
                    inputs,
                    proto.outputs().stream()
                            .map(ValueInfoProto::name)
                            .flatMap(name -> sequences.getOrDefault(name, List.of(name)).stream())
                            .toList(),
                    nodes,
                    constants,
                    model.metadata());
        } catch (ModelException e) {
            throw new ModelException(file + ": " + e.getMessage(), e);
        }
    }

    /** Translates initializers and nodes; gives the inputs. */
    private List<TensorInfo> nodes() {
        proto.inputs().forEach(input -> names.add(input.name()));
        proto.nodes().forEach(node -> names.addAll(node.outputs()));
        addRead(proto);
        proto.initializers().forEach(this::initializer);
        if (proto.sparseInitializers() > 0) {
            refuseValue("", "initializer", "sparse tensors are not supported");
        }
        // What a body is given has types that only the operator knows.
        List<TensorInfo> inputs = around == null ? inputs() : List.of();
        // Nodes that hold a weight come first: others may ask for it.
        for (boolean constant : new boolean[] {true, false}) {
            for (NodeProto node : proto.nodes()) {
                if (node.type().equals("Constant") == constant) {
                    node(node);
                }
            }
        }
        return inputs;
    }

    /** Notes what a graph reads, in the bodies of its operators too. */
    private void addRead(GraphProto graph) {
        graph.outputs().forEach(output -> read.add(output.name()));
        for (NodeProto node : graph.nodes()) {
            read.addAll(node.inputs());
            for (AttributeProto attribute : node.attributes().values()) {
                if (attribute.graph() != null) {
                    addRead(attribute.graph());
                }
            }
        }
    }

    private void initializer(TensorProto tensor) {
        names.add(tensor.name());
        if (tensor.isSupported()) {
            String where = "initializer '" + tensor.name() + "'";
            define(tensor.name(), tensor(tensor, where), where);
        } else {
            refuseValue(tensor.name(), "initializer", "a " + tensor.kind() + " is not supported");
        }
    }

    /** The inputs that a run must provide; old files list the weights among them. */
    private List<TensorInfo> inputs() {
        List<TensorInfo> inputs = new ArrayList<>();
        for (ValueInfoProto input : proto.inputs()) {
            if (constants.containsKey(input.name())) {
                continue;
            }
            String reason = null;
            if (input.isSequence() && shapes.containsKey(input.name())) {
                inputs.addAll(elements(input, shapes.get(input.name())));
                continue;
            }
            if (!input.isTensor()) {
                reason = "a " + input.kind() + " is not supported";
            } else if (input.dims() == null) {
                reason = "a tensor of unknown rank is not supported";
            }
            try {
                if (reason == null) {
                    inputs.add(
                            new TensorInfo(
                                    input.name(),
                                    DType.ofOnnx(input.elementType()),
                                    checked(input)));
                    continue;
                }
            } catch (IllegalArgumentException e) {
                reason = String.valueOf(e.getMessage());
            }
            refuseValue(input.name(), "graph input", reason);
        }
        return inputs;
    }

    /** A sequence becomes the tensors that it holds. */
    private List<TensorInfo> elements(ValueInfoProto input, List<Shape> shapesOfElements) {
        DType dtype = DType.ofOnnx(input.elementType());
        List<TensorInfo> elements = new ArrayList<>();
        for (Shape shape : shapesOfElements) {
            String name = fresh(input.name(), Integer.toString(elements.size()));
            elements.add(TensorInfo.of(name, dtype, shape));
        }
        sequence(input.name(), elements.stream().map(TensorInfo::name).toList());
        return elements;
    }

    private List<TensorInfo.Dim> checked(ValueInfoProto input) {
        List<TensorInfo.Dim> dims = Objects.requireNonNull(input.dims());
        try {
            Shape.of(dims.stream().mapToLong(d -> d.isFixed() ? d.size() : 1).toArray());
            return dims;
        } catch (IllegalArgumentException e) {
            throw new ModelException(file + ": input '" + input.name() + "': " + e.getMessage(), e);
        }
    }

    private void node(NodeProto node) {
        long opset = node.opset();
        Operators.Entry entry =
                node.domain().equals(NodeProto.STANDARD_DOMAIN)
                        ? Operators.find(node.type())
                        : null;
        if (entry == null) {
            refuse(node, Operators.reason(node.domain(), node.type()));
            return;
        }
        if (opset < 1 || opset > Operators.NEWEST_OPSET) {
            refuse(
                    node,
                    opset < 1
                            ? "the file imports no opset of this domain"
                            : "expected an opset of at most " + Operators.NEWEST_OPSET);
            return;
        }
        int since = OperatorVersions.since(node.type());
        if (opset < since) {
            refuse(
                    node,
                    "expected an opset of at least " + since + ", which brought this operator");
            return;
        }
        OnnxNode context = new OnnxNode(this, node, opset);
        try {
            entry.checkCounts(context);
            if (!entry.takesSequences() && node.inputs().stream().anyMatch(this::isSequence)) {
                throw context.unsupported("a sequence as input is not supported");
            }
            entry.translator().translate(context);
            context.checkAttributes();
        } catch (OnnxNode.Unsupported e) {
            refuse(node, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw context.wrong(e.getMessage());
        }
    }

    private void refuse(NodeProto node, String reason) {
        unsupported.add(
                new Unsupported(node.name(), node.type(), node.domain(), node.opset(), reason));
    }

    private void refuseValue(String name, String what, String reason) {
        String domain = NodeProto.STANDARD_DOMAIN;
        unsupported.add(new Unsupported(name, what, domain, model.opset(domain), reason));
    }

    /** What messages call the file. */
    String file() {
        return file;
    }

    /** A tensor of the file. */
    Tensor tensor(TensorProto tensor, String where) {
        return tensor.tensor(file + ": " + where, folder);
    }

    /** A value that is known, or null. */
    @Nullable Tensor constant(String name) {
        Tensor constant = constants.get(name);
        boolean isOuter = constant == null && around != null && !names.contains(name);
        return isOuter ? around.constant(name) : constant;
    }

    /**
     * Whether the value is a sequence; one that is computed outside of a body isn't known there.
     */
    boolean isSequence(String name) {
        return sequences.containsKey(name) || (around != null && around.isSequence(name));
    }

    /** Names of the tensors in a sequence. */
    List<String> sequence(String name) {
        List<String> elements = sequences.get(name);
        if (elements == null) {
            throw new OnnxNode.Unsupported("'" + name + "' is no sequence of known length");
        }
        return elements;
    }

    /** Defines a sequence. */
    void sequence(String name, List<String> elements) {
        if (sequences.put(name, List.copyOf(elements)) != null) {
            throw new ModelException(file + ": value '" + name + "' is defined twice");
        }
    }

    /** Extents of a constant or a graph input; none where they are not known. */
    List<TensorInfo.Dim> dims(String name) {
        Tensor constant = constant(name);
        if (constant != null) {
            return TensorInfo.of(name, constant.dtype(), constant.shape()).dims();
        }
        for (ValueInfoProto input : proto.inputs()) {
            if (input.name().equals(name) && input.dims() != null) {
                return input.dims();
            }
        }
        return List.of();
    }

    /** Whether a node reads the value or the graph gives it. */
    boolean isRead(String value) {
        return !value.isEmpty() && read.contains(value);
    }

    /** Defines a known value. */
    void define(String name, Tensor tensor, String where) {
        if (name.isEmpty() || constants.put(name, tensor) != null) {
            throw new ModelException(
                    file
                            + ": "
                            + where
                            + ": expected a name that nothing else has, actual '"
                            + name
                            + "'");
        }
    }

    /** Adds a node. */
    void add(String name, Op op, List<String> inputs, List<String> outputs) {
        nodes.add(new Node(name, op, inputs, outputs));
    }

    /** A new name made of two. */
    String fresh(String base, String role) {
        String name = base + "/" + role;
        for (int i = 2; !names.add(name); i++) {
            name = base + "/" + role + i;
        }
        return name;
    }
}
