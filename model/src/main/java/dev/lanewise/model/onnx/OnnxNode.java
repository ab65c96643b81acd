package dev.lanewise.model.onnx;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.onnx.AttributeProto.Kind;
import dev.lanewise.model.op.Op;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A node on its way from the file into the graph. Every attribute must be asked for: one that
 * nobody asks for is a mistake in the file.
 */
final class OnnxNode {

    /** Thrown for a node that is sound but can't run. */
    static final class Unsupported extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unsupported(String reason) {
            super(reason, null, false, false);
        }
    }

    private final GraphTranslation graph;
    private final NodeProto proto;
    private final long opset;
    private final Set<String> asked = new HashSet<>();

    OnnxNode(GraphTranslation graph, NodeProto proto, long opset) {
        this.graph = graph;
        this.proto = proto;
        this.opset = opset;
    }

    /** The operator. */
    String type() {
        return proto.type();
    }

    /** Version of the operator set that the file imports. */
    long opset() {
        return opset;
    }

    /** Number of inputs, absent ones in between included. */
    int inputs() {
        return proto.inputs().size();
    }

    /** Input {@code i}, empty if absent. */
    String input(int i) {
        return i < inputs() ? proto.inputs().get(i) : "";
    }

    /** Whether optional input {@code i} is there. */
    boolean has(int i) {
        return !input(i).isEmpty();
    }

    /** Value of input {@code i} if the file holds it, else null. */
    @Nullable Tensor known(int i) {
        return graph.constant(input(i));
    }

    /** Number of outputs, unwanted ones in between included. */
    int outputs() {
        return proto.outputs().size();
    }

    /** Whether a node or the graph's outputs need output {@code i}. */
    boolean needs(int i) {
        return i < outputs() && graph.isRead(proto.outputs().get(i));
    }

    /** Whether the file has this attribute. */
    boolean hasAttribute(String name) {
        asked.add(name);
        return proto.attributes().containsKey(name);
    }

    /** Accepts attributes that change nothing here. */
    void ignore(String... names) {
        asked.addAll(List.of(names));
    }

    private @Nullable AttributeProto attribute(String name, Kind kind) {
        asked.add(name);
        AttributeProto attribute = proto.attributes().get(name);
        if (attribute != null && attribute.kind() != kind) {
            throw wrong(
                    "attribute "
                            + name
                            + " expected of type "
                            + kind
                            + ", actual "
                            + attribute.kind());
        }
        return attribute;
    }

    /** An integer. */
    long int64(String name, long otherwise) {
        AttributeProto attribute = attribute(name, Kind.INT);
        return attribute == null ? otherwise : attribute.integer();
    }

    /** An integer of 32 bits. */
    int int32(String name, int otherwise) {
        return narrow(name, int64(name, otherwise));
    }

    /** An integer that must be there. */
    int int32(String name) {
        if (!hasAttribute(name)) {
            throw wrong("attribute " + name + " expected, actual none");
        }
        return int32(name, 0);
    }

    private int narrow(String name, long value) {
        if ((int) value != value) {
            throw wrong("attribute " + name + " expected of 32 bits, actual " + value);
        }
        return (int) value;
    }

    /** An integer, 0 or 1. */
    boolean flag(String name, boolean otherwise) {
        long value = int64(name, otherwise ? 1 : 0);
        if (value != 0 && value != 1) {
            throw wrong("attribute " + name + " expected 0 or 1, actual " + value);
        }
        return value == 1;
    }

    /** A float. */
    float real(String name, float otherwise) {
        AttributeProto attribute = attribute(name, Kind.FLOAT);
        return attribute == null ? otherwise : attribute.real();
    }

    /** A text. */
    String text(String name, String otherwise) {
        AttributeProto attribute = attribute(name, Kind.STRING);
        return attribute == null ? otherwise : attribute.text();
    }

    /** A text that is one of an enum's constants, in any case. */
    <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
        String text = text(name, otherwise.name());
        for (E constant : Objects.requireNonNull(type.getEnumConstants())) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        throw wrong(
                "attribute "
                        + name
                        + " expected one of "
                        + Arrays.toString(type.getEnumConstants())
                        + ", actual '"
                        + text
                        + "'");
    }

    /** Integers; none if the file has none. */
    long[] int64s(String name) {
        AttributeProto attribute = attribute(name, Kind.INTS);
        return attribute == null
                ? new long[0]
                : attribute.integers().stream().mapToLong(i -> i).toArray();
    }

    /** Integers of 32 bits; none if the file has none. */
    List<Integer> int32s(String name) {
        return Arrays.stream(int64s(name)).mapToObj(i -> narrow(name, i)).toList();
    }

    /** Floats; none if the file has none. */
    List<Float> reals(String name) {
        AttributeProto attribute = attribute(name, Kind.FLOATS);
        return attribute == null ? List.of() : attribute.reals();
    }

    /** Texts; none if the file has none. */
    List<String> texts(String name) {
        AttributeProto attribute = attribute(name, Kind.STRINGS);
        return attribute == null ? List.of() : attribute.texts();
    }

    /** A tensor, or null. */
    @Nullable Tensor tensor(String name) {
        AttributeProto attribute = attribute(name, Kind.TENSOR);
        if (attribute == null) {
            return null;
        }
        if (attribute.tensor() == null) {
            throw wrong("attribute " + name + " expected a tensor, actual none");
        }
        if (!attribute.tensor().isSupported()) {
            throw unsupported("attribute " + name + " is a " + attribute.tensor().kind());
        }
        return graph.tensor(attribute.tensor(), proto.label() + ": attribute " + name);
    }

    /** A graph that must be there. */
    GraphTranslation.Body body(String name) {
        AttributeProto attribute = attribute(name, Kind.GRAPH);
        if (attribute == null || attribute.graph() == null) {
            throw wrong("attribute " + name + " expected a graph, actual none");
        }
        return graph.body(attribute.graph());
    }

    /** The node becomes one operator with these inputs and all its outputs. */
    void becomes(Op op, List<String> inputs) {
        graph.add(proto.name(), op, inputs, proto.outputs());
    }

    /** The node's inputs. */
    List<String> allInputs() {
        return proto.inputs();
    }

    /** The node becomes one operator with all its inputs and outputs. */
    void becomes(Op op) {
        graph.add(proto.name(), op, proto.inputs(), proto.outputs());
    }

    /** The node becomes one operator with these inputs and all its outputs. */
    void becomes(Op op, String... inputs) {
        graph.add(proto.name(), op, List.of(inputs), proto.outputs());
    }

    /** The node becomes one operator with these inputs and the first output only. */
    void becomesFirst(Op op, String... inputs) {
        graph.add(proto.name(), op, List.of(inputs), proto.outputs().subList(0, 1));
    }

    /** Whether input {@code i} is a sequence. */
    boolean isSequence(int i) {
        return graph.isSequence(input(i));
    }

    /** Names of the tensors in input {@code i}, a sequence. */
    List<String> sequence(int i) {
        return graph.sequence(input(i));
    }

    /** The node becomes a sequence of these tensors. */
    void becomesSequence(List<String> elements) {
        graph.sequence(proto.outputs().getFirst(), elements);
    }

    /** Several values on the way, computed by one operator. */
    List<String> values(Op op, int count, String... inputs) {
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outputs.add(graph.fresh(proto.outputs().getFirst(), Integer.toString(i)));
        }
        graph.add(proto.name(), op, List.of(inputs), outputs);
        return outputs;
    }

    /** An extent of input {@code i}, which must be a constant or a graph input of known shape. */
    long extent(int i, int axis) {
        List<TensorInfo.Dim> dims = graph.dims(input(i));
        int at = axis < 0 ? axis + dims.size() : axis;
        if (at < 0 || at >= dims.size() || !dims.get(at).isFixed()) {
            throw unsupported("extent " + axis + " of input " + i + " is known at run time only");
        }
        return dims.get(at).size();
    }

    /** The node becomes a known tensor. */
    void becomes(Tensor tensor) {
        graph.define(proto.outputs().getFirst(), tensor, proto.label());
    }

    /** One of the node's outputs, computed by an operator; gives its name. */
    String output(int i, Op op, String... inputs) {
        String output = proto.outputs().get(i);
        graph.add(proto.name(), op, List.of(inputs), List.of(output));
        return output;
    }

    /** A value on the way, computed by an operator. */
    String value(Op op, String... inputs) {
        String output = graph.fresh(proto.outputs().getFirst(), op.type());
        graph.add(proto.name(), op, List.of(inputs), List.of(output));
        return output;
    }

    /** A value on the way: a list of integers. */
    String constant(String role, long... values) {
        return constant(role, Tensor.ofLongs(Shape.of(values.length), values));
    }

    /** A value on the way that is known. */
    String constant(String role, Tensor tensor) {
        String output = graph.fresh(proto.outputs().getFirst(), role);
        graph.define(output, tensor, proto.label());
        return output;
    }

    /** A mistake in the file: an exception that begins with the node's operator and name. */
    ModelException wrong(@Nullable String message) {
        return new ModelException(graph.file() + ": " + proto.label() + ": " + message);
    }

    /** A sound node that can't run. */
    Unsupported unsupported(String reason) {
        return new Unsupported(reason);
    }

    /**
     * @throws ModelException if the file has attributes that nobody asked for
     */
    void checkAttributes() {
        for (String name : proto.attributes().keySet()) {
            // The first operator sets marked values that may be overwritten.
            if (!asked.contains(name) && !name.equals("consumed_inputs")) {
                throw wrong("attribute " + name + " expected none of this name at opset " + opset);
            }
        }
    }
}
