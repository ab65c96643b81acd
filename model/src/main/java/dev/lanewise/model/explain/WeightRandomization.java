package dev.lanewise.model.explain;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.ConvTranspose;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.MatMul;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A sanity check (Adebayo et al.: Sanity checks for saliency maps, 2018): the weights of the layers
 * are replaced by random ones, from the last to the first, and after each the map is compared with
 * that of the trained network. A map that stays the same shows the picture, not what the network
 * learned.
 *
 * <p>Random weights are normal with the mean and the standard deviation of the layer's own. Maps
 * are compared by Spearman's rank correlation of the heat maps' magnitudes.
 *
 * @param seed of the weights
 */
public record WeightRandomization(long seed) {

    /** A mean correlation above this says that a map hardly depends on the weights. */
    public static final double UNCHANGED = 0.8;

    /**
     * What came of one layer.
     *
     * @param layer the node's name
     * @param correlation of the map with that of the trained network, now that this layer and all
     *     behind it are random
     */
    public record Step(String layer, double correlation) {}

    /**
     * Whether the map changes: the mean of the correlations is at most {@link #UNCHANGED}. What is
     * left of it depends on the picture, which any network of this shape sees.
     */
    public static boolean passes(List<Step> steps) {
        return steps.stream().mapToDouble(step -> Math.abs(step.correlation())).average().orElse(1)
                <= UNCHANGED;
    }

    /**
     * Makes the check.
     *
     * @param most steps that are looked at, spread over the layers, the last always among them
     * @return a step for each layer looked at, from the last layer to the first
     */
    public List<Step> check(
            Explainer explainer, AttributionMethod method, float[] picture, int target, int most) {
        HeatMap trained = magnitudes(method.attribute(explainer, picture, target));
        Graph graph = explainer.graph();
        Map<String, Tensor> weights = new HashMap<>();
        List<Node> layers = layers(graph).reversed();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Node layer = layers.get(i);
            String name = layer.input(1);
            Tensor weight = graph.constant(name);
            if (weight != null) {
                weights.put(name, random(weight, new Random(seed + i)));
            }
            // So that "most" of them are looked at, the last one included.
            int looks = Math.min(most, layers.size());
            boolean look =
                    (long) (i + 1) * looks / layers.size() > (long) i * looks / layers.size();
            if (look) {
                try (Explainer other = explainer.withWeights(weights)) {
                    HeatMap map = magnitudes(method.attribute(other, picture, target));
                    steps.add(new Step(layer.name(), map.rankCorrelation(trained)));
                }
            }
        }
        return List.copyOf(steps);
    }

    /** The nodes with constant weights, in order. */
    private static List<Node> layers(Graph graph) {
        return graph.nodes().stream()
                .filter(node ->
                        node.op() instanceof Conv
                                || node.op() instanceof ConvTranspose
                                || node.op() instanceof Gemm
                                || node.op() instanceof MatMul)
                .filter(node -> graph.constant(node.input(1)) != null)
                .toList();
    }

    private static HeatMap magnitudes(Attribution attribution) {
        HeatMap map = attribution.heatMap();
        float[] values = new float[map.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(map.values()[i]);
        }
        return new HeatMap(map.width(), map.height(), values);
    }

    private static Tensor random(Tensor weight, Random random) {
        Shape shape = weight.shape();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < shape.elements(); i++) {
            sum += weight.getDouble(i);
            squares += weight.getDouble(i) * weight.getDouble(i);
        }
        double mean = sum / shape.elements();
        double deviation = Math.sqrt(Math.max(0, squares / shape.elements() - mean * mean));
        Tensor result = Tensor.allocate(Arena.ofAuto(), weight.dtype(), shape);
        for (int i = 0; i < shape.elements(); i++) {
            result.setDouble(i, mean + deviation * random.nextGaussian());
        }
        return result;
    }
}
