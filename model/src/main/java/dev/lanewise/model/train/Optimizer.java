package dev.lanewise.model.train;

import dev.lanewise.kernels.UpdateRule;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * How weights follow their gradients: PyTorch's formulas, in float. A description; what it keeps
 * from step to step is in memory that belongs to the {@link TrainingStep}.
 */
public sealed interface Optimizer permits Adam, RMSprop, SGD {

    /** The learning rate where no schedule gives another. */
    double learningRate();

    /** Names of what is kept for every weight, zeros at first: the slots of {@link #rule}. */
    List<String> slots();

    /** The formulas. */
    UpdateRule rule();

    /**
     * Writes the numbers of a step, but for {@link UpdateRule.Factor#SCALE}. Allocates nothing.
     *
     * @param factors receives {@link UpdateRule.Factor#BYTES}
     * @param step which step this is, from 1
     * @param rate the learning rate of this step
     */
    void factors(MemorySegment factors, long step, double rate);
}
