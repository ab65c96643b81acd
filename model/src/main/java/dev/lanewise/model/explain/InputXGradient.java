package dev.lanewise.model.explain;

import dev.lanewise.model.explain.Attribution.ChannelReduction;
import dev.lanewise.model.gradient.GradientRules;

/**
 * Input times gradient of the score before the softmax: what each value would contribute if the
 * network were linear (Shrikumar et al.: Not just a black box, 2016). Values are those that the
 * network sees, so the mean of its preprocessing counts as nothing. The heat map is the sum over
 * the channels.
 */
public record InputXGradient() implements AttributionMethod {

    @Override
    public String name() {
        return "input-x-gradient";
    }

    @Override
    public Attribution attribute(Explainer explainer, float[] picture, int target) {
        float[] values = InputGradient.of(explainer, picture, target, GradientRules.STANDARD);
        for (int i = 0; i < values.length; i++) {
            values[i] *= picture[i];
        }
        return new Attribution(explainer.shape(), values, ChannelReduction.SUM);
    }
}
