package dev.lanewise.model.nn;

import dev.lanewise.model.Shape;
import dev.lanewise.model.op.GroupNormalization;

/**
 * Brings each group of channels of each image of [N, C, ...] to mean 0 and variance 1.
 *
 * @param numGroups groups
 * @param numChannels channels
 * @param eps added to the variance
 * @param affine whether each channel then has a factor and a summand
 */
public record GroupNorm(int numGroups, int numChannels, float eps, boolean affine)
        implements Module {

    /** With PyTorch's defaults: eps 1e-5, affine. */
    public static GroupNorm of(int numGroups, int numChannels) {
        return new GroupNorm(numGroups, numChannels, 1e-5f, true);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        Shape channels = Shape.of(numChannels);
        return builder.add(
                new GroupNormalization(numGroups, eps),
                x,
                Norms.affine(builder, "weight", channels, 1, affine),
                Norms.affine(builder, "bias", channels, 0, affine));
    }
}
