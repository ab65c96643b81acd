package dev.lanewise.model.features;

import dev.lanewise.model.explain.Explainer;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.LastLayer;

/**
 * The features that a classifier decides by: what goes into its last layer with weights. Feature
 * maps, as a last convolution takes them, are averaged over their pixels.
 */
public final class PenultimateFeatures {

    private PenultimateFeatures() {}

    /**
     * The value that goes into the last layer.
     *
     * @throws dev.lanewise.model.ModelException if the network has no layer with weights
     */
    public static String layer(Graph graph) {
        return LastLayer.of(graph).input(0);
    }

    /**
     * Computes features.
     *
     * @param layer a value [1, features] or [1, features, ...], whose other extents are averaged
     * @param count pictures
     * @param pictures fills an array with picture i, [C, H, W]
     */
    public static Points of(
            Explainer explainer, String layer, int count, Explainer.Source pictures) {
        float[][] rows = new float[count][];
        int features = explainer.valueShape(layer).dim(1);
        explainer.values(layer, count, pictures, (i, row) -> rows[i] = averaged(row, features));
        float[] values = new float[count * features];
        for (int i = 0; i < count; i++) {
            System.arraycopy(rows[i], 0, values, i * features, features);
        }
        return new Points(count, features, values);
    }

    private static float[] averaged(float[] row, int features) {
        int pixels = row.length / features;
        float[] result = new float[features];
        for (int f = 0; f < features; f++) {
            double sum = 0;
            for (int i = 0; i < pixels; i++) {
                sum += row[f * pixels + i];
            }
            result[f] = (float) (sum / pixels);
        }
        return result;
    }
}
