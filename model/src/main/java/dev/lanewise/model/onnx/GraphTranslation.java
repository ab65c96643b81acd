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

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
    private final Map<String, Tensor> constants = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Unsupported> unsupported = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> read = new HashSet<>();

    /**
     * @param file what messages call the file
     * @param folder where external data lies, null where there is none
     */
    GraphTranslation(String file, ModelProto model, @Nullable Path folder) {
        this.file = file;
        this.model = model;
        if (model.graph() == null) {
            throw new ModelException(file + ": no ONNX file: expected a graph, actual none");
        }
        this.proto = model.graph();
        this.folder = folder;
    }

    /** The graph. */
    Graph translate() {
        proto.inputs().forEach(input -> names.add(input.name()));
        for (NodeProto node : proto.nodes()) {
            names.addAll(node.outputs());
            read.addAll(node.inputs());
        }
        proto.outputs().forEach(output -> read.add(output.name()));
        proto.initializers().forEach(this::initializer);
        if (proto.sparseInitializers() > 0) {
            refuse(
                    "",
                    "initializer",
                    NodeProto.STANDARD_DOMAIN,
                    "sparse tensors are not supported");
        }
        List<TensorInfo> inputs = inputs();
        // Nodes that hold a weight come first: others may ask for it.
        for (boolean constant : new boolean[] {true, false}) {
            for (NodeProto node : proto.nodes()) {
                if (node.type().equals("Constant") == constant) {
                    node(node);
                }
            }
        }
        if (!unsupported.isEmpty()) {
            throw new UnsupportedModelException(file, unsupported);
        }
        try {
            return new Graph(
                    proto.name(),
                    inputs,
                    proto.outputs().stream().map(ValueInfoProto::name).toList(),
                    nodes,
                    constants,
                    model.metadata());
        } catch (ModelException e) {
            throw new ModelException(file + ": " + e.getMessage(), e);
        }
    }

    private void initializer(TensorProto tensor) {
        names.add(tensor.name());
        if (tensor.isSupported()) {
            String where = "initializer '" + tensor.name() + "'";
            define(tensor.name(), tensor(tensor, where), where);
        } else {
            refuse(
                    tensor.name(),
                    "initializer",
                    NodeProto.STANDARD_DOMAIN,
                    "a " + tensor.kind() + " is not supported");
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
            refuse(input.name(), "graph input", NodeProto.STANDARD_DOMAIN, reason);
        }
        return inputs;
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
        long opset = model.opset(node.domain());
        Operators.Entry entry =
                node.domain().equals(NodeProto.STANDARD_DOMAIN)
                        ? Operators.find(node.type())
                        : null;
        if (entry == null) {
            refuse(node.name(), node.type(), node.domain(), "no such operator");
            return;
        }
        if (opset < 1 || opset > Operators.NEWEST_OPSET) {
            refuse(
                    node.name(),
                    node.type(),
                    node.domain(),
                    opset < 1
                            ? "the file imports no opset of this domain"
                            : "expected an opset of at most " + Operators.NEWEST_OPSET);
            return;
        }
        OnnxNode context = new OnnxNode(this, node, opset);
        try {
            entry.checkCounts(context);
            entry.translator().translate(context);
            context.checkAttributes();
        } catch (OnnxNode.Unsupported e) {
            refuse(node.name(), node.type(), node.domain(), String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw context.wrong(e.getMessage());
        }
    }

    private void refuse(String name, String operator, String domain, String reason) {
        unsupported.add(new Unsupported(name, operator, domain, model.opset(domain), reason));
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
        return constants.get(name);
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
