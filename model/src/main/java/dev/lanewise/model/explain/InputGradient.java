package dev.lanewise.model.explain;

import dev.lanewise.model.gradient.GradientRules;

/** The gradient of a score with respect to one picture. */
final class InputGradient {

    private InputGradient() {}

    static float[] of(Explainer explainer, float[] picture, int target, GradientRules rules) {
        explainer.checkPicture(picture);
        float[][] result = new float[1][];
        explainer.gradients(
                1,
                (i, x) -> System.arraycopy(picture, 0, x, 0, x.length),
                target,
                rules,
                (i, row) -> result[0] = row.clone());
        return result[0];
    }
}
