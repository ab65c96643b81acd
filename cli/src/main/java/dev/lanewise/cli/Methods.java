package dev.lanewise.cli;

import dev.lanewise.model.Shape;
import dev.lanewise.model.explain.AttributionMethod;
import dev.lanewise.model.explain.Deconvnet;
import dev.lanewise.model.explain.GradCam;
import dev.lanewise.model.explain.GuidedBackprop;
import dev.lanewise.model.explain.GuidedGradCam;
import dev.lanewise.model.explain.InputXGradient;
import dev.lanewise.model.explain.IntegratedGradients;
import dev.lanewise.model.explain.Occlusion;
import dev.lanewise.model.explain.Saliency;
import dev.lanewise.model.explain.SmoothGrad;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The methods of {@code explain}, with what they are told on the command line. */
final class Methods {

    /** A method with words on how to read its map. */
    record Described(AttributionMethod method, String title, String how, String paper) {}

    private Methods() {}

    /** All of them, those that are easiest to read first. */
    static List<Described> all(
            Shape picture, @Nullable String layer, int window, int stride, int samples, int steps) {
        Occlusion usual = Occlusion.of(picture);
        int side = window > 0 ? window : usual.windowHeight();
        int step = stride > 0 ? stride : Math.max(1, side / 4);
        List<Described> all = new ArrayList<>();
        all.add(
                new Described(
                        new GradCam(layer),
                        "Grad-CAM",
                        "Where the last feature maps speak for the class. Coarse, and the best"
                                + " first look.",
                        "Selvaraju et al. 2017"));
        all.add(
                new Described(
                        new Occlusion(side, step),
                        "Occlusion",
                        "By how much the score falls when a window of "
                                + side
                                + " pixels is covered. No calculus: what is red is needed, what is"
                                + " blue speaks against the class.",
                        "Zeiler and Fergus 2014"));
        all.add(
                new Described(
                        new Saliency(),
                        "Saliency",
                        "Which pixels would change the score most if they changed a little. Noisy:"
                                + " look at where the dots crowd.",
                        "Simonyan et al. 2014"));
        all.add(
                new Described(
                        new SmoothGrad(samples, 0.15, 0),
                        "SmoothGrad",
                        "The mean of the saliency of "
                                + samples
                                + " copies with noise, which calms the noise of the gradient.",
                        "Smilkov et al. 2017"));
        all.add(
                new Described(
                        new IntegratedGradients(steps, 0),
                        "Integrated gradients",
                        "The score, handed out to the pixels: all values add up to the difference"
                                + " between this picture and an empty one. Red for, blue against.",
                        "Sundararajan et al. 2017"));
        all.add(
                new Described(
                        new InputXGradient(),
                        "Input x gradient",
                        "What each pixel would add if the network were linear. Red for, blue"
                                + " against.",
                        "Shrikumar et al. 2016"));
        all.add(
                new Described(
                        new GuidedBackprop(),
                        "Guided backpropagation",
                        "A gradient that keeps positive parts only. Sharp, but it shows edges that"
                                + " the network sees rather than what it decides by: see the check"
                                + " below.",
                        "Springenberg et al. 2015"));
        all.add(
                new Described(
                        new GuidedGradCam(layer),
                        "Guided Grad-CAM",
                        "Guided backpropagation where Grad-CAM is hot.",
                        "Selvaraju et al. 2017"));
        all.add(
                new Described(
                        new Deconvnet(),
                        "Deconvnet",
                        "A gradient that passes ReLUs as if all were open.",
                        "Zeiler and Fergus 2014"));
        return all;
    }

    /** How exact integrated gradients are, in words. */
    static String completeness(IntegratedGradients.Integral integral, String what) {
        return String.format(
                Locale.ROOT,
                "Attributions sum to %.3f of %.3f, the change of the %s: off by %.2f %% (%.2f %%"
                        + " before the correction)",
                integral.attribution().sum(),
                integral.difference(),
                what,
                100 * integral.relativeGap(),
                100 * integral.relativeMiss());
    }

    /** The names, for help and errors; the last two are pictures of a layer. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Described one : all(Shape.of(1, 8, 8), null, 0, 0, 1, 1)) {
            names.add(one.method().name());
        }
        names.add("feature-maps");
        names.add("filters");
        return names;
    }
}
