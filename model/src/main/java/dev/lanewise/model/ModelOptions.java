package dev.lanewise.model;

import dev.lanewise.kernels.Kernels;

/**
 * How a model is compiled. Immutable.
 *
 * @param optimize whether the graph is rewritten (batch norm folded, activations fused, ...);
 *     without, it runs node by node
 * @param kernels where kernels come from
 * @param warmUp whether the model is run while it is loaded, until its kernels are compiled
 */
public record ModelOptions(boolean optimize, Kernels kernels, WarmUp warmUp) {

    /** Optimised, with the fastest kernels that this JVM can run, not warmed. */
    public static ModelOptions defaults() {
        return new ModelOptions(true, Kernels.best(), WarmUp.NONE);
    }

    /** These options with {@code optimize} replaced. */
    public ModelOptions withOptimize(boolean on) {
        return new ModelOptions(on, kernels, warmUp);
    }

    /** These options with {@code kernels} replaced. */
    public ModelOptions withKernels(Kernels other) {
        return new ModelOptions(optimize, other, warmUp);
    }

    /** These options with {@code warmUp} replaced. */
    public ModelOptions withWarmUp(WarmUp when) {
        return new ModelOptions(optimize, kernels, when);
    }
}
