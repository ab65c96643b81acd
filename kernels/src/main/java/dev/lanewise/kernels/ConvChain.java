package dev.lanewise.kernels;

import java.util.List;

/**
 * Convolutions one behind the other as one kernel, which keeps what is between them near.
 *
 * @param kernel the kernel; operands: x, the packed weights of each convolution, [the residual of
 *     the last,] y
 * @param weights what packs the weights of each convolution; not to be run
 */
public record ConvChain(Kernel kernel, List<WeightedKernel> weights) {

    /** Copies the list. */
    public ConvChain {
        weights = List.copyOf(weights);
    }
}
