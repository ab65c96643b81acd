package dev.lanewise.model.explain;

import dev.lanewise.model.explain.Attribution.ChannelReduction;
import dev.lanewise.model.gradient.GradientRules;

/**
 * Deconvnet: the gradient of the score before the softmax, of which each ReLU passes on the
 * positive parts, whatever its input was (Zeiler and Fergus: Visualizing and understanding
 * convolutional networks, 2014). Other activations keep their derivatives. Attributions are signed;
 * the heat map is the largest magnitude over the channels.
 */
public record Deconvnet() implements AttributionMethod {

    @Override
    public String name() {
        return "deconvnet";
    }

    @Override
    public Attribution attribute(Explainer explainer, float[] picture, int target) {
        return new Attribution(
                explainer.shape(),
                InputGradient.of(explainer, picture, target, GradientRules.DECONVNET),
                ChannelReduction.MAX_MAGNITUDE);
    }
}
