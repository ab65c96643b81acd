package dev.lanewise.model.plan;

import dev.lanewise.kernels.Kernels;
import dev.lanewise.model.graph.Graph;

import java.util.List;

/**
 * What a session does: steps over an arena of a fixed size. Immutable and thread-safe; sessions
 * bind it to their memory.
 */
public final class Plan {

    private final List<Step> steps;
    private final List<Value> inputs;
    private final List<Value> outputs;
    private final long arenaBytes;
    private final long leastArenaBytes;
    private final PackedWeights weights;
    private final Kernels kernels;

    Plan(
            List<Step> steps,
            List<Value> inputs,
            List<Value> outputs,
            long arenaBytes,
            long leastArenaBytes,
            PackedWeights weights,
            Kernels kernels) {
        this.kernels = kernels;
        this.steps = List.copyOf(steps);
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.arenaBytes = arenaBytes;
        this.leastArenaBytes = leastArenaBytes;
        this.weights = weights;
    }

    /**
     * Plans a typed graph.
     *
     * @param choice chooses among the kernels of a convolution
     * @param weights receives packed weights and constants
     * @throws dev.lanewise.model.ModelException if an operator can't be run with these shapes
     */
    public static Plan of(Graph graph, Kernels kernels, ConvChoice choice, PackedWeights weights) {
        return Planner.plan(graph, kernels, choice, weights);
    }

    /** As {@link Kernels#coldCalls}. */
    public long coldCalls() {
        return kernels.coldCalls();
    }

    List<Step> steps() {
        return steps;
    }

    List<Value> inputs() {
        return inputs;
    }

    List<Value> outputs() {
        return outputs;
    }

    /** Bytes that a session needs for inputs, outputs and values in between. */
    public long arenaBytes() {
        return arenaBytes;
    }

    /** Bytes of the values that live at the same time where these are most. */
    public long leastArenaBytes() {
        return leastArenaBytes;
    }

    /** Bytes of scratch memory that each thread needs. */
    public long scratchBytes() {
        return steps.stream()
                .mapToLong(step -> step instanceof Step.Run run ? run.kernel().scratchBytes() : 0)
                .max()
                .orElse(0);
    }

    /** Bytes of the weights that all sessions share. */
    public long weightBytes() {
        return weights.bytes();
    }
}
