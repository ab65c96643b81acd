package dev.lanewise.model.graph;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.op.ShapeOf;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Shape inference and constant folding, which need each other: the target of a Reshape is often
 * computed by a chain that begins with the shape of another value.
 */
public final class Types {

    private final Graph graph;
    private final Map<String, TensorType> types = new HashMap<>();
    private final Map<String, Tensor> constants;
    private final FoldingBudget budget;

    private Types(Graph graph, FoldingBudget budget) {
        this.graph = graph;
        this.constants = new HashMap<>(graph.constants());
        this.budget = budget;
    }

    /**
     * Finds the type of every value and computes those that depend on constants only.
     *
     * @param shapes the shape of every graph input, by name
     * @return the graph without the nodes that were computed, with types
     * @throws ModelException if shapes contradict each other; the message names the node
     */
    public static Graph infer(Graph graph, Map<String, Shape> shapes) {
        return infer(graph, shapes, new FoldingBudget(bytes(graph.constants().values())));
    }

    static Graph infer(Graph graph, Map<String, Shape> shapes, FoldingBudget budget) {
        return new Types(graph, budget).infer(shapes);
    }

    private Graph infer(Map<String, Shape> shapes) {
        constants.forEach((name, tensor) -> types.put(name, TensorType.of(tensor)));
        for (TensorInfo input : graph.inputs()) {
            types.put(
                    input.name(),
                    new TensorType(input.dtype(), shapeOf(input, shapes.get(input.name()))));
        }
        List<Node> kept = new ArrayList<>();
        for (Node node : graph.nodes()) {
            List<TensorType> outputs = infer(node);
            for (int i = 0; i < node.outputs().size(); i++) {
                if (!node.outputs().get(i).isEmpty()) {
                    types.put(node.outputs().get(i), outputs.get(i));
                }
            }
            if (!fold(node, outputs)) {
                kept.add(node);
            }
        }
        return graph.with(kept, constants).withTypes(types).pruned();
    }

    private static Shape shapeOf(TensorInfo input, @Nullable Shape shape) {
        if (shape == null) {
            throw new ModelException(
                    "input '"
                            + input.name()
                            + "': expected a shape that fits "
                            + input
                            + ", actual none");
        }
        boolean fits = shape.rank() == input.dims().size();
        for (int i = 0; fits && i < shape.rank(); i++) {
            TensorInfo.Dim dim = input.dims().get(i);
            fits = !dim.isFixed() || dim.size() == shape.dim(i);
        }
        if (!fits) {
            throw new ModelException(
                    "input '"
                            + input.name()
                            + "': expected a shape that fits "
                            + input
                            + ", actual "
                            + shape);
        }
        return shape;
    }

    private List<TensorType> infer(Node node) {
        List<TensorType> outputs;
        try {
            outputs = node.op().infer(new Inputs(node, types, constants, budget));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ModelException(node.label() + ": " + e.getMessage(), e);
        }
        if (outputs.size() < node.outputs().size()) {
            throw new ModelException(
                    node.label()
                            + ": expected at most "
                            + outputs.size()
                            + " outputs, actual "
                            + node.outputs());
        }
        return outputs;
    }

    /** Whether the node was computed here and is no longer needed. */
    private boolean fold(Node node, List<TensorType> outputs) {
        boolean needsShapesOnly = node.op() instanceof ShapeOf;
        List<@Nullable Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            String input = node.input(i);
            Tensor tensor = input.isEmpty() ? null : constants.get(input);
            if (tensor == null && !input.isEmpty() && !needsShapesOnly && node.op().readsValue(i)) {
                return false;
            }
            inputs.add(tensor);
        }
        if (!isAffordable(node, inputs, outputs)) {
            return false;
        }
        List<Tensor> results =
                outputs.stream()
                        .map(type -> Tensor.allocate(Arena.ofAuto(), type.dtype(), type.shape()))
                        .toList();
        if (node.op() instanceof ShapeOf shapeOf) {
            shapeOf.fill(types.get(node.inputs().getFirst()).shape(), results.getFirst());
        } else {
            compute(node, inputs, results);
        }
        for (int i = 0; i < node.outputs().size(); i++) {
            if (!node.outputs().get(i).isEmpty()) {
                constants.put(node.outputs().get(i), results.get(i));
            }
        }
        return true;
    }

    private boolean isAffordable(
            Node node, List<@Nullable Tensor> inputs, List<TensorType> outputs) {
        long written = outputs.stream().mapToLong(TensorType::bytes).sum();
        long perElement = node.op().workPerElement(new Inputs(node, types, constants, budget));
        long work =
                Math.multiplyHigh(perElement, outputs.getFirst().elements()) != 0
                        ? Long.MAX_VALUE
                        : perElement * outputs.getFirst().elements();
        return budget.spend(bytes(inputs), written, work);
    }

    private static long bytes(Collection<? extends @Nullable Tensor> tensors) {
        return tensors.stream()
                .filter(Objects::nonNull)
                .mapToLong(tensor -> Objects.requireNonNull(tensor).segment().byteSize())
                .sum();
    }

    /**
     * Computes one node plainly.
     *
     * @throws ModelException if a value is out of range; the message names the node
     */
    public static void compute(Node node, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        try {
            node.op().compute(inputs, outputs);
        } catch (OutOfMemoryError e) {
            throw new ModelException(
                    node.label() + ": too large for the memory of this JVM: " + outputs, e);
        } catch (ModelException | IllegalArgumentException | ArithmeticException e) {
            throw new ModelException(node.label() + ": " + e.getMessage(), e);
        }
    }
}
