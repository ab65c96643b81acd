package dev.lanewise.model;

import dev.lanewise.model.file.FilePart;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.SymbolicTypes;
import dev.lanewise.model.graph.Types;
import dev.lanewise.model.onnx.OnnxReader;
import dev.lanewise.model.pass.Passes;
import dev.lanewise.model.plan.ConvChoice;
import dev.lanewise.model.plan.PackedWeights;
import dev.lanewise.model.plan.Plan;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A network with its weights, compiled and ready to run. Immutable, thread-safe, and shared by its
 * sessions.
 *
 * <pre>{@code
 * Model model = Model.load(Path.of("squeezenet.onnx"));
 * try (Session session = model.newSession()) {
 *     session.input("data_0").copyFrom(pixels);
 *     session.run();
 *     float[] probabilities = session.output("softmaxout_1").toFloatArray();
 * }
 * }</pre>
 */
public final class Model implements AutoCloseable {

    /** Plans for so many sets of input shapes are kept. */
    private static final int MOST_PLANS = 8;

    private final Graph graph;
    private final ModelOptions options;
    private final Lifetime lifetime = new Lifetime();
    private final PackedWeights weights = new PackedWeights(lifetime.arena());
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean warmed = new AtomicBoolean();

    /** The warm-up in the background, once there is one. */
    private volatile @Nullable Warming warming;

    /** Guarded by itself; the least recently used is dropped. */
    private final Map<Map<String, Shape>, Plan> plans = new LinkedHashMap<>(16, 0.75f, true);

    private Model(Graph graph, ModelOptions options) {
        this.graph = graph;
        this.options = options;
        Lifetime held = lifetime;
        AtomicBoolean done = closed;
        Lifetime.CLEANER.register(
                this,
                () -> {
                    if (done.compareAndSet(false, true)) {
                        held.letGo();
                    }
                });
    }

    /**
     * Loads an ONNX file.
     *
     * @throws ModelException if the file is missing, no ONNX model, damaged or not supported
     */
    public static Model load(Path file) {
        return load(file, ModelOptions.defaults());
    }

    /**
     * Loads an ONNX file. It is read whole, and later changes to it do not matter, unless the
     * options say {@link ModelOptions#withMapped}. Weights of a megabyte and more are copied and
     * packed with the help of the calling thread's fork-join pool, or else of the common one.
     *
     * @throws ModelException if the file is missing, no ONNX model, damaged or not supported
     */
    public static Model load(Path file, ModelOptions options) {
        return of(options.mapped() ? OnnxReader.map(file) : OnnxReader.read(file), options);
    }

    /**
     * Loads an ONNX file from its bytes; external data is not found.
     *
     * @throws ModelException if this is no ONNX model, damaged or not supported
     */
    public static Model load(byte[] file, ModelOptions options) {
        return load(MemorySegment.ofArray(file), options);
    }

    /**
     * Loads an ONNX file from a stream, which is read to its end and not closed.
     *
     * @throws IOException if the stream can't be read
     * @throws ModelException if this is no ONNX model, damaged or not supported
     */
    public static Model load(InputStream stream, ModelOptions options) throws IOException {
        return load(stream.readAllBytes(), options);
    }

    /**
     * Loads an ONNX file from memory, which is copied; external data is not found.
     *
     * @throws ModelException if this is no ONNX model, damaged or not supported
     */
    public static Model load(MemorySegment file, ModelOptions options) {
        return of(OnnxReader.read(copy(file), "model", null), options);
    }

    private static MemorySegment copy(MemorySegment file) {
        try {
            return FilePart.copy(file);
        } catch (OutOfMemoryError e) {
            throw new ModelException(
                    "model: its " + file.byteSize() + " bytes are more memory than there is", e);
        }
    }

    /**
     * Compiles a graph.
     *
     * @throws ModelException if shapes contradict each other, or memory doesn't suffice
     */
    public static Model of(Graph graph, ModelOptions options) {
        Model model = new Model(graph, options);
        boolean warm =
                options.warmUp() != WarmUp.NONE
                        && graph.inputs().stream().allMatch(Model::isFixedButBatch);
        if (warm || graph.inputs().stream().allMatch(TensorInfo::isFixed)) {
            boolean made = false;
            try {
                model.warmUp(model.plan(model.shapes(Map.of())));
                made = true;
            } finally {
                if (!made) {
                    model.close();
                }
            }
        }
        return model;
    }

    /** Warms the model's first plan, as the options say. */
    private void warmUp(Plan plan) {
        if (options.warmUp() == WarmUp.NONE || !warmed.compareAndSet(false, true)) {
            return;
        }
        if (options.warmUp() == WarmUp.WAIT) {
            new Warming(plan, () -> false).run();
            return;
        }
        // Knows nothing of the model, so that one that is dropped can be found.
        Lifetime held = lifetime;
        Warming background = new Warming(plan, closed::get);
        warming = background;
        held.hold();
        Thread.ofPlatform()
                .daemon()
                .name("lanewise-warm-up")
                .start(() -> {
                    try {
                        background.runInBackground();
                    } finally {
                        held.letGo();
                    }
                });
    }

    private static boolean isFixedButBatch(TensorInfo input) {
        return input.dims().stream().skip(1).allMatch(TensorInfo.Dim::isFixed);
    }

    /** The graph's name. */
    public String name() {
        return graph.name();
    }

    /** What a run needs. */
    public List<TensorInfo> inputs() {
        return graph.inputs();
    }

    /**
     * What a run computes. An extent that depends on a symbolic one of the inputs is symbolic; all
     * is unknown, and then called FLOAT32[?], if the model accepts none of the usual sizes.
     */
    public List<TensorInfo> outputs() {
        List<TensorInfo.Dim> unknown = List.of(new TensorInfo.Dim("", -1));
        return SymbolicTypes.of(graph)
                .map(SymbolicTypes::outputs)
                .orElseGet(() ->
                        graph.outputs().stream()
                                .map(name -> new TensorInfo(name, DType.FLOAT32, unknown))
                                .toList());
    }

    /** Key-value pairs that the model's author left in the file. */
    public Map<String, String> metadata() {
        return graph.metadata();
    }

    /** How the model is compiled. */
    ModelOptions options() {
        return options;
    }

    /** The network as it was read, before any pass. */
    public Graph graph() {
        return graph;
    }

    /**
     * A session with default options.
     *
     * @throws ModelException if an input's shape is not fixed, apart from a first extent, which
     *     becomes 1
     * @throws IllegalStateException if the model is closed
     */
    public Session newSession() {
        return newSession(SessionOptions.defaults());
    }

    /**
     * A session: one thread's memory and state. Shapes that the options don't give are the model's
     * own; a symbolic first extent, the batch, is 1.
     *
     * @throws ModelException if an input's shape is neither fixed by the model nor given, or does
     *     not fit, or if memory or threads don't suffice
     * @throws IllegalStateException if the model is closed
     */
    public Session newSession(SessionOptions sessionOptions) {
        if (closed.get() || !lifetime.hold()) {
            throw new IllegalStateException("model '" + name() + "' is closed");
        }
        boolean made = false;
        try {
            Plan plan = plan(shapes(sessionOptions.shapes()));
            warmUp(plan);
            Session session = new Session(this, plan, sessionOptions, lifetime);
            made = true;
            if (warming != null) {
                warming.giveWayTo(session);
            }
            return session;
        } finally {
            if (!made) {
                lifetime.letGo();
            }
        }
    }

    private Map<String, Shape> shapes(Map<String, Shape> given) {
        Map<String, Shape> shapes = new HashMap<>();
        for (TensorInfo input : graph.inputs()) {
            Shape shape = given.get(input.name());
            shapes.put(input.name(), shape == null ? ownShape(input) : shape);
        }
        for (String name : given.keySet()) {
            if (!shapes.containsKey(name)) {
                throw new ModelException(
                        "shape of input '" + name + "': expected one of " + shapes.keySet());
            }
        }
        return shapes;
    }

    private static Shape ownShape(TensorInfo input) {
        if (!isFixedButBatch(input)) {
            throw new ModelException(
                    "input "
                            + input
                            + ": its shape is not fixed by the model; give one with"
                            + " SessionOptions.withShape");
        }
        return input.shape(1);
    }

    private Plan plan(Map<String, Shape> shapes) {
        synchronized (plans) {
            @Nullable Plan plan = plans.get(shapes);
            if (plan == null) {
                plan = compile(shapes);
                plans.put(shapes, plan);
                if (plans.size() > MOST_PLANS) {
                    plans.remove(plans.keySet().iterator().next());
                }
            }
            return plan;
        }
    }

    private Plan compile(Map<String, Shape> shapes) {
        try {
            Graph typed = Types.infer(graph, shapes);
            long before = weights.bytes();
            Plan plan =
                    Plan.of(
                            options.optimize() ? Passes.optimize(typed) : typed,
                            options.kernels(),
                            new ConvChoice(
                                    options.kernels(), options.weightGrowth(), options.timings()),
                            weights);
            if (weights.bytes() > before) {
                unload();
            }
            return plan;
        } catch (InternalError e) {
            // What the JVM makes of a mapped page that the file has no more.
            throw new ModelException(
                    "model '" + name() + "': its mapped file was shortened while it was in use", e);
        } catch (OutOfMemoryError e) {
            throw new ModelException(
                    "model '"
                            + name()
                            + "': its weights need more memory than there is; close models that are"
                            + " no longer used, or bound the growth of weights in ModelOptions",
                    e);
        }
    }

    /**
     * Gives back the pages of a mapped file: the plan has packed or copied what it needs of them,
     * and what reads one again gets it from the system's cache of files.
     */
    private void unload() {
        for (Tensor constant : graph.constants().values()) {
            if (constant.segment().isMapped()) {
                constant.segment().unload();
            }
        }
    }

    /**
     * Frees the weights as soon as the last session is closed; no new session can be made. Closing
     * twice is harmless. A model that is dropped without being closed is freed by the garbage
     * collector.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            lifetime.letGo();
        }
    }
}
