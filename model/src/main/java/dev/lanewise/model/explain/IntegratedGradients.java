package dev.lanewise.model.explain;

import dev.lanewise.model.explain.Attribution.ChannelReduction;
import dev.lanewise.model.gradient.GradientRules;

import java.util.Arrays;

/**
 * Integrated gradients: (x - baseline) times the mean gradient of the score before the softmax on
 * the straight way from the baseline to x (Sundararajan, Taly, Yan: Axiomatic attribution for deep
 * networks, 2017). The heat map is the sum over the channels.
 *
 * <p>Attributions sum to the difference of the scores at both ends (completeness), as far as the
 * integral is exact. Gradients are taken in the middle of cells that are narrow where the scores
 * bend; twice as many scores are computed first to see where. What these steps then miss of the
 * difference is known, since it needs no integral, and is shared out as a least-squares adjustment
 * does: each element gets of it in proportion to the variance of its own error, of which the
 * squares of its gradient's changes from step to step are the measure. {@link #integrate} says how
 * much that was. Where changes between the steps can't account for what is missing, nothing is
 * corrected: then gradients don't tell how the score came about.
 *
 * @param steps gradients that are taken
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

    /**
     * What came of the integration.
     *
     * @param attribution what is to be shown
     * @param difference the score of the picture less that of the baseline: what the attributions
     *     should sum to
     * @param missed by how much the sum was less than that before it was corrected
     */
    public record Integral(Attribution attribution, double difference, double missed) {

        /** By how much the attributions miss the difference, in units of the score. */
        public double gap() {
            return Math.abs(attribution.sum() - difference);
        }

        /** A number of units of the score as a part of the difference, or of 1 if it is less. */
        private double part(double score) {
            return Math.abs(score) / Math.max(1, Math.abs(difference));
        }

        /** {@link #gap} as a part of the difference's magnitude, or of 1 if it is less. */
        public double relativeGap() {
            return part(gap());
        }

        /** What the steps missed before the correction, as {@link #relativeGap} has it. */
        public double relativeMiss() {
            return part(missed);
        }
    }

    @Override
    public String name() {
        return "integrated-gradients";
    }

    @Override
    public Attribution attribute(Explainer explainer, float[] picture, int target) {
        return integrate(explainer, picture, target).attribution();
    }

    /**
     * Explains one score of a picture, and says how exactly.
     *
     * @param picture [C, H, W]
     * @throws IllegalArgumentException if the picture is of another size or there is no such class
     * @throws dev.lanewise.model.ModelException if an operator has no gradient
     */
    public Integral integrate(Explainer explainer, float[] picture, int target) {
        explainer.checkPicture(picture);
        explainer.checkClass(target);
        float[][] scores = new float[2 * steps + 1][];
        explainer.scores(
                scores.length,
                (i, x) -> fill(picture, (double) i / (2 * steps), x),
                (i, row) -> scores[i] = row.clone());
        PathSteps path = PathSteps.where(steps, scores);
        Sums sums = new Sums(picture, baseline);
        explainer.gradients(
                steps,
                (i, x) -> fill(picture, path.nodes()[i], x),
                target,
                GradientRules.STANDARD,
                (i, row) -> sums.add(row, path.widths()[i]));
        double difference = (double) scores[2 * steps][target] - scores[0][target];
        double missed = difference - sums.score();
        float[] values = sums.corrected(missed);
        return new Integral(
                new Attribution(explainer.shape(), values, ChannelReduction.SUM),
                difference,
                missed);
    }

    private void fill(float[] picture, double part, float[] x) {
        for (int k = 0; k < x.length; k++) {
            x[k] = (float) (baseline + part * (picture[k] - baseline));
        }
    }

    /**
     * Sums over the steps. Slopes are those of the score along the way: the sum of what the
     * gradient says for each element.
     */
    private static final class Sums {

        private final double[] way;
        private final double[] integral;
        private final double[] last;
        private final double[] variance;
        private double bound;
        private double lastWidth;

        Sums(float[] picture, float baseline) {
            way = new double[picture.length];
            Arrays.setAll(way, k -> (double) picture[k] - baseline);
            integral = new double[way.length];
            last = new double[way.length];
            variance = new double[way.length];
        }

        /** A step: the gradient in the middle of a cell. */
        void add(float[] gradient, double width) {
            double change = 0;
            double apart = lastWidth > 0 ? (width + lastWidth) / 2 : 0;
            for (int k = 0; k < way.length; k++) {
                change += gradient[k] * way[k] - last[k];
            }
            for (int k = 0; k < way.length; k++) {
                double now = gradient[k] * way[k];
                integral[k] += width * now;
                variance[k] += Math.pow(apart * (now - last[k]), 2);
                last[k] = now;
            }
            bound += apart * Math.abs(change);
            lastWidth = width;
        }

        /** What the attributions sum to. */
        double score() {
            return Arrays.stream(integral).sum();
        }

        /**
         * Attributions that sum to the score as well as what was missed, if the slope, going from
         * each step's to the next one's somewhere between, can have missed so much.
         */
        float[] corrected(double missed) {
            double all = Arrays.stream(variance).sum();
            double factor = all > 0 && Math.abs(missed) <= bound ? missed / all : 0;
            float[] values = new float[way.length];
            for (int k = 0; k < values.length; k++) {
                values[k] = (float) (integral[k] + factor * variance[k]);
            }
            return values;
        }
    }
}
