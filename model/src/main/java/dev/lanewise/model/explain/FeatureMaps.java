package dev.lanewise.model.explain;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.image.Colormap;
import dev.lanewise.model.op.Conv;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Filters and feature maps of convolutions as pictures. */
public final class FeatureMaps {

    private FeatureMaps() {}

    /**
     * A convolution.
     *
     * @param name the node's name
     * @param output the value that it defines
     * @param weight the constant that holds its filters, or empty if they are computed
     */
    public record Layer(String name, String output, String weight) {}

    /** The convolutions of pictures, in order. */
    public static List<Layer> layers(Explainer explainer) {
        Graph graph = explainer.graph();
        List<Layer> layers = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Conv && graph.type(node.output()).shape().rank() == 4) {
                String weight = graph.constant(node.input(1)) == null ? "" : node.input(1);
                String name = node.name().isEmpty() ? node.output() : node.name();
                layers.add(new Layer(name, node.output(), weight));
            }
        }
        return List.copyOf(layers);
    }

    /**
     * The convolution of a name, its node's or its output's.
     *
     * @throws ModelException if there is none; the message lists those that there are
     */
    public static Layer layer(Explainer explainer, String name) {
        List<Layer> layers = layers(explainer);
        return layers.stream()
                .filter(layer -> layer.name().equals(name) || layer.output().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new ModelException(
                                "layer '"
                                        + name
                                        + "': expected one of the convolutions "
                                        + layers.stream().map(Layer::name).toList()));
    }

    /**
     * What each filter answers to a picture, before the activation; labels are the channels. Each
     * map is scaled by itself: black is 0 or less, white its largest value.
     */
    public static List<PictureGrid.Tile> maps(Explainer explainer, float[] picture, Layer layer) {
        Tensor value = explainer.value(picture, layer.output());
        Shape shape = value.shape();
        float[] all = value.toFloatArray();
        int pixels = shape.dim(2) * shape.dim(3);
        List<PictureGrid.Tile> tiles = new ArrayList<>();
        for (int c = 0; c < shape.dim(1); c++) {
            float[] map = Arrays.copyOfRange(all, c * pixels, (c + 1) * pixels);
            float most = 0;
            for (float v : map) {
                most = Math.max(most, v);
            }
            tiles.add(
                    new PictureGrid.Tile(
                            "" + c,
                            picture(map, shape.dim(3), shape.dim(2), 0, most, Colormap.VIRIDIS)));
        }
        return tiles;
    }

    /**
     * The filters of a convolution; labels are the channels that they make. Filters over three
     * channels are shown in colour (in the order in which the network takes them), others by their
     * slice of the largest norm, grey where it is 0.
     *
     * @throws ModelException if the filters are no constants
     */
    public static List<PictureGrid.Tile> filters(Explainer explainer, Layer layer) {
        Tensor weight = explainer.graph().constant(layer.weight());
        if (weight == null) {
            throw new ModelException(
                    "filters of '" + layer.name() + "': expected constants, actual computed ones");
        }
        Shape shape = weight.shape();
        float[] all = weight.toFloatArray();
        int plane = shape.dim(2) * shape.dim(3);
        int filter = shape.dim(1) * plane;
        List<PictureGrid.Tile> tiles = new ArrayList<>();
        for (int m = 0; m < shape.dim(0); m++) {
            float[] values = Arrays.copyOfRange(all, m * filter, (m + 1) * filter);
            tiles.add(new PictureGrid.Tile("" + m, filter(values, shape)));
        }
        return tiles;
    }

    private static BufferedImage filter(float[] values, Shape shape) {
        int width = shape.dim(3);
        int height = shape.dim(2);
        int plane = width * height;
        float most = 1e-30f;
        for (float v : values) {
            most = Math.max(most, Math.abs(v));
        }
        if (shape.dim(1) == 3) {
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < plane; i++) {
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    int level = Math.round(127.5f + 127.5f * values[c * plane + i] / most);
                    rgb = rgb << 8 | level;
                }
                image.setRGB(i % width, i / width, rgb);
            }
            return image;
        }
        int best = 0;
        double bestNorm = -1;
        for (int c = 0; c < shape.dim(1); c++) {
            double norm = 0;
            for (int i = 0; i < plane; i++) {
                norm += values[c * plane + i] * values[c * plane + i];
            }
            if (norm > bestNorm) {
                bestNorm = norm;
                best = c;
            }
        }
        float[] slice = Arrays.copyOfRange(values, best * plane, (best + 1) * plane);
        return picture(slice, width, height, -most, most, Colormap.GREY);
    }

    private static BufferedImage picture(
            float[] values, int width, int height, float least, float most, Colormap colours) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        float range = most - least;
        for (int i = 0; i < values.length; i++) {
            double part = range == 0 ? 0 : (values[i] - least) / range;
            image.setRGB(i % width, i / width, colours.rgb(part));
        }
        return image;
    }
}
