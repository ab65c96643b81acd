package dev.lanewise.model.onnx.writer;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.Subgraph;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;

/** A node on its way from the graph into a file: as one ONNX operator or several. */
final class NodeWriting {

    private final GraphWriting graph;
    private final Node node;

    NodeWriting(GraphWriting graph, Node node) {
        this.graph = graph;
        this.node = node;
    }

    /** The version of the operator set to be written. */
    int opset() {
        return graph.opset();
    }

    /**
     * Asks for an operator set of at least this version. Where that is more than {@link #opset},
     * what is written now is thrown away, and the graph is written again.
     */
    void needs(int version) {
        graph.needs(version);
    }

    /** Number of inputs, absent ones in between included. */
    int inputs() {
        return node.inputs().size();
    }

    /** Name of input {@code i}, empty if absent. */
    String input(int i) {
        return node.input(i);
    }

    boolean has(int i) {
        return !input(i).isEmpty();
    }

    /** Number of outputs, unwanted ones in between included. */
    int outputs() {
        return node.outputs().size();
    }

    /** Value of input {@code i} if the graph holds it, else null. */
    @Nullable Tensor known(int i) {
        return graph.constant(input(i));
    }

    /** Type of input {@code i} if it is known. */
    Optional<TensorType> type(int i) {
        return graph.type(input(i));
    }

    /** Shape of input {@code i}, without which the operator has no standard form. */
    Shape shape(int i) {
        return type(i).map(TensorType::shape).orElseThrow(() -> untyped(i));
    }

    /** Element type of input {@code i}, without which the operator has no standard form. */
    DType dtype(int i) {
        return type(i).map(TensorType::dtype).orElseThrow(() -> untyped(i));
    }

    private ModelException untyped(int i) {
        return new ModelException(
                node.label()
                        + ": can't be written while the type of input "
                        + i
                        + ", '"
                        + input(i)
                        + "', is unknown; infer types first (Types.infer)");
    }

    /** A node that has no standard form. */
    ModelException unsupported(String reason) {
        return new ModelException(
                node.label()
                        + ": ONNX has no standard form of "
                        + reason
                        + ", so it can't be written");
    }

    NodeForm form(String type) {
        return new NodeForm(type);
    }

    /** The node becomes one operator with all its inputs and outputs. */
    void becomes(NodeForm form) {
        graph.add(node.name(), form, node.inputs(), node.outputs());
    }

    /** The node becomes one operator of this name without attributes. */
    void becomes(String type) {
        becomes(form(type));
    }

    /** The node becomes one operator with these inputs and all its outputs. */
    void becomes(NodeForm form, String... inputs) {
        graph.add(node.name(), form, List.of(inputs), node.outputs());
    }

    /** A value on the way, computed by an operator. */
    String value(NodeForm form, String... inputs) {
        String output = graph.fresh(node.output(), form.type());
        graph.add(node.name(), form, List.of(inputs), List.of(output));
        return output;
    }

    /** A value on the way, computed by an operator without attributes. */
    String value(String type, String... inputs) {
        return value(form(type), inputs);
    }

    /** A value on the way that is known. */
    String constant(String role, Tensor tensor) {
        String output = graph.fresh(node.output(), role);
        graph.define(output, tensor);
        return output;
    }

    /** A value on the way: a list of integers. */
    String constant(String role, long... values) {
        return constant(role, Tensor.ofLongs(Shape.of(values.length), values));
    }

    /** A number of the same type as a value. */
    String scalar(float value, String like) {
        Tensor scalar = Tensor.of(Shape.of(new int[0]), value);
        DType dtype = graph.type(like).map(TensorType::dtype).orElse(null);
        if (dtype == null) {
            return value("CastLike", constant("constant", scalar), like);
        }
        Tensor converted = Tensor.allocate(Arena.ofAuto(), dtype, scalar.shape());
        converted.setDouble(0, value);
        return constant("constant", converted);
    }

    /**
     * The body of an operator.
     *
     * @param formal types of the inputs that are the body's own, where known
     * @param from the node's first input that the body reads besides
     */
    ProtoWriter body(Subgraph body, List<Optional<TensorType>> formal, int from) {
        int captured = body.inputs().size() - formal.size();
        return graph.body(body, formal, node.inputs().subList(from, from + captured));
    }
}
