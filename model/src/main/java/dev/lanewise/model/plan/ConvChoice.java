package dev.lanewise.model.plan;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.WeightedKernel;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Chooses the algorithm of each convolution. */
public final class ConvChoice {

    private final Kernels kernels;
    private final double weightGrowth;
    private final @Nullable Path timings;

    /**
     * @param weightGrowth the largest packed weights, in multiples of the plain ones
     * @param timings where the choices are kept that were made by timing; null to make none
     */
    public ConvChoice(Kernels kernels, double weightGrowth, @Nullable Path timings) {
        this.kernels = kernels;
        this.weightGrowth = weightGrowth;
        this.timings = timings;
    }

    WeightedKernel choose(ConvSpec spec, Epilogue epilogue) {
        List<Supplier<WeightedKernel>> candidates = kernels.convCandidates(spec, epilogue);
        if (candidates.size() == 1 || timings == null && weightGrowth == Double.POSITIVE_INFINITY) {
            return candidates.getFirst().get();
        }
        List<WeightedKernel> all = candidates.stream().map(Supplier::get).toList();
        List<WeightedKernel> small = all.stream().filter(kernel -> allows(spec, kernel)).toList();
        if (small.isEmpty()) {
            return all.stream()
                    .min(Comparator.comparingLong(WeightedKernel::packedBytes))
                    .orElseThrow();
        }
        return timings == null || small.size() == 1
                ? small.getFirst()
                : new ConvTimings(timings, kernels).fastest(spec, epilogue, small);
    }

    /** Whether the kernel's packed weights are within the bound. */
    boolean allows(ConvSpec spec, WeightedKernel kernel) {
        return kernel.packedBytes() <= weightGrowth * plainBytes(spec);
    }

    private static double plainBytes(ConvSpec spec) {
        double inputs = (double) spec.x().channels() / spec.groups() * spec.window().size();
        return Float.BYTES * (inputs + 1) * spec.y().channels();
    }
}
