package dev.lanewise.model.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Interpreter;
import dev.lanewise.model.graph.Node;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Runs a graph of one node. */
final class OneOp {

    private OneOp() {}

    /** All outputs for these inputs; null for an absent one. */
    static List<Tensor> run(Op op, int outputs, Tensor... inputs) {
        Map<String, Tensor> constants = new HashMap<>();
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] != null) {
                constants.put("in" + i, inputs[i]);
            }
        }
        List<String> results = IntStream.range(0, outputs).mapToObj(i -> "out" + i).toList();
        Node node =
                new Node(
                        "it",
                        op,
                        IntStream.range(0, inputs.length)
                                .mapToObj(i -> inputs[i] == null ? "" : "in" + i)
                                .toList(),
                        results);
        Graph graph = new Graph("one", List.of(), results, List.of(node), constants, Map.of());
        return Interpreter.run(graph, Map.of());
    }

    /** The only output. */
    static Tensor run(Op op, Tensor... inputs) {
        return run(op, 1, inputs).getFirst();
    }

    static Tensor of(DType dtype, Shape shape, long... values) {
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), dtype, shape);
        for (int i = 0; i < values.length; i++) {
            tensor.setLong(i, values[i]);
        }
        return tensor;
    }

    static Tensor vector(DType dtype, long... values) {
        return of(dtype, Shape.of(values.length), values);
    }

    static Tensor floats(float... values) {
        return Tensor.of(Shape.of(values.length), values);
    }

    static void assertValues(Tensor actual, Shape shape, double... expected) {
        assertEquals(shape, actual.shape());
        assertArrayEquals(expected, actual.toDoubleArray(), 1e-6);
    }

    static void assertRefused(String message, Op op, Tensor... inputs) {
        assertEquals(
                message, assertThrows(ModelException.class, () -> run(op, inputs)).getMessage());
    }
}
