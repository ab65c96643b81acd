package dev.lanewise.model.explain;

import dev.lanewise.model.explain.Attribution.ChannelReduction;
import dev.lanewise.model.gradient.GradientRules;

/**
 * Integrated gradients: (x - baseline) times the mean gradient of the score before the softmax on
 * the straight way from the baseline to x (Sundararajan, Taly, Yan: Axiomatic attribution for deep
 * networks, 2017). The integral is taken by Gauss and Legendre's rule. Attributions sum to the
 * difference of the scores at both ends; {@link #gap} says how far that is missed. The heat map is
 * the sum over the channels.
 *
 * @param steps points of the integration
 * @param baseline the value of every element where the way begins, in units of the network's input;
 *     0 is the mean colour for a network whose input is normalised
 */
public record IntegratedGradients(int steps, float baseline) implements AttributionMethod {

    /**
     * @throws IllegalArgumentException if there is no step
     */
    public IntegratedGradients {
        if (steps < 1) {
            throw new IllegalArgumentException(
                    "integrated gradients: expected at least 1 step, actual " + steps);
        }
    }

    /** 50 steps from a baseline of zeros. */
    public IntegratedGradients() {
        this(50, 0);
    }

    @Override
    public String name() {
        return "integrated-gradients";
    }

    @Override
    public Attribution attribute(Explainer explainer, float[] picture, int target) {
        explainer.checkPicture(picture);
        GaussLegendre rule = GaussLegendre.of(steps);
        double[] sum = new double[picture.length];
        explainer.gradients(
                steps,
                (i, x) -> {
                    double part = rule.nodes()[i];
                    for (int k = 0; k < x.length; k++) {
                        x[k] = (float) (baseline + part * (picture[k] - baseline));
                    }
                },
                target,
                GradientRules.STANDARD,
                (i, row) -> {
                    for (int k = 0; k < row.length; k++) {
                        sum[k] += rule.weights()[i] * row[k];
                    }
                });
        float[] values = new float[sum.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) (sum[k] * (picture[k] - baseline));
        }
        return new Attribution(explainer.shape(), values, ChannelReduction.SUM);
    }

    /**
     * By how much the attributions miss what they should sum to, the score of the picture less that
     * of the baseline, as a part of that difference's magnitude, or of 1 if it is less.
     *
     * @param attribution what {@link #attribute} gave for the same picture and class
     */
    public double gap(Explainer explainer, float[] picture, int target, Attribution attribution) {
        float[] start = new float[picture.length];
        java.util.Arrays.fill(start, baseline);
        double difference =
                (double) explainer.scores(picture)[target] - explainer.scores(start)[target];
        return Math.abs(attribution.sum() - difference) / Math.max(1, Math.abs(difference));
    }
}
