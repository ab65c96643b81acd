package dev.lanewise.model.plan;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.Identity;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a {@link Plan}: walks the nodes in order, lets {@link Lowering} choose kernels for each,
 * and keeps track of where every value lies. Each value has one home; other layouts of it are made
 * when a reader first asks for them.
 */
final class Planner {

    private final Graph graph;
    private final Kernels kernels;
    private final ConvChoice choice;
    private final PackedWeights weights;
    private final HaloDemands halos;
    private final Slabs slabs;
    private final Map<String, List<Value>> values = new HashMap<>();
    private final Map<String, Integer> readsLeft = new HashMap<>();
    private final Map<String, List<Node>> readers = new HashMap<>();
    private final Map<String, Slot.InArena> slabMemory = new HashMap<>();
    private final List<Buffer> buffers = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    private Planner(Graph graph, Kernels kernels, ConvChoice choice, PackedWeights weights) {
        this.graph = graph;
        this.kernels = kernels;
        this.choice = choice;
        this.weights = weights;
        this.halos = new HaloDemands(graph);
        this.slabs = new Slabs(graph, kernels.lanes());
    }

    /** Plans a typed graph. */
    static Plan plan(Graph graph, Kernels kernels, ConvChoice choice, PackedWeights weights) {
        return new Planner(graph, kernels, choice, weights).plan();
    }

    private Plan plan() {
        for (Node node : graph.nodes()) {
            for (String input : node.inputs()) {
                readsLeft.merge(input, 1, Integer::sum);
                readers.computeIfAbsent(input, k -> new ArrayList<>()).add(node);
            }
        }
        graph.outputs().forEach(output -> readsLeft.merge(output, 1, Integer::sum));
        List<Value> inputs = new ArrayList<>();
        for (TensorInfo input : graph.inputs()) {
            Value value = definePlain(input.name());
            buffer(value).persistent = true;
            inputs.add(value);
        }
        Lowering lowering = new Lowering(this, kernels);
        for (Node node : graph.nodes()) {
            try {
                lowering.lower(node);
            } catch (IllegalArgumentException e) {
                throw new ModelException(node.label() + ": " + e.getMessage(), e);
            }
            node.inputs().forEach(this::readOnce);
        }
        List<Value> outputs = outputs();
        weights.pack();
        long arenaBytes = ArenaAssignment.assign(buffers);
        return new Plan(
                steps,
                inputs,
                outputs,
                arenaBytes,
                ArenaAssignment.leastBytes(buffers, steps.size()),
                weights,
                kernels);
    }

    private List<Value> outputs() {
        List<Value> outputs = new ArrayList<>();
        Set<Buffer> taken = new HashSet<>();
        for (String name : graph.outputs()) {
            Value value = plain(name);
            boolean own =
                    value.slot() instanceof Slot.InArena slot
                            && !slot.buffer().persistent
                            && slot.start() == 0
                            && taken.add(slot.buffer());
            if (!own) {
                // An input, a constant, or the memory of another output: a tensor of its own.
                Value copy = allocate(value.type(), Layouts.plain(value.type().shape()));
                add(new Step.Plain(copyOf(name), List.of(value), List.of(copy)));
                value = copy;
            }
            outputs.add(value);
        }
        outputs.forEach(value -> buffer(value).persistent = true);
        return outputs;
    }

    /** The kernel of a convolution. */
    WeightedKernel conv(ConvSpec spec, Epilogue epilogue) {
        return choice.choose(spec, epilogue);
    }

    /** Whether the weights of such a kernel are no larger than options allow. */
    boolean allows(ConvSpec spec, WeightedKernel kernel) {
        return choice.allows(spec, kernel);
    }

    /** The type of a value. */
    TensorType type(String name) {
        return graph.type(name);
    }

    /** What shape rules may know of a node's inputs. */
    Inputs inputs(Node node) {
        return new Inputs(node, graph.types(), graph.constants());
    }

    /** Whether a value is known before the first run. */
    boolean isConstant(String name) {
        return graph.constant(name) != null;
    }

    /** Whether a value has a home already. */
    boolean isPlanned(String name) {
        return values.containsKey(name);
    }

    /** The nodes that read a value, as often as they do. */
    List<Node> readers(String name) {
        return readers.getOrDefault(name, List.of());
    }

    /** The node that alone reads a value, and once; null if there is none such. */
    @Nullable Node onlyReader(String name) {
        List<Node> nodes = readers(name);
        return nodes.size() == 1 && !graph.outputs().contains(name) ? nodes.getFirst() : null;
    }

    /** The halo that readers of a value want. */
    Halo halo(String name) {
        return halos.of(name);
    }

    /** The node's output in blocks, with the halo that its readers want. */
    Layout outputLayout(Node node, int block) {
        Layout plain = Layouts.plain(type(node.output()).shape());
        return halo(node.output()).on(plain.withBlock(block));
    }

    /** A value where its producer left it. */
    Value value(String name) {
        List<Value> forms = values.get(name);
        return forms == null ? constant(name) : forms.getFirst();
    }

    private Value constant(String name) {
        Tensor tensor = graph.constant(name);
        if (tensor == null) {
            throw new IllegalStateException("value '" + name + "' is not planned yet");
        }
        Value value =
                new Value(
                        TensorType.of(tensor),
                        Layouts.plain(tensor.shape()),
                        new Slot.Shared(weights.shared(tensor)));
        remember(name, value);
        return value;
    }

    /** A value in row-major order. */
    Value plain(String name) {
        Value home = value(name);
        return values.get(name).stream()
                .filter(Value::isPlain)
                .findFirst()
                .orElseGet(() -> reordered(name, Layouts.plain(home.layout())));
    }

    /** A value in exactly this layout. */
    Value in(String name, Layout layout) {
        value(name);
        return values.get(name).stream()
                .filter(form -> form.layout().equals(layout))
                .findFirst()
                .orElseGet(() -> reordered(name, layout));
    }

    /** A value in channel blocks of {@code block} with at least {@code halo}. */
    Value image(String name, int block, Halo halo) {
        Layout home = value(name).layout();
        return values.get(name).stream()
                .filter(form -> form.layout().block() == block && halo.fits(form.layout()))
                .findFirst()
                .orElseGet(() -> reordered(name, halo.max(halo(name)).on(home.withBlock(block))));
    }

    /** A row-major value seen as {@code plain}, in another layout of that shape. */
    Value converted(String name, Layout plain, Layout layout) {
        return convert(name, plain(name).as(plain), layout);
    }

    private Value reordered(String name, Layout layout) {
        Value result = convert(name, value(name), layout);
        remember(name, result);
        return result;
    }

    private Value convert(String name, Value from, Layout layout) {
        Kernel kernel = kernels.reorder(from.layout(), layout);
        if (from.slot() instanceof Slot.Shared shared) {
            MemorySegment memory = weights.allocate(layout.bytes());
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment scratch =
                        arena.allocate(
                                Math.max(kernel.scratchBytes(), 1), Kernel.SCRATCH_ALIGNMENT);
                kernel.bind(shared.segment(), memory).run(scratch);
            }
            return new Value(from.type(), layout, new Slot.Shared(memory));
        }
        Value result = allocate(from.type(), layout);
        run(copyOf(name), kernel, from, result);
        return result;
    }

    /** The node that steps belong to which only move a value. */
    private static Node copyOf(String name) {
        return new Node(name, new Identity(), List.of(name), List.of(name));
    }

    /** Makes the home of a node's output. */
    Value define(String name, Layout layout) {
        Slabs.Place place =
                slabMemory.containsKey(name) ? new Slabs.Place(name, 0) : slabs.of(name);
        Value value =
                place != null
                                && layout.equals(
                                        slabLayout(place.whole()).withChannels(layout.channels()))
                        ? inSlab(name, layout, place)
                        : allocate(type(name), layout);
        remember(name, value);
        return value;
    }

    private Value inSlab(String name, Layout layout, Slabs.Place place) {
        Layout whole = slabLayout(place.whole());
        Slot.InArena memory =
                slabMemory.computeIfAbsent(place.whole(), k -> allocate(whole.bytes()));
        return new Value(
                type(name),
                layout,
                memory.part(whole.blockStart(0, place.block()), layout.bytes()));
    }

    private Layout slabLayout(String whole) {
        Layout plain = Layouts.plain(type(whole).shape());
        return halo(whole).on(plain.withBlock(kernels.lanes()));
    }

    /** Makes the home of a node's output, in row-major order. */
    Value definePlain(String name) {
        return define(name, Layouts.plain(type(name).shape()));
    }

    /** Lets a node's output live in the memory of {@code value}. */
    void alias(String name, Value value) {
        remember(name, value);
    }

    /** Whether nobody will read the memory of this value after the node that is being planned. */
    boolean dies(Value value) {
        return value.slot() instanceof Slot.InArena slot
                && slot.start() == 0
                && !slot.buffer().persistent
                && slot.buffer().readsLeft == 1;
    }

    /** Scratch memory of the plan, used by the next step and by {@code value}'s readers. */
    Value allocate(TensorType type, Layout layout) {
        long bytes = type.dtype() == DType.FLOAT32 ? layout.bytes() : type.bytes();
        return new Value(type, layout, allocate(bytes));
    }

    /** Memory in the arena, from the next step on. */
    Slot.InArena allocate(long bytes) {
        Buffer buffer = new Buffer(bytes, steps.size());
        buffers.add(buffer);
        return new Slot.InArena(buffer, 0, bytes);
    }

    /** Packed weights: shared if they are constant, else packed in every run. */
    Value packed(Node node, WeightedKernel kernel, String weight, String bias) {
        Tensor constantWeight = graph.constant(weight);
        Tensor constantBias = graph.constant(bias);
        if (constantWeight != null && (constantBias != null || bias.isEmpty())) {
            PackedWeight result = weights.packed(kernel, constantWeight, constantBias);
            return new Value(
                    type(weight), Layouts.plain(type(weight).shape()), new Slot.Packed(result));
        }
        Value w = plain(weight);
        Value b = bias.isEmpty() ? null : plain(bias);
        Value packed = new Value(w.type(), w.layout(), allocate(kernel.packedBytes()));
        add(new Step.Pack(node, kernel, w, b, packed));
        return packed;
    }

    /** A constant of the plan's own making, in row-major order. */
    Value constant(TensorType type, float... elements) {
        MemorySegment memory = weights.allocate(4L * elements.length);
        MemorySegment.copy(elements, 0, memory, ValueLayout.JAVA_FLOAT, 0, elements.length);
        return new Value(type, Layouts.plain(type.shape()), new Slot.Shared(memory));
    }

    /** Appends a kernel call. */
    void run(Node node, Kernel kernel, Value... operands) {
        run(node, kernel, 0, operands);
    }

    /** Appends a kernel call that multiplies {@code macs} times with the node's weights. */
    void run(Node node, Kernel kernel, long macs, Value... operands) {
        run(List.of(node), kernel, macs, operands);
    }

    /** Appends a kernel call that computes several nodes, the last one's output in the end. */
    void run(List<Node> nodes, Kernel kernel, long macs, Value... operands) {
        long parameters = 0;
        if (macs > 0) {
            for (Node node : nodes) {
                for (String input : node.inputs()) {
                    Tensor weight = graph.constant(input);
                    parameters += weight == null ? 0 : weight.shape().elements();
                }
            }
        }
        add(new Step.Run(nodes.getLast(), kernel, List.of(operands), parameters, macs));
    }

    /** Appends the plain computation of a node. */
    void plainStep(Node node) {
        List<@Nullable Value> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            boolean read = !node.input(i).isEmpty() && node.op().readsValue(i);
            inputs.add(read ? plain(node.input(i)) : null);
        }
        List<TensorType> types = node.op().infer(inputs(node));
        List<Value> outputs = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            String name = i < node.outputs().size() ? node.outputs().get(i) : "";
            outputs.add(
                    name.isEmpty()
                            ? allocate(types.get(i), Layouts.plain(types.get(i).shape()))
                            : definePlain(name));
        }
        add(new Step.Plain(node, inputs, outputs));
    }

    private void add(Step step) {
        int index = steps.size();
        steps.add(step);
        switch (step) {
            case Step.Run run -> run.operands().forEach(value -> touch(value, index));
            case Step.Pack pack -> {
                touch(pack.weight(), index);
                touch(pack.bias(), index);
                touch(pack.output(), index);
            }
            case Step.Plain plain -> {
                plain.inputs().forEach(value -> touch(value, index));
                plain.outputs().forEach(value -> touch(value, index));
            }
        }
    }

    private static void touch(@Nullable Value value, int step) {
        if (value != null && value.slot() instanceof Slot.InArena slot) {
            slot.buffer().last = Math.max(slot.buffer().last, step);
        }
    }

    private void readOnce(String name) {
        readsLeft.merge(name, -1, Integer::sum);
        buffersOf(name).forEach(buffer -> buffer.readsLeft--);
    }

    /**
     * Adds a form of a value; its memory then waits for all reads of the value that are to come.
     */
    private void remember(String name, Value value) {
        if (value.slot() instanceof Slot.InArena slot && !buffersOf(name).contains(slot.buffer())) {
            slot.buffer().readsLeft += readsLeft.getOrDefault(name, 0);
        }
        values.computeIfAbsent(name, k -> new ArrayList<>()).add(value);
    }

    private Set<Buffer> buffersOf(String name) {
        Set<Buffer> distinct = new HashSet<>();
        for (Value form : values.getOrDefault(name, List.of())) {
            if (form.slot() instanceof Slot.InArena slot) {
                distinct.add(slot.buffer());
            }
        }
        return distinct;
    }

    private static Buffer buffer(Value value) {
        return ((Slot.InArena) value.slot()).buffer();
    }
}
