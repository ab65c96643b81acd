package dev.lanewise.model.explain;

import dev.lanewise.model.Shape;
import dev.lanewise.model.explain.Attribution.ChannelReduction;

import org.jspecify.annotations.Nullable;

/**
 * Guided Grad-CAM: guided backpropagation times Grad-CAM, the latter brought to the size of the
 * picture, bilinear as in the paper (Selvaraju et al. 2017, section 3.2). The heat map is the
 * largest magnitude over the channels.
 *
 * @param layer as of {@link GradCam}
 */
public record GuidedGradCam(@Nullable String layer) implements AttributionMethod {

    /** Of the last feature maps. */
    public GuidedGradCam() {
        this(null);
    }

    @Override
    public String name() {
        return "guided-grad-cam";
    }

    @Override
    public Attribution attribute(Explainer explainer, float[] picture, int target) {
        Shape shape = explainer.shape();
        float[] values = new GuidedBackprop().attribute(explainer, picture, target).values();
        float[] map =
                new GradCam(layer)
                        .attribute(explainer, picture, target)
                        .heatMap()
                        .resized(shape.dim(2), shape.dim(1))
                        .values();
        for (int i = 0; i < values.length; i++) {
            values[i] *= map[i % map.length];
        }
        return new Attribution(shape, values, ChannelReduction.MAX_MAGNITUDE);
    }
}
