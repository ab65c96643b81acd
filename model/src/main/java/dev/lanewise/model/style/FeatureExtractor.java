package dev.lanewise.model.style;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.Types;
import dev.lanewise.model.image.Preprocessing;
import dev.lanewise.model.image.Preprocessing.Channels;
import dev.lanewise.model.image.Preprocessing.Range;
import dev.lanewise.model.image.Preprocessing.Resize;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.SpatialWindow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The network whose features a style transfer compares, and which of them. Immutable.
 *
 * @param graph a network of one picture input [1, 3, H, W]
 * @param preprocessing its channels, range, mean and std; the size is that of the picture
 * @param content values whose features are to be those of the content
 * @param style values whose correlations are to be those of the style
 */
public record FeatureExtractor(
        Graph graph, Preprocessing preprocessing, List<String> content, List<String> style) {

    /** Feature maps of fewer rows or columns than this say little of a style. */
    private static final int LEAST_EXTENT = 8;

    private static final int SCALES = 2;
    private static final int FILTERS = 64;
    private static final int WINDOW = 7;

    /**
     * @throws ModelException if there is more than one input, no value of either kind, or no value
     *     of a name
     */
    public FeatureExtractor {
        content = List.copyOf(content);
        style = List.copyOf(style);
        if (graph.inputs().size() != 1
                || graph.inputs().getFirst().dims().size() != 4
                || content.isEmpty()
                || style.isEmpty()
                || preprocessing.channels().count() != 3) {
            throw new ModelException(
                    "feature extractor: expected a network of one input [1, 3, H, W] and at least"
                            + " one value for content and for style, actual inputs "
                            + graph.inputs()
                            + ", content "
                            + content
                            + ", style "
                            + style);
        }
        Set<String> values = new HashSet<>();
        graph.nodes().forEach(node -> values.addAll(node.outputs()));
        for (String name : Stream.concat(content.stream(), style.stream()).toList()) {
            if (!values.contains(name)) {
                throw new ModelException(
                        "feature extractor: value '"
                                + name
                                + "': the network has none of this name");
            }
        }
    }

    /**
     * Any CNN, with values chosen by size: of each height and width of feature maps, from the
     * finest to the last of at least eight pixels, the last ReLU's output (or joined outputs)
     * carries style; that of the second size, content.
     *
     * @param graph as read or built, before any pass
     * @param width of the pictures to come
     * @param height of the pictures to come
     * @throws ModelException if the network has not one input of three channels, or no ReLU over
     *     feature maps
     */
    public static FeatureExtractor of(
            Graph graph, Preprocessing preprocessing, int width, int height) {
        if (graph.inputs().size() != 1) {
            throw new ModelException(
                    "feature extractor: expected a network of one input, actual " + graph.inputs());
        }
        TensorInfo input = graph.inputs().getFirst();
        if (preprocessing.channels().count() != 3) {
            throw new ModelException(
                    "feature extractor: expected an input of three channels, actual " + input);
        }
        Shape picture = Shape.of(1, 3, height, width);
        Map<List<Integer>, String> last = new LinkedHashMap<>();
        // The head of a classifier may not take the size: all that can be typed counts.
        List<Node> nodes = beforeLastLayer(graph.nodes());
        for (int count = nodes.size(); count > 0 && last.isEmpty(); count--) {
            List<Node> front = nodes.subList(0, count);
            List<String> ends =
                    front.stream().filter(FeatureExtractor::ends).map(Node::output).toList();
            try {
                choose(
                        Types.infer(
                                sized(graph, front, ends, picture), Map.of(input.name(), picture)),
                        last);
            } catch (ModelException e) {
                continue;
            }
        }
        if (last.isEmpty()) {
            throw new ModelException(
                    "feature extractor: expected a network with ReLUs over feature maps, actual"
                            + " none");
        }
        List<String> style = new ArrayList<>(last.values());
        return new FeatureExtractor(
                graph, preprocessing, List.of(style.get(Math.min(1, style.size() - 1))), style);
    }

    /** Without the last layer with weights, whose maps are classes rather than features. */
    private static List<Node> beforeLastLayer(List<Node> nodes) {
        for (int i = nodes.size() - 1; i > 0; i--) {
            String type = nodes.get(i).op().type();
            if (type.equals("Conv") || type.equals("Gemm") || type.equals("MatMul")) {
                return nodes.subList(0, i);
            }
        }
        return nodes;
    }

    /** Whether a node's output is what other layers see: behind an activation, or joined. */
    private static boolean ends(Node node) {
        String type = node.op().type();
        return type.equals("Relu") || type.equals("Concat") || type.equals("Clip");
    }

    private static void choose(Graph typed, Map<List<Integer>, String> last) {
        for (Node node : typed.nodes()) {
            Shape shape = typed.type(node.output()).shape();
            if (ends(node)
                    && shape.rank() == 4
                    && shape.dim(2) >= LEAST_EXTENT
                    && shape.dim(3) >= LEAST_EXTENT) {
                last.put(List.of(shape.dim(2), shape.dim(3)), node.output());
            }
        }
    }

    /** Some of the network's nodes, for pictures of this shape. */
    private static Graph sized(Graph graph, List<Node> nodes, List<String> outputs, Shape picture) {
        TensorInfo input = graph.inputs().getFirst();
        return new Graph(
                        graph.name(),
                        List.of(TensorInfo.of(input.name(), input.dtype(), picture)),
                        outputs,
                        nodes,
                        graph.constants(),
                        graph.metadata())
                .pruned();
    }

    /** The network up to the values that are compared, for pictures of this shape. */
    Graph compared(Shape picture) {
        List<String> values = new ArrayList<>(style);
        content.stream().filter(value -> !values.contains(value)).forEach(values::add);
        return sized(graph, graph.nodes(), values, picture);
    }

    /**
     * Random filters at two scales: the picture, and the picture halved, through 64 filters of 7x7
     * and a ReLU. {@link StyleTransfer} paints at several sizes, which makes more scales of it.
     * Nothing is learned, yet the correlations of such features tell textures apart (Ustyuzhaninov
     * et al.: Texture synthesis using shallow convolutional networks with random filters, 2016).
     *
     * @param seed of the filters
     */
    public static FeatureExtractor random(long seed) {
        Map<String, Tensor> constants = new HashMap<>();
        List<Node> nodes = new ArrayList<>();
        List<String> features = new ArrayList<>();
        String x = "picture";
        Random random = new Random(seed);
        for (int scale = 0; scale < SCALES; scale++) {
            if (scale > 0) {
                String half = "scale" + scale;
                nodes.add(
                        new Node(
                                half,
                                new AveragePool(window(List.of(2, 2), 2, 0), false),
                                List.of(x),
                                List.of(half)));
                x = half;
            }
            String weight = "filters" + scale;
            constants.put(weight, filters(random));
            String conv = "conv" + scale;
            nodes.add(
                    new Node(
                            conv,
                            new Conv(
                                    window(List.of(WINDOW, WINDOW), 1, WINDOW / 2),
                                    1,
                                    Epilogue.NONE),
                            List.of(x, weight),
                            List.of(conv)));
            String relu = "features" + scale;
            nodes.add(new Node(relu, new Elementwise(Unary.RELU), List.of(conv), List.of(relu)));
            features.add(relu);
        }
        Graph graph =
                new Graph(
                        "random filters",
                        List.of(
                                new TensorInfo(
                                        "picture",
                                        DType.FLOAT32,
                                        List.of(
                                                new TensorInfo.Dim("", 1),
                                                new TensorInfo.Dim("", 3),
                                                new TensorInfo.Dim("H", -1),
                                                new TensorInfo.Dim("W", -1)))),
                        features,
                        nodes,
                        constants,
                        Map.of());
        return new FeatureExtractor(
                graph,
                new Preprocessing(
                        Channels.RGB, Resize.NONE, 1, 1, Range.UNIT, List.of(0.5f), List.of(0.25f)),
                List.of(features.get(1)),
                features);
    }

    private static SpatialWindow window(List<Integer> kernel, int stride, int pad) {
        return new SpatialWindow(
                kernel,
                List.of(stride, stride),
                List.of(pad, pad, pad, pad),
                List.of(1, 1),
                AutoPad.NOTSET,
                false);
    }

    /**
     * Normal filters of norm 1. The first eighth are blobs of a random colour, which carry colours;
     * of the others the mean is taken away, so that they answer to patterns only.
     */
    private static Tensor filters(Random random) {
        int size = 3 * WINDOW * WINDOW;
        float[] values = new float[FILTERS * size];
        for (int f = 0; f < FILTERS; f++) {
            double[] filter = new double[size];
            double[] colour = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
            double mean = 0;
            for (int i = 0; i < size; i++) {
                filter[i] = f < FILTERS / 8 ? colour[i / (WINDOW * WINDOW)] : random.nextGaussian();
                mean += filter[i] / size;
            }
            double norm = 0;
            for (int i = 0; i < size; i++) {
                filter[i] -= f < FILTERS / 8 ? 0 : mean;
                norm += filter[i] * filter[i];
            }
            for (int i = 0; i < size; i++) {
                values[f * size + i] = (float) (filter[i] / Math.sqrt(norm));
            }
        }
        return Tensor.of(Shape.of(FILTERS, 3, WINDOW, WINDOW), values);
    }
}
