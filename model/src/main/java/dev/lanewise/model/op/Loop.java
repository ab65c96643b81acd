package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.graph.UnknownValueException;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a body again and again. Inputs: optional largest number of turns; optional condition for the
 * first turn; state; then what the body reads of the graph around. The body's inputs: number of the
 * turn, condition, state; its outputs: condition for another turn, state, and elements that are
 * stacked over all turns. Outputs: the last state, the stacks.
 *
 * @param body what is run
 * @param states number of values in the state
 */
public record Loop(Subgraph body, int states) implements PlainOp {

    private static final int FIXED = 2;
    private static final int MAX_TURNS = 1 << 20;

    /**
     * @throws IllegalArgumentException if the body doesn't take or give the state
     */
    public Loop {
        if (body.inputs().size() < FIXED + states || body.outputs().size() < 1 + states) {
            throw new IllegalArgumentException(
                    "expected a body with inputs and outputs for " + states + " values of state");
        }
    }

    @Override
    public String type() {
        return "Loop";
    }

    /** What a body costs is unknown: it is never run before the run. */
    @Override
    public long workPerElement(Inputs in) {
        return Long.MAX_VALUE;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        List<Subgraph.Argument> results;
        try {
            results = body.infer(in, arguments(in, false));
        } catch (UnknownValueException e) {
            // Shapes within depend on the turn. Those of the first are taken; a turn that gives
            // others is refused when it happens.
            results = body.infer(in, arguments(in, true));
        }
        List<TensorType> types = new ArrayList<>();
        for (int i = 1; i < results.size(); i++) {
            TensorType type = results.get(i).type();
            if (i <= states) {
                TensorType before = in.type(FIXED + i - 1);
                in.check(
                        type.equals(before),
                        "expected the state to stay " + before + ", actual " + type);
                types.add(type);
            } else {
                long turns = turns(in, results.getFirst().value());
                types.add(type.withShape(Stack.shape(type.shape(), turns, 0)));
            }
        }
        return types;
    }

    /** What is known of the body's inputs in any turn, or in the first. */
    private List<Subgraph.Argument> arguments(Inputs in, boolean first) {
        Subgraph.Argument turn = Subgraph.Argument.of(Tensor.ofLongs(Shape.of(new int[0]), 0));
        List<Subgraph.Argument> arguments = new ArrayList<>();
        arguments.add(first ? turn : turn.unknown());
        // A turn that takes place has a condition that holds.
        arguments.add(Subgraph.Argument.of(truth()));
        for (int i = FIXED; i < body.inputs().size(); i++) {
            Subgraph.Argument argument = Subgraph.Argument.of(in, i);
            arguments.add(i < FIXED + states && !first ? argument.unknown() : argument);
        }
        return arguments;
    }

    /** The number of turns, which must be known where something is stacked. */
    private static long turns(Inputs in, @Nullable Tensor goesOn) {
        in.check(
                goesOn != null && goesOn.getLong(0) != 0,
                "expected a condition that is always true where outputs are stacked, actual one"
                        + " that is computed");
        boolean begins = !in.has(1) || in.constant(1, "the condition").getLong(0) != 0;
        return begins ? Math.max(0, in.constant(0, "the number of turns").getLong(0)) : 0;
    }

    private static Tensor truth() {
        Tensor truth = Tensor.allocate(Arena.ofAuto(), DType.BOOL, Shape.of(new int[0]));
        truth.setLong(0, 1);
        return truth;
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor most = IndexedCopy.optional(inputs, 0);
        Tensor first = IndexedCopy.optional(inputs, 1);
        long turns = most == null ? Long.MAX_VALUE : most.getLong(0);
        boolean goes = first == null || first.getLong(0) != 0;
        List<Tensor> arguments = new ArrayList<>();
        for (int i = FIXED; i < body.inputs().size(); i++) {
            arguments.add(IndexedCopy.required(inputs, i));
        }
        Shape scalar = Shape.of(new int[0]);
        List<List<Tensor>> stacks = new ArrayList<>();
        for (int i = 1 + states; i < body.outputs().size(); i++) {
            stacks.add(new ArrayList<>());
        }
        for (long turn = 0; turn < turns && goes; turn++) {
            if (turn == MAX_TURNS) {
                throw new ModelException("expected at most " + MAX_TURNS + " turns");
            }
            List<Tensor> all = new ArrayList<>(List.of(Tensor.ofLongs(scalar, turn), truth()));
            all.addAll(arguments);
            List<Tensor> results = body.run(all);
            goes = results.getFirst().getLong(0) != 0;
            for (int i = 0; i < states; i++) {
                arguments.set(i, results.get(1 + i));
            }
            for (int i = 0; i < stacks.size(); i++) {
                stacks.get(i).add(results.get(1 + states + i));
            }
        }
        List<Tensor> results = new ArrayList<>(arguments.subList(0, states));
        for (int i = 0; i < stacks.size(); i++) {
            boolean none = stacks.get(i).isEmpty();
            results.add(none ? outputs.get(states + i) : Stack.of(stacks.get(i), 0));
        }
        Subgraph.copy(results, outputs);
    }
}
