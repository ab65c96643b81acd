package dev.lanewise.model;

import dev.lanewise.kernels.Kernels;

/**
 * How a model is compiled. Immutable.
 *
 * @param optimize whether the graph is rewritten (batch norm folded, activations fused, ...);
 *     without, it runs node by node
 * @param kernels where kernels come from
 */
public record ModelOptions(boolean optimize, Kernels kernels) {

    /** Optimised, with the fastest kernels that this JVM can run. */
    public static ModelOptions defaults() {
        return new ModelOptions(true, Kernels.best());
    }

    /** These options with {@code optimize} replaced. */
    public ModelOptions withOptimize(boolean on) {
        return new ModelOptions(on, kernels);
    }

    /** These options with {@code kernels} replaced. */
    public ModelOptions withKernels(Kernels other) {
        return new ModelOptions(optimize, other);
    }
}
