package dev.lanewise.model;

import dev.lanewise.kernels.Kernels;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * How a model is compiled. Immutable.
 *
 * @param optimize whether the graph is rewritten (batch norm folded, activations fused, ...);
 *     without, it runs node by node
 * @param kernels where kernels come from
 * @param warmUp whether the model is run while it is loaded, until its kernels are compiled
 * @param weightGrowth how many times as large as in the file a convolution's packed weights may be
 * @param timings where the times of convolution algorithms are kept, by which they are chosen then;
 *     null to choose by a cost model
 * @param mapped whether a file that the model is loaded from stays mapped instead of being copied
 */
public record ModelOptions(
        boolean optimize,
        Kernels kernels,
        WarmUp warmUp,
        double weightGrowth,
        @Nullable Path timings,
        boolean mapped) {

    /**
     * @throws IllegalArgumentException if the weight growth is negative or NaN
     */
    public ModelOptions {
        if (!(weightGrowth >= 0)) {
            throw new IllegalArgumentException(
                    "weightGrowth: expected at least 0, actual " + weightGrowth);
        }
    }

    /**
     * Optimised, with the fastest kernels that this JVM can run, not warmed, weights as large as
     * speed wants them, algorithms chosen by a cost model.
     */
    public static ModelOptions defaults() {
        return new ModelOptions(
                true, Kernels.best(), WarmUp.NONE, Double.POSITIVE_INFINITY, null, false);
    }

    /** These options with {@code optimize} replaced. */
    public ModelOptions withOptimize(boolean on) {
        return new ModelOptions(on, kernels, warmUp, weightGrowth, timings, mapped);
    }

    /** These options with {@code kernels} replaced. */
    public ModelOptions withKernels(Kernels other) {
        return new ModelOptions(optimize, other, warmUp, weightGrowth, timings, mapped);
    }

    /** These options with {@code warmUp} replaced. */
    public ModelOptions withWarmUp(WarmUp when) {
        return new ModelOptions(optimize, kernels, when, weightGrowth, timings, mapped);
    }

    /**
     * These options with packed weights of at most {@code times} the file's size for each
     * convolution. Winograd's take 1.8, 4 or 7.1 times as much; where they are over the bound
     * another algorithm computes the layer, more slowly. Packing alone pads channels to whole
     * vectors: a layer that no algorithm packs within the bound gets the smallest form.
     */
    public ModelOptions withWeightGrowth(double times) {
        return new ModelOptions(optimize, kernels, warmUp, times, timings, mapped);
    }

    /**
     * These options with the algorithm of each convolution chosen by timing all of them, with one
     * thread, when a plan is made: some tenths of a second for each convolution of a new shape. The
     * choices are kept in {@code file}, by processor, lanes and shapes, and are read from it the
     * next time. A file that is damaged, or can't be written, is reported as a warning to the
     * logger of this package and does no harm; one line of it decides between algorithms, nothing
     * else. A file of another kind stays as it is, and the choices are not kept.
     */
    public ModelOptions withTimings(Path file) {
        return new ModelOptions(optimize, kernels, warmUp, weightGrowth, file, mapped);
    }

    /**
     * These options with the file mapped by {@code Model.load(Path, ...)}, or copied; external data
     * is copied in any case. Mapping saves the memory of a copy: once a plan has packed its
     * weights, the file's pages are given back, and only other shapes read them again. But the file
     * must not change while the model lives: a weight that is read after that is whatever the file
     * has then. If the file has become shorter, a new session for other shapes is a {@link
     * ModelException} and a run of an operator without a kernel an {@link InternalError}; kernels
     * read copies only.
     */
    public ModelOptions withMapped(boolean on) {
        return new ModelOptions(optimize, kernels, warmUp, weightGrowth, timings, on);
    }
}
