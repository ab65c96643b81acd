package dev.lanewise.model;

import dev.lanewise.model.graph.TensorType;

import java.util.List;

/**
 * What the compiler made of a model, for people and tools.
 *
 * @param steps the kernel calls in order
 * @param weightBytes packed weights
 * @param arenaBytes memory of one session for values in between
 * @param leastArenaBytes what no assignment of these values could go below: the largest sum of
 *     those that live at the same time
 * @param runs profiled runs so far
 */
public record PlanReport(
        List<Step> steps, long weightBytes, long arenaBytes, long leastArenaBytes, long runs) {

    /**
     * One kernel call.
     *
     * @param node name of the node that it computes
     * @param op the node's operator
     * @param kernel the kernel and its algorithm; {@code plain} where there is none
     * @param output type of the first output
     * @param layout how the output lies in memory, such as {@code NCHW8c+1}
     * @param parameters weights and biases, in elements
     * @param macs multiplications (each with an addition), 0 where that is no measure
     * @param nanos time of all profiled runs together, 0 without a profile
     */
    public record Step(
            String node,
            String op,
            String kernel,
            TensorType output,
            String layout,
            long parameters,
            long macs,
            long nanos) {}

    /** Copies the list. */
    public PlanReport {
        steps = List.copyOf(steps);
    }
}
