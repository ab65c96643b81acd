package dev.lanewise.model.explain;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.explain.Attribution.ChannelReduction;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Conv;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Grad-CAM: feature maps weighted by the mean gradients of the score before the softmax, added up,
 * negative sums made 0 (Selvaraju et al.: Grad-CAM, 2017). The result has the size of the feature
 * maps, with one channel.
 *
 * @param layer the value whose maps are weighted, [1, C, H, W]; null for the last ones: of the
 *     height and width of the last convolution, what comes last
 */
public record GradCam(@Nullable String layer) implements AttributionMethod {

    /** Of the last feature maps. */
    public GradCam() {
        this(null);
    }

    @Override
    public String name() {
        return "grad-cam";
    }

    /**
     * The value whose maps are weighted in this network.
     *
     * @throws ModelException if none is named and there are no convolutions
     */
    public String layer(Explainer explainer) {
        String value = layer == null ? lastFeatureMaps(explainer.graph()) : layer;
        if (value == null) {
            throw new ModelException(
                    "Grad-CAM: expected a network with a convolution whose output has more than one"
                            + " pixel, actual none; name a value [1, C, H, W]");
        }
        return value;
    }

    @Override
    public Attribution attribute(Explainer explainer, float[] picture, int target) {
        explainer.checkPicture(picture);
        List<Tensor> found = explainer.valueAndGradient(picture, layer(explainer), target);
        Shape shape = found.getFirst().shape();
        if (shape.rank() != 4) {
            throw new ModelException(
                    "Grad-CAM: expected a value of shape [1, C, H, W], actual '"
                            + layer(explainer)
                            + "' of "
                            + shape);
        }
        float[] maps = found.get(0).toFloatArray();
        float[] gradients = found.get(1).toFloatArray();
        int pixels = shape.dim(2) * shape.dim(3);
        double[] sum = new double[pixels];
        for (int c = 0; c < shape.dim(1); c++) {
            double weight = 0;
            for (int i = 0; i < pixels; i++) {
                weight += gradients[c * pixels + i];
            }
            weight /= pixels;
            for (int i = 0; i < pixels; i++) {
                sum[i] += weight * maps[c * pixels + i];
            }
        }
        float[] values = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            values[i] = (float) Math.max(0, sum[i]);
        }
        return new Attribution(
                Shape.of(1, shape.dim(2), shape.dim(3)), values, ChannelReduction.SUM);
    }

    /**
     * The last feature maps: of the height and width of the last convolution that has more than one
     * pixel, the last value, so that what is added, normalised or joined behind it counts.
     *
     * @param graph with types, which computes the score
     * @return null if there is no convolution
     */
    private static @Nullable String lastFeatureMaps(Graph graph) {
        List<Integer> extents = null;
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Conv && pixels(graph, node.output()) > 1) {
                extents = extents(graph, node.output());
            }
        }
        String last = null;
        for (Node node : graph.nodes()) {
            if (extents != null && extents.equals(extents(graph, node.output()))) {
                last = node.output();
            }
        }
        return last;
    }

    private static int pixels(Graph graph, String value) {
        return extents(graph, value).stream().reduce(1, (a, b) -> a * b);
    }

    /** Height and width, or nothing for what are no maps. */
    private static List<Integer> extents(Graph graph, String value) {
        var shape = graph.type(value).shape();
        return shape.rank() == 4 ? List.of(shape.dim(2), shape.dim(3)) : List.of();
    }
}
