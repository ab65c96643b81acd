package dev.lanewise.model.explain;

import dev.lanewise.model.explain.Attribution.ChannelReduction;
import dev.lanewise.model.gradient.GradientRules;

/**
 * Saliency: the gradient of the score before the softmax (Simonyan, Vedaldi, Zisserman: Deep inside
 * convolutional networks, 2014). Attributions are signed; the heat map is the largest magnitude
 * over the channels, as in the paper.
 */
public record Saliency() implements AttributionMethod {

    @Override
    public String name() {
        return "saliency";
    }

    @Override
    public Attribution attribute(Explainer explainer, float[] picture, int target) {
        return new Attribution(
                explainer.shape(),
                InputGradient.of(explainer, picture, target, GradientRules.STANDARD),
                ChannelReduction.MAX_MAGNITUDE);
    }
}
