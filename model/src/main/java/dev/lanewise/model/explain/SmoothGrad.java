package dev.lanewise.model.explain;

import dev.lanewise.model.explain.Attribution.ChannelReduction;
import dev.lanewise.model.gradient.GradientRules;

import java.util.Random;

/**
 * SmoothGrad: the mean of the gradients of the score before the softmax at pictures with noise
 * (Smilkov et al.: SmoothGrad: removing noise by adding noise, 2017). Gradients are averaged with
 * their signs; the heat map is the largest magnitude over the channels.
 *
 * @param samples pictures with noise
 * @param noise standard deviation of the normal noise, as a part of the range of the picture's
 *     values; the paper recommends 0.1 to 0.2
 * @param seed of the noise; the same seed gives the same attributions
 */
public record SmoothGrad(int samples, double noise, long seed) implements AttributionMethod {

    /**
     * @throws IllegalArgumentException if there is not at least one sample, or the noise is
     *     negative
     */
    public SmoothGrad {
        if (samples < 1 || !(noise >= 0)) {
            throw new IllegalArgumentException(
                    "smoothgrad: expected at least 1 sample and noise of at least 0, actual "
                            + samples
                            + " and "
                            + noise);
        }
    }

    /** 50 samples, noise of 0.15. */
    public SmoothGrad() {
        this(50, 0.15, 0);
    }

    @Override
    public String name() {
        return "smoothgrad";
    }

    @Override
    public Attribution attribute(Explainer explainer, float[] picture, int target) {
        explainer.checkPicture(picture);
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float value : picture) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        double deviation = noise * (most - least);
        double[] sum = new double[picture.length];
        explainer.gradients(
                samples,
                (i, x) -> {
                    Random random = new Random(seed * samples + i);
                    for (int k = 0; k < x.length; k++) {
                        x[k] = (float) (picture[k] + deviation * random.nextGaussian());
                    }
                },
                target,
                GradientRules.STANDARD,
                (i, row) -> {
                    for (int k = 0; k < row.length; k++) {
                        sum[k] += row[k];
                    }
                });
        float[] mean = new float[sum.length];
        for (int k = 0; k < mean.length; k++) {
            mean[k] = (float) (sum[k] / samples);
        }
        return new Attribution(explainer.shape(), mean, ChannelReduction.MAX_MAGNITUDE);
    }
}
