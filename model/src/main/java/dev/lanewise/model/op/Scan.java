package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs a body once for each index of some inputs' axes. Inputs: state; the inputs that are scanned;
 * then what the body reads of the graph around. The body takes state and one slice of each, and
 * gives state and slices that are stacked. Outputs: the last state, the stacks.
 *
 * @param body what is run
 * @param states number of values in the state
 * @param inputAxes axis of each scanned input
 * @param inputsBackwards whether each is scanned from its end
 * @param outputAxes axis along which each output is stacked
 * @param outputsBackwards whether each is stacked from its end
 */
public record Scan(
        Subgraph body,
        int states,
        List<Integer> inputAxes,
        List<Boolean> inputsBackwards,
        List<Integer> outputAxes,
        List<Boolean> outputsBackwards)
        implements PlainOp {

    /**
     * @throws IllegalArgumentException if the body doesn't take or give the state and slices
     */
    public Scan {
        inputAxes = List.copyOf(inputAxes);
        inputsBackwards = List.copyOf(inputsBackwards);
        outputAxes = List.copyOf(outputAxes);
        outputsBackwards = List.copyOf(outputsBackwards);
        if (states < 0
                || inputAxes.isEmpty()
                || inputsBackwards.size() != inputAxes.size()
                || outputsBackwards.size() != outputAxes.size()
                || body.inputs().size() < states + inputAxes.size()
                || body.outputs().size() != states + outputAxes.size()) {
            throw new IllegalArgumentException(
                    "expected a body with inputs and outputs for "
                            + states
                            + " values of state and "
                            + inputAxes.size()
                            + " scanned inputs");
        }
    }

    @Override
    public String type() {
        return "Scan";
    }

    private static Shape without(Shape shape, int axis) {
        return new ReducedAxes(axis).shape(shape, false);
    }

    /** What a body costs is unknown: it is never run before the run. */
    @Override
    public long workPerElement(Inputs in) {
        return Long.MAX_VALUE;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        int turns = -1;
        List<Subgraph.Argument> arguments = new ArrayList<>();
        for (int i = 0; i < body.inputs().size(); i++) {
            Subgraph.Argument argument = Subgraph.Argument.of(in, i);
            if (i < states) {
                argument = argument.unknown();
            } else if (i < states + inputAxes.size()) {
                Shape shape = in.shape(i, 1);
                int axis = in.axis(inputAxes.get(i - states), shape.rank());
                in.check(
                        turns < 0 || turns == shape.dim(axis),
                        "expected scanned inputs of one extent, actual " + turns + " and " + shape);
                turns = shape.dim(axis);
                argument = new Subgraph.Argument(in.type(i).withShape(without(shape, axis)), null);
            }
            arguments.add(argument);
        }
        List<Subgraph.Argument> results = body.infer(in, arguments);
        List<TensorType> types = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            TensorType type = results.get(i).type();
            if (i < states) {
                in.check(
                        type.equals(in.type(i)),
                        "expected the state to stay " + in.type(i) + ", actual " + type);
            } else {
                int axis = in.axis(outputAxes.get(i - states), type.shape().rank() + 1);
                type = type.withShape(Stack.shape(type.shape(), turns, axis));
            }
            types.add(type);
        }
        return types;
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        int scanned = inputAxes.size();
        Shape first = IndexedCopy.required(inputs, states).shape();
        int turns = first.dim(inputAxes.getFirst());
        List<Tensor> arguments = new ArrayList<>();
        for (int i = 0; i < body.inputs().size(); i++) {
            arguments.add(IndexedCopy.required(inputs, i));
        }
        List<List<Tensor>> stacks = new ArrayList<>();
        for (int i = 0; i < outputAxes.size(); i++) {
            stacks.add(new ArrayList<>());
        }
        for (int turn = 0; turn < turns; turn++) {
            for (int i = 0; i < scanned; i++) {
                int at = inputsBackwards.get(i) ? turns - 1 - turn : turn;
                Tensor x = IndexedCopy.required(inputs, states + i);
                int axis = inputAxes.get(i);
                arguments.set(
                        states + i, Stack.slice(x, axis < 0 ? axis + x.shape().rank() : axis, at));
            }
            List<Tensor> results = body.run(arguments);
            for (int i = 0; i < states; i++) {
                arguments.set(i, results.get(i));
            }
            for (int i = 0; i < stacks.size(); i++) {
                int place = outputsBackwards.get(i) ? 0 : stacks.get(i).size();
                stacks.get(i).add(place, results.get(states + i));
            }
        }
        List<Tensor> results = new ArrayList<>(arguments.subList(0, states));
        for (int i = 0; i < stacks.size(); i++) {
            Tensor y = outputs.get(states + i);
            int axis = outputAxes.get(i);
            boolean none = stacks.get(i).isEmpty();
            results.add(
                    none ? y : Stack.of(stacks.get(i), axis < 0 ? axis + y.shape().rank() : axis));
        }
        Subgraph.copy(results, outputs);
    }
}
