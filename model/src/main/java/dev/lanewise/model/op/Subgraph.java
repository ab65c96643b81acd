package dev.lanewise.model.op;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.Interpreter;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The body of an operator that runs others. Immutable.
 *
 * @param name the body's name
 * @param inputs its formal inputs, then the values of the graph around that it reads
 * @param outputs its outputs
 * @param nodes its nodes, in any order
 * @param constants values that it knows
 */
public record Subgraph(
        String name,
        List<String> inputs,
        List<String> outputs,
        List<Node> nodes,
        Map<String, Tensor> constants) {

    /** Copies the collections. */
    public Subgraph {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        nodes = List.copyOf(nodes);
        constants = Map.copyOf(constants);
    }

    /** What is known of an input of the body: its type, and its value if that is constant. */
    record Argument(TensorType type, @Nullable Tensor value) {

        static Argument of(Inputs in, int i) {
            return new Argument(in.type(i), in.constantOrNull(i));
        }

        static Argument of(Tensor tensor) {
            return new Argument(new TensorType(tensor.dtype(), tensor.shape()), tensor);
        }

        /** Only the type: the value changes from turn to turn. */
        Argument unknown() {
            return new Argument(type, null);
        }
    }

    /** Types of the outputs, and their values where they are constant. */
    List<Argument> infer(Inputs in, List<Argument> arguments) {
        List<TensorInfo> unknown = new ArrayList<>();
        Map<String, Shape> shapes = new HashMap<>();
        Map<String, Tensor> known = new HashMap<>(constants);
        for (int i = 0; i < inputs.size(); i++) {
            Argument argument = arguments.get(i);
            if (argument.value != null) {
                known.put(inputs.get(i), argument.value);
            } else {
                unknown.add(
                        TensorInfo.of(inputs.get(i), argument.type.dtype(), argument.type.shape()));
                shapes.put(inputs.get(i), argument.type.shape());
            }
        }
        Graph typed = in.infer(new Graph(name, unknown, outputs, nodes, known, Map.of()), shapes);
        return outputs.stream()
                .map(output -> new Argument(typed.type(output), typed.constant(output)))
                .toList();
    }

    /** Runs the body. */
    List<Tensor> run(List<Tensor> arguments) {
        Map<String, Tensor> known = new HashMap<>(constants);
        for (int i = 0; i < inputs.size(); i++) {
            known.put(inputs.get(i), arguments.get(i));
        }
        return Interpreter.run(
                new Graph(name, List.of(), outputs, nodes, known, Map.of()), Map.of());
    }

    /** Copies results of the body to the outputs of its operator. */
    static void copy(List<Tensor> results, List<Tensor> outputs) {
        for (int i = 0; i < outputs.size(); i++) {
            Tensor result = results.get(i);
            Tensor output = outputs.get(i);
            if (result.dtype() != output.dtype() || !result.shape().equals(output.shape())) {
                throw new ModelException(
                        "expected output " + i + " of " + output + ", actual " + result);
            }
            output.segment().copyFrom(result.segment());
        }
    }
}
