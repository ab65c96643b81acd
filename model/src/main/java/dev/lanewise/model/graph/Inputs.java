package dev.lanewise.model.graph;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What shape inference knows of a node's inputs: their types and, where they are constant, their
 * values.
 */
public final class Inputs {

    private final Node node;
    private final Map<String, TensorType> types;
    private final Map<String, Tensor> constants;
    private final FoldingBudget budget;

    /**
     * @param types types of all values defined so far
     */
    public Inputs(Node node, Map<String, TensorType> types, Map<String, Tensor> constants) {
        this(node, types, constants, new FoldingBudget(0));
    }

    Inputs(
            Node node,
            Map<String, TensorType> types,
            Map<String, Tensor> constants,
            FoldingBudget budget) {
        this.node = node;
        this.types = types;
        this.constants = constants;
        this.budget = budget;
    }

    /** Infers the body of the node, as {@link Types#infer} does with a whole graph. */
    public Graph infer(Graph body, Map<String, Shape> shapes) {
        return Types.infer(body, shapes, budget);
    }

    /** Number of inputs, absent ones in between included. */
    public int count() {
        return node.inputs().size();
    }

    /** Number of outputs that the node names. */
    public int outputs() {
        return node.outputs().size();
    }

    /** Whether optional input {@code i} is there. */
    public boolean has(int i) {
        return !node.input(i).isEmpty();
    }

    /** Type of input {@code i}. */
    public TensorType type(int i) {
        TensorType type = has(i) ? types.get(node.input(i)) : null;
        if (type == null) {
            throw fail("expected input " + i + " (of " + count() + "), which is missing");
        }
        return type;
    }

    /** Shape of input {@code i}. */
    public Shape shape(int i) {
        return type(i).shape();
    }

    /** Shape of input {@code i}, which must have at least {@code rank} dimensions. */
    public Shape shape(int i, int rank) {
        Shape shape = shape(i);
        check(
                shape.rank() >= rank,
                "expected input " + i + " of rank at least " + rank + ", actual " + shape);
        return shape;
    }

    /** Value of input {@code i} if it is constant, else null. */
    public @Nullable Tensor constantOrNull(int i) {
        return has(i) ? constants.get(node.input(i)) : null;
    }

    /** Value of input {@code i}, which must be known before the first run. */
    public Tensor constant(int i, String what) {
        Tensor tensor = constantOrNull(i);
        if (tensor == null) {
            type(i);
            throw new UnknownValueException(
                    node.input(i),
                    node.label()
                            + ": expected "
                            + what
                            + " (input "
                            + i
                            + ", '"
                            + node.input(i)
                            + "') to be known before the first run, actual computed at run time");
        }
        return tensor;
    }

    /** Constant input {@code i} as longs. */
    public long[] longs(int i, String what) {
        Tensor tensor = constant(i, what);
        check(
                !tensor.dtype().isFloat(),
                "expected " + what + " of an integer type, actual " + tensor);
        return tensor.toLongArray();
    }

    /** An axis from -rank to rank - 1, made non-negative. */
    public int axis(long axis, int rank) {
        check(
                axis >= -rank && axis < Math.max(rank, 1),
                "expected an axis from " + -rank + " to " + (rank - 1) + ", actual " + axis);
        return (int) (axis < 0 ? axis + rank : axis);
    }

    /**
     * @throws ModelException naming the node unless the condition holds
     */
    public void check(boolean condition, String message) {
        if (!condition) {
            throw fail(message);
        }
    }

    /** Checks the element type of input {@code i}. */
    public void checkType(int i, DType expected) {
        check(
                type(i).dtype() == expected,
                "expected input " + i + " of type " + expected + ", actual " + type(i));
    }

    /** Checks that input {@code i} is of one of the float types. */
    public void checkFloats(int i) {
        check(
                type(i).dtype().isFloat(),
                "expected input " + i + " of a float type, actual " + type(i));
    }

    /** An exception that begins with the node's operator and name. */
    public ModelException fail(String message) {
        return new ModelException(node.label() + ": " + message);
    }
}
