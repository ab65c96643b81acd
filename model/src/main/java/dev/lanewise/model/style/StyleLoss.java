package dev.lanewise.model.style;

import dev.lanewise.kernels.Binary;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.gradient.Gradients;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.graph.Types;
import dev.lanewise.model.image.Preprocessing.Channels;
import dev.lanewise.model.image.Preprocessing.Range;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Identity;
import dev.lanewise.model.op.MatMul;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.ReduceMean;
import dev.lanewise.model.op.Reshape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The loss of a picture [3, H, W], red, green, blue from 0 to 1, and its gradient: one compiled
 * graph of network, losses and gradients, and total variation. Not thread-safe.
 */
final class StyleLoss implements Objective, AutoCloseable {

    private static final String LOSS = "style transfer/loss";

    private final FeatureExtractor extractor;
    private final Shape shape;
    private final StyleOptions options;
    private final Model model;
    private final Session session;
    private final String input;
    private final float[] pixels;

    /**
     * @param content [3, H, W]
     * @param style [3, h, w], of any size
     */
    StyleLoss(
            FeatureExtractor extractor,
            StyleOptions options,
            float[] content,
            Shape shape,
            float[] style,
            Shape styleShape) {
        this.extractor = extractor;
        this.shape = shape;
        this.options = options;
        this.input = extractor.graph().inputs().getFirst().name();
        this.pixels = new float[content.length];
        Map<String, Tensor> contents = targets(content, shape, extractor.content(), false);
        Map<String, Tensor> grams = targets(style, styleShape, extractor.style(), true);
        this.model = Model.of(graph(contents, grams), ModelOptions.defaults());
        this.session = model.newSession(SessionOptions.defaults().withThreads(options.threads()));
    }

    private static Shape batch(Shape picture) {
        return Shape.of(1, 3, picture.dim(1), picture.dim(2));
    }

    /** Features of a picture, or their correlations. */
    private Map<String, Tensor> targets(
            float[] picture, Shape pictureShape, List<String> values, boolean correlations) {
        Adding adding = new Adding(extractor.compared(batch(pictureShape)), batch(pictureShape));
        List<String> outputs = new ArrayList<>();
        for (String value : values) {
            outputs.add(correlations ? adding.gram(value) : value);
        }
        Map<String, Tensor> targets = new LinkedHashMap<>();
        try (Model network = Model.of(adding.graph(outputs), ModelOptions.defaults());
                Session run =
                        network.newSession(
                                SessionOptions.defaults().withThreads(options.threads()))) {
            float[] encoded = new float[picture.length];
            encode(picture, encoded);
            run.input(0).copyFrom(encoded);
            run.run();
            for (int i = 0; i < values.size(); i++) {
                Tensor output = run.output(outputs.get(i));
                targets.put(values.get(i), Tensor.of(output.shape(), output.toFloatArray()));
            }
        }
        return targets;
    }

    private Graph graph(Map<String, Tensor> contents, Map<String, Tensor> grams) {
        Adding adding = new Adding(extractor.compared(batch(shape)), batch(shape));
        String sum = "";
        for (Map.Entry<String, Tensor> target : contents.entrySet()) {
            double weight = options.contentWeight() / contents.size();
            sum = adding.plus(sum, adding.distance(target.getKey(), target.getValue(), weight));
        }
        for (Map.Entry<String, Tensor> target : grams.entrySet()) {
            double weight = options.styleWeight() / grams.size();
            String gram = adding.gram(target.getKey());
            sum = adding.plus(sum, adding.distance(gram, target.getValue(), weight));
        }
        return Gradients.of(adding.graph(List.of(sum), LOSS), LOSS, List.of(input));
    }

    /** A graph to which losses are added. */
    private static final class Adding {

        private final Graph base;
        private final Graph typed;
        private final List<Node> nodes;
        private final Map<String, Tensor> constants;
        private final Map<String, Shape> shapes = new HashMap<>();

        Adding(Graph base, Shape picture) {
            this.typed = Types.infer(base, Map.of(base.inputs().getFirst().name(), picture));
            this.base = base;
            this.nodes = new ArrayList<>(typed.nodes());
            this.constants = new HashMap<>(typed.constants());
        }

        private Shape shape(String value) {
            Shape known = shapes.get(value);
            TensorType type = typed.types().get(value);
            return known != null || type == null ? known : type.shape();
        }

        private String add(Op op, Shape result, String... inputs) {
            String name = "style transfer/" + op.type() + nodes.size();
            nodes.add(new Node(name, op, List.of(inputs), List.of(name)));
            shapes.put(name, result);
            return name;
        }

        private String constant(Tensor value) {
            String name = "style transfer/constant" + constants.size();
            constants.put(name, value);
            return name;
        }

        private String scaled(String x, double factor) {
            return add(
                    new Arithmetic(Binary.MUL),
                    shape(x),
                    x,
                    constant(Tensor.of(Shape.of(1), (float) factor)));
        }

        private String reshaped(String x, Shape to) {
            long[] dims = new long[to.rank()];
            for (int i = 0; i < dims.length; i++) {
                dims[i] = to.dim(i);
            }
            return add(
                    new Reshape(false),
                    to,
                    x,
                    constant(Tensor.ofLongs(Shape.of(dims.length), dims)));
        }

        /** The mean over all pixels of the products of each channel with each. */
        String gram(String value) {
            Shape of = shape(value);
            int channels = of.dim(1);
            int count = of.elements() / channels;
            String rows = reshaped(value, Shape.of(channels, count));
            String products =
                    add(new MatMul(false, true), Shape.of(channels, channels), rows, rows);
            return scaled(products, 1.0 / count);
        }

        /** The mean square of the difference from a target, over the target's own. */
        String distance(String value, Tensor target, double weight) {
            Shape of = shape(value);
            double square = 0;
            for (int i = 0; i < target.shape().elements(); i++) {
                square += target.getDouble(i) * target.getDouble(i);
            }
            double mean = Math.max(1e-12, square / target.shape().elements());
            String difference = add(new Arithmetic(Binary.SUB), of, value, constant(target));
            String squares = add(new Arithmetic(Binary.MUL), of, difference, difference);
            String row = reshaped(squares, Shape.of(1, of.elements()));
            String average =
                    add(
                            new ReduceMean(true),
                            Shape.of(1, 1),
                            row,
                            constant(Tensor.ofLongs(Shape.of(1), 1)));
            return scaled(average, weight / mean);
        }

        String plus(String sum, String more) {
            return sum.isEmpty() ? more : add(new Arithmetic(Binary.ADD), shape(more), sum, more);
        }

        Graph graph(List<String> outputs) {
            return new Graph(base.name(), base.inputs(), outputs, nodes, constants, base.metadata())
                    .pruned();
        }

        /** The graph whose only output goes by another name. */
        Graph graph(List<String> outputs, String name) {
            nodes.add(new Node(name, new Identity(), outputs, List.of(name)));
            return graph(List.of(name));
        }
    }

    /** What the network takes for a picture. */
    private void encode(float[] picture, float[] to) {
        int plane = picture.length / 3;
        for (int c = 0; c < 3; c++) {
            int from = source(c);
            for (int i = 0; i < plane; i++) {
                to[c * plane + i] = (picture[from * plane + i] * range() - mean(c)) / std(c);
            }
        }
    }

    /** Which of red, green, blue is the network's channel c. */
    private int source(int c) {
        return extractor.preprocessing().channels() == Channels.BGR ? 2 - c : c;
    }

    private float range() {
        return extractor.preprocessing().range() == Range.BYTE ? 255 : 1;
    }

    private float mean(int c) {
        List<Float> mean = extractor.preprocessing().mean();
        return mean.get(mean.size() == 1 ? 0 : c);
    }

    private float std(int c) {
        List<Float> std = extractor.preprocessing().std();
        return std.get(std.size() == 1 ? 0 : c);
    }

    @Override
    public double evaluate(float[] picture, float[] gradient) {
        encode(picture, pixels);
        session.input(input).copyFrom(pixels);
        session.run();
        session.output(Gradients.nameOf(input)).copyTo(pixels);
        int plane = picture.length / 3;
        for (int c = 0; c < 3; c++) {
            int to = source(c);
            for (int i = 0; i < plane; i++) {
                gradient[to * plane + i] = pixels[c * plane + i] * range() / std(c);
            }
        }
        double loss = session.output(LOSS).getDouble(0);
        return loss + variation(picture, gradient);
    }

    /** Total variation, whose gradient is added. */
    private double variation(float[] picture, float[] gradient) {
        if (options.smoothness() == 0) {
            return 0;
        }
        int height = shape.dim(1);
        int width = shape.dim(2);
        double scale = options.smoothness() / picture.length;
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < height; y++) {
                int row = (c * height + y) * width;
                for (int x = 0; x < width; x++) {
                    if (x + 1 < width) {
                        sum += pair(picture, gradient, row + x, row + x + 1, scale);
                    }
                    if (y + 1 < height) {
                        sum += pair(picture, gradient, row + x, row + x + width, scale);
                    }
                }
            }
        }
        return sum * scale;
    }

    private static double pair(float[] picture, float[] gradient, int a, int b, double scale) {
        float difference = picture[a] - picture[b];
        float slope = (float) (2 * scale * difference);
        gradient[a] += slope;
        gradient[b] -= slope;
        return (double) difference * difference;
    }

    @Override
    public void close() {
        session.close();
        model.close();
    }
}
