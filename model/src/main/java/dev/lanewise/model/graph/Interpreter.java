package dev.lanewise.model.graph;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a graph as it stands, node by node, each computed plainly by its operator: slow, and the
 * definition of what a compiled model computes.
 */
public final class Interpreter {

    private Interpreter() {}

    /**
     * Runs a graph once.
     *
     * @param graph as read or rewritten; types are inferred here
     * @param inputs every graph input, by name
     * @return the outputs in the graph's order, in memory that the garbage collector frees
     * @throws ModelException if shapes contradict each other, a value is out of an operator's range
     *     or an input is missing
     */
    public static List<Tensor> run(Graph graph, Map<String, Tensor> inputs) {
        Map<String, Shape> shapes = new HashMap<>();
        inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        Graph typed = Types.infer(graph, shapes);
        Map<String, Tensor> values = new HashMap<>(typed.constants());
        for (TensorInfo input : typed.inputs()) {
            Tensor tensor = inputs.get(input.name());
            if (tensor == null || tensor.dtype() != input.dtype()) {
                throw new ModelException(
                        "input '"
                                + input.name()
                                + "': expected "
                                + input
                                + ", actual "
                                + (tensor == null ? "none" : tensor));
            }
            values.put(input.name(), tensor);
        }
        for (Node node : typed.nodes()) {
            List<@Nullable Tensor> arguments = new ArrayList<>();
            node.inputs().forEach(input -> arguments.add(values.get(input)));
            List<Tensor> results = new ArrayList<>();
            for (TensorType type : node.op().infer(new Inputs(node, typed.types(), values))) {
                results.add(allocate(node, type));
            }
            Types.compute(node, arguments, results);
            for (int i = 0; i < node.outputs().size(); i++) {
                if (!node.outputs().get(i).isEmpty()) {
                    values.put(node.outputs().get(i), results.get(i));
                }
            }
        }
        return typed.outputs().stream().map(values::get).toList();
    }

    private static Tensor allocate(Node node, TensorType type) {
        try {
            return Tensor.allocate(Arena.ofAuto(), type.dtype(), type.shape());
        } catch (OutOfMemoryError e) {
            throw new ModelException(
                    node.label() + ": too large for the memory of this JVM: " + type, e);
        }
    }
}
