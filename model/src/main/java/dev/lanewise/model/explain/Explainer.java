package dev.lanewise.model.explain;

import dev.lanewise.kernels.Kernels;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.gradient.GradientRules;
import dev.lanewise.model.gradient.Gradients;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.LastLayer;
import dev.lanewise.model.graph.Types;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * A network made ready to be explained: scores of pictures, and gradients of scores, each compiled
 * when first asked for. The network's weights are only read; its sessions may run meanwhile. Not
 * thread-safe.
 *
 * <pre>{@code
 * try (Model model = Model.load(file); Explainer explainer = Explainer.of(model)) {
 *     int best = explainer.best(picture);
 *     HeatMap map = new Occlusion(32, 8).attribute(explainer, picture, best).heatMap();
 * }
 * }</pre>
 *
 * <p>Scores are those before a softmax: gradients behind it mix in the other classes and vanish
 * where the network is sure (Simonyan, Vedaldi, Zisserman 2014, section 3).
 */
public final class Explainer implements AutoCloseable {

    /** Pictures in a run, where the network takes batches. */
    private static final int BATCH = 8;

    private static final int MAX_BATCH_ELEMENTS = 1 << 21;

    private final Graph source;
    private final Graph graph;
    private final TensorInfo input;
    private final TensorInfo score;
    private final ExplainerOptions options;
    private final Map<String, float[]> fixed = new HashMap<>();
    private final Map<Object, PictureRuns> runs = new LinkedHashMap<>();
    private BiConsumer<Integer, Integer> progress = (done, total) -> {};
    private @Nullable Integer batch;

    /** Where pictures come from. */
    public interface Source {

        /**
         * Writes a picture.
         *
         * @param i its number
         * @param picture [C, H, W]; holds the picture before
         */
        void fill(int i, float[] picture);
    }

    /** Where results go. */
    public interface Sink {

        /**
         * Takes what came of a picture.
         *
         * @param i its number; they come in order
         * @param row valid during the call only
         */
        void take(int i, float[] row);
    }

    private record GradientKey(GradientRules rules) {}

    private record LayerKey(String layer, boolean gradient) {}

    private record ValuesKey(String layer) {}

    private Explainer(Graph source, ExplainerOptions options) {
        this.options = options;
        String name = options.input() == null ? source.inputs().getFirst().name() : options.input();
        this.input =
                source.inputs().stream()
                        .filter(info -> info.name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new ModelException(
                                        "input '"
                                                + name
                                                + "': expected one of "
                                                + source.inputs()));
        if (!input.dtype().isFloat()) {
            throw new ModelException("input " + input + ": expected floats, to be explained");
        }
        String value = options.score() == null ? LastLayer.scores(source) : options.score();
        this.source = source.withOutputs(List.of(value)).pruned();
        this.graph = typed(1);
        this.score = TensorInfo.of(value, graph.type(value).dtype(), graph.type(value).shape());
    }

    /**
     * Makes a model ready; it may be closed meanwhile.
     *
     * @throws ModelException if a shape is open
     */
    public static Explainer of(Model model) {
        return of(model.graph(), ExplainerOptions.defaults());
    }

    /**
     * Makes a network ready.
     *
     * @param graph as read or built, before any pass
     * @throws ModelException if a shape is open, or a named value is none of the graph's
     */
    public static Explainer of(Graph graph, ExplainerOptions options) {
        if (graph.inputs().isEmpty()) {
            throw new ModelException("graph '" + graph.name() + "' has no input to be explained");
        }
        return new Explainer(graph, options);
    }

    /** The network for so many pictures at a time, with types. */
    private Graph typed(int pictures) {
        List<TensorInfo> inputs = new ArrayList<>();
        Map<String, Shape> shapes = new HashMap<>();
        for (TensorInfo info : source.inputs()) {
            Shape shape = options.shapes().get(info.name());
            if (shape == null) {
                shape = ownShape(info);
            }
            if (shape.rank() > 0 && pictures > 1) {
                shape = shape.with(0, pictures);
            }
            inputs.add(TensorInfo.of(info.name(), info.dtype(), shape));
            shapes.put(info.name(), shape);
        }
        Graph sized =
                new Graph(
                        source.name(),
                        inputs,
                        source.outputs(),
                        source.nodes(),
                        source.constants(),
                        source.metadata());
        return Types.infer(sized, shapes);
    }

    private static Shape ownShape(TensorInfo info) {
        if (!info.dims().stream().skip(1).allMatch(TensorInfo.Dim::isFixed)) {
            throw new ModelException(
                    "input "
                            + info
                            + ": its shape is not fixed by the model; give one with"
                            + " ExplainerOptions.withShape");
        }
        return info.shape(1);
    }

    /** The network that is explained, with types, for one picture. Its output is the score. */
    public Graph graph() {
        return graph;
    }

    ExplainerOptions options() {
        return options;
    }

    Map<String, float[]> fixed() {
        return fixed;
    }

    /** An explainer of the same network with other weights. */
    Explainer withWeights(Map<String, Tensor> weights) {
        ExplainerOptions same = options.withInput(input.name()).withScore(score.name());
        Explainer other = new Explainer(graph.withWeights(weights), same);
        other.fixed.putAll(fixed);
        return other;
    }

    /** The shape of a picture, without the batch: {@code [C, H, W]}. */
    public Shape shape() {
        Shape whole = graph.type(input.name()).shape();
        long[] dims = new long[Math.max(0, whole.rank() - 1)];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = whole.dim(i + 1);
        }
        return Shape.of(dims);
    }

    /** How many scores the network gives a picture. */
    public int classes() {
        return score.shape(1).elements();
    }

    /** The name of the value that is taken as the score. */
    public String score() {
        return score.name();
    }

    /**
     * Sets an input that is not the picture; it stays the same while pictures change.
     *
     * @param values for one picture
     */
    public void fix(String name, float... values) {
        fixed.put(name, values.clone());
        closeRuns();
    }

    /** Has long explanations call back with pictures done and all there are to do. */
    public void onProgress(BiConsumer<Integer, Integer> listener) {
        progress = listener;
    }

    /** The scores of a picture, one for each class. */
    public float[] scores(float[] picture) {
        checkPicture(picture);
        float[][] result = new float[1][];
        forward(1)
                .run(
                        1,
                        (i, target) -> System.arraycopy(picture, 0, target, 0, target.length),
                        score.name(),
                        (i, row) -> result[0] = row.clone());
        return result[0];
    }

    /** The class of the highest score. */
    public int best(float[] picture) {
        float[] scores = scores(picture);
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }

    /** Hands out the scores of so many pictures, in order: batches where the network takes them. */
    public void scores(int count, Source pictures, Sink sink) {
        forward(count < BATCH ? 1 : batch())
                .run(count, pictures, score.name(), reporting(count, sink));
    }

    /**
     * Hands out the gradients of one class's score with respect to so many pictures, in order.
     *
     * @throws ModelException if an operator has no gradient
     */
    void gradients(int count, Source pictures, int target, GradientRules rules, Sink sink) {
        String gradient = Gradients.nameOf(input.name());
        PictureRuns run =
                runs.computeIfAbsent(
                        new GradientKey(rules),
                        k ->
                                compileGradient(
                                        Gradients.seeded(
                                                graph, score, List.of(input.name()), rules)));
        run.set(Gradients.nameOf(score.name()), seed(target));
        run.run(count, pictures, gradient, reporting(count, sink));
    }

    /**
     * A value of the network for a picture.
     *
     * @param layer the name of any value
     * @return a copy of {@code [1, ...]}
     * @throws ModelException if there is no such value
     */
    public Tensor value(float[] picture, String layer) {
        valueShape(layer);
        PictureRuns run =
                runs.computeIfAbsent(
                        new LayerKey(layer, false),
                        k -> compile(graph.withOutputs(List.of(layer)), 1));
        run.run(1, (i, target) -> copy(picture, target), layer, (i, row) -> {});
        return copy(run.output(layer));
    }

    /**
     * The shape of a value of the network, for one picture.
     *
     * @throws ModelException if there is no such value
     */
    public Shape valueShape(String layer) {
        if (!graph.types().containsKey(layer)) {
            throw new ModelException("value '" + layer + "': the network has none of this name");
        }
        return graph.type(layer).shape();
    }

    /**
     * Hands out a value of the network for so many pictures, in order.
     *
     * @param layer the name of any value
     * @throws ModelException if there is no such value
     */
    public void values(String layer, int count, Source pictures, Sink sink) {
        int together = valueShape(layer).rank() == 0 || count < BATCH ? 1 : batch();
        PictureRuns run =
                runs.computeIfAbsent(
                        new ValuesKey(layer),
                        k ->
                                compile(
                                        (together == 1 ? graph : typed(together))
                                                .withOutputs(List.of(layer)),
                                        together));
        run.run(count, pictures, layer, reporting(count, sink));
    }

    /**
     * A value of the network for a picture, and the gradient of one class's score with respect to
     * it.
     *
     * @throws ModelException if there is no such value, it is the score, or an operator has no
     *     gradient
     */
    List<Tensor> valueAndGradient(float[] picture, String layer, int target) {
        valueShape(layer);
        if (layer.equals(score.name())) {
            throw new ModelException(
                    "value '"
                            + layer
                            + "': expected one that the score is computed of, actual the score"
                            + " itself; name another layer");
        }
        String gradient = Gradients.nameOf(layer);
        PictureRuns run =
                runs.computeIfAbsent(
                        new LayerKey(layer, true),
                        k ->
                                compileGradient(
                                        Gradients.seeded(
                                                graph.withOutputs(List.of(score.name(), layer)),
                                                score,
                                                List.of(layer),
                                                GradientRules.STANDARD)));
        run.set(Gradients.nameOf(score.name()), seed(target));
        run.run(1, (i, row) -> copy(picture, row), layer, (i, row) -> {});
        return List.of(copy(run.output(layer)), copy(run.output(gradient)));
    }

    private static void copy(float[] from, float[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }

    private static Tensor copy(Tensor tensor) {
        return Tensor.of(tensor.shape(), tensor.toFloatArray());
    }

    private Sink reporting(int count, Sink sink) {
        return (i, row) -> {
            sink.take(i, row);
            progress.accept(i + 1, count);
        };
    }

    /**
     * @throws IllegalArgumentException if there is no such class
     */
    void checkClass(int target) {
        if (target < 0 || target >= classes()) {
            throw new IllegalArgumentException(
                    "class: expected 0 to " + (classes() - 1) + ", actual " + target);
        }
    }

    private float[] seed(int target) {
        checkClass(target);
        float[] seed = new float[classes()];
        seed[target] = 1;
        return seed;
    }

    /**
     * @throws IllegalArgumentException if the picture is of another size
     */
    void checkPicture(float[] picture) {
        if (picture.length != shape().elements()) {
            throw new IllegalArgumentException(
                    "picture: expected "
                            + shape().elements()
                            + " values for "
                            + shape()
                            + ", actual "
                            + picture.length);
        }
    }

    private PictureRuns forward(int pictures) {
        return runs.computeIfAbsent(
                pictures, k -> compile(pictures == 1 ? graph : typed(pictures), pictures));
    }

    private PictureRuns compile(Graph network, int pictures) {
        return compile(network, pictures, Kernels.best());
    }

    /** Maxima over flat ground are not to depend on rounding. */
    private PictureRuns compileGradient(Graph network) {
        return compile(network, 1, Kernels.best().direct());
    }

    private PictureRuns compile(Graph network, int pictures, Kernels kernels) {
        return new PictureRuns(network, input.name(), pictures, options.threads(), fixed, kernels);
    }

    /** How many pictures a run takes: more than one if the network treats them one by one. */
    private int batch() {
        if (batch == null) {
            int elements = Math.max(1, shape().elements());
            int wanted = Math.clamp(MAX_BATCH_ELEMENTS / elements, 1, BATCH);
            batch = wanted > 1 && takesBatches(wanted) ? wanted : 1;
        }
        return batch;
    }

    /** Whether a batch has the scores of its pictures, tried on random ones. */
    private boolean takesBatches(int pictures) {
        try {
            Shape shape = typed(pictures).type(score.name()).shape();
            if (shape.rank() == 0 || shape.elements() != pictures * classes()) {
                return false;
            }
        } catch (ModelException e) {
            return false; // Fixed to one picture by its own operators.
        }
        float[][] alone = new float[pictures][];
        Source noise = (i, picture) -> noise(i, picture);
        forward(1).run(pictures, noise, score.name(), (i, row) -> alone[i] = row.clone());
        boolean[] same = {true};
        PictureRuns together = forward(pictures);
        together.run(pictures, noise, score.name(), (i, row) -> same[0] &= close(alone[i], row));
        return same[0];
    }

    private static void noise(int i, float[] picture) {
        Random random = new Random(i);
        for (int k = 0; k < picture.length; k++) {
            picture[k] = random.nextFloat() * (i + 1);
        }
    }

    private static boolean close(float[] a, float[] b) {
        float most = 0;
        for (float value : a) {
            most = Math.max(most, Math.abs(value));
        }
        for (int i = 0; i < a.length; i++) {
            if (!(Math.abs(a[i] - b[i]) <= 1e-4f * most + 1e-6f)) {
                return false;
            }
        }
        return true;
    }

    private void closeRuns() {
        runs.values().forEach(PictureRuns::close);
        runs.clear();
    }

    /** Frees the compiled networks. */
    @Override
    public void close() {
        closeRuns();
    }
}
