package dev.lanewise.model.train;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * How weights follow their gradients: PyTorch's formulas, in float. A description; what it keeps
 * from step to step is in memory that the caller gives it.
 */
public sealed interface Optimizer permits Adam, RMSprop, SGD {

    /** The learning rate where no schedule gives another. */
    double learningRate();

    /** Names of what is kept for every weight, zeros at first. */
    List<String> slots();

    /**
     * One step for one tensor. Allocates nothing.
     *
     * @param weight n floats, which are changed
     * @param gradient n floats, of which nothing is left to rely on
     * @param state n floats for each of {@link #slots}
     * @param n number of elements
     * @param step which step this is, from 1
     * @param rate the learning rate of this step
     */
    void step(
            MemorySegment weight,
            MemorySegment gradient,
            List<MemorySegment> state,
            int n,
            long step,
            double rate);
}
