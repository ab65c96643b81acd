package dev.lanewise.model.explain;

import dev.lanewise.model.explain.Attribution.ChannelReduction;
import dev.lanewise.model.gradient.GradientRules;

/**
 * Guided backpropagation: the gradient of the score before the softmax, of which each ReLU passes
 * on the positive parts where its input was positive (Springenberg et al.: Striving for simplicity,
 * 2015). Other activations keep their derivatives. Attributions are signed; the heat map is the
 * largest magnitude over the channels.
 */
public record GuidedBackprop() implements AttributionMethod {

    @Override
    public String name() {
        return "guided-backprop";
    }

    @Override
    public Attribution attribute(Explainer explainer, float[] picture, int target) {
        return new Attribution(
                explainer.shape(),
                InputGradient.of(explainer, picture, target, GradientRules.GUIDED_BACKPROPAGATION),
                ChannelReduction.MAX_MAGNITUDE);
    }
}
