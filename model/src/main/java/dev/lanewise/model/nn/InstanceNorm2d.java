package dev.lanewise.model.nn;

import dev.lanewise.model.Shape;
import dev.lanewise.model.op.GroupNormalization;

/**
 * Brings each channel of each image of [N, C, H, W] to mean 0 and variance 1.
 *
 * @param numFeatures channels
 * @param eps added to the variance
 * @param affine whether each channel then has a factor and a summand
 */
public record InstanceNorm2d(int numFeatures, float eps, boolean affine) implements Module {

    /** With PyTorch's defaults: eps 1e-5, not affine. */
    public static InstanceNorm2d of(int numFeatures) {
        return new InstanceNorm2d(numFeatures, 1e-5f, false);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        Shape channels = Shape.of(numFeatures);
        Norms.check(
                "InstanceNorm2d", builder.shape(x).rank() != 4, "[N, C, H, W]", builder.shape(x));
        return builder.add(
                new GroupNormalization(0, eps),
                x,
                Norms.affine(builder, "weight", channels, 1, affine),
                Norms.affine(builder, "bias", channels, 0, affine));
    }
}
