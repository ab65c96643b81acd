package dev.lanewise.model.train;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.UpdateRule.Factor;
import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.gradient.Gradients;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.nn.TrainingGraph;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Steps of training: one compiled graph of network, loss and gradients, and an optimiser that
 * changes the weights where the graph reads them. Not thread-safe.
 *
 * <pre>{@code
 * TrainingGraph net = TrainingGraph.of(graph, List.of("classifier.weight", "classifier.bias"));
 * try (TrainingStep step = new TrainingStep(net, new CrossEntropyLoss(), SGD.of(0.01), 1)) {
 *     step.input().copyFrom(pictures);
 *     step.target().setLong(0, 3);
 *     float loss = step.run(0.01);
 * }
 * }</pre>
 */
public final class TrainingStep implements AutoCloseable {

    /** A loss above this is taken for one that grows without end. */
    public static final float MAX_LOSS = 1e4f;

    private final Optimizer optimizer;
    private final Model model;
    private final Session session;
    private final String inputName;
    private final Arena arena = Arena.ofShared();

    /** An array: the iterator of a list stays an object where C2 inlines too much else. */
    private final Parameter[] parameters;

    /** Weights that are measured rather than learnt, and what each becomes after a step. */
    private final List<MemorySegment> updated = new ArrayList<>();

    private final List<MemorySegment> updates = new ArrayList<>();
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final Map<String, Tensor> state = new LinkedHashMap<>();
    private double clipNorm;
    private long seed;
    private long steps;

    /** Whether the network reads {@link TrainingGraph#KEY}. */
    private final boolean drawsNumbers;

    /** Shared by all parameters' updates. */
    private final MemorySegment factors = arena.allocate(Factor.BYTES, Kernel.SCRATCH_ALIGNMENT);

    /** The sum of squares of a parameter's gradient. */
    private final MemorySegment squares = arena.allocate(Float.BYTES, Kernel.SCRATCH_ALIGNMENT);

    private final MemorySegment scratch;

    /**
     * @param squareSum writes {@link #squares}
     * @param update changes the weights and what is kept for them
     */
    private record Parameter(Kernel.Call squareSum, Kernel.Call update) {}

    /**
     * Compiles.
     *
     * @param network whose input shapes are fixed; the first input is what it learns from, its
     *     first output what the loss is of
     * @param threads threads of a step; the result doesn't depend on them
     * @throws ModelException if the output doesn't suit the loss, or an operator has no gradient
     */
    public TrainingStep(TrainingGraph network, Loss loss, Optimizer optimizer, int threads) {
        this.optimizer = optimizer;
        this.inputName = network.graph().inputs().getFirst().name();
        this.model = Model.of(graph(network, loss), ModelOptions.defaults());
        this.session = model.newSession(SessionOptions.defaults().withThreads(threads));
        Graph graph = network.graph();
        for (String name : names(network)) {
            Tensor weight = session.input(name);
            weight.segment().copyFrom(constant(graph, name).segment());
            weights.put(name, weight);
        }
        this.parameters =
                network.parameters().stream().map(this::parameter).toArray(Parameter[]::new);
        network.updates()
                .forEach((name, value) -> {
                    updated.add(session.input(name).segment());
                    updates.add(session.output(value).segment());
                });
        long scratchBytes =
                Stream.of(parameters)
                        .flatMap(one -> Stream.of(one.squareSum(), one.update()))
                        .mapToLong(call -> call.kernel().scratchBytes())
                        .max()
                        .orElse(0);
        this.scratch = arena.allocate(Math.max(1, scratchBytes), Kernel.SCRATCH_ALIGNMENT);
        this.drawsNumbers =
                model.graph().inputs().stream().anyMatch(in -> in.name().equals(TrainingGraph.KEY));
    }

    private Parameter parameter(String name) {
        Tensor weight = session.input(name);
        MemorySegment gradient = session.output(Gradients.nameOf(name)).segment();
        List<MemorySegment> operands = new ArrayList<>(List.of(gradient, factors));
        for (String slot : optimizer.slots()) {
            Tensor tensor = Tensor.allocate(arena, DType.FLOAT32, weight.shape());
            state.put(slot + "/" + name, tensor);
            operands.add(tensor.segment());
        }
        operands.add(weight.segment());
        Kernels kernels = Kernels.best();
        int count = weight.shape().elements();
        return new Parameter(
                kernels.squareSum(count).bind(gradient, squares),
                kernels.update(optimizer.rule(), count)
                        .bind(operands.toArray(MemorySegment[]::new)));
    }

    /** The network with loss and gradients; its weights are inputs. */
    static Graph graph(TrainingGraph network, Loss loss) {
        Graph withLoss = LossGraph.of(network.graph(), loss);
        List<String> outputs = new ArrayList<>(withLoss.outputs());
        network.updates().values().stream().sorted().forEach(outputs::add);
        return Gradients.of(
                withLoss.withOutputs(outputs).withInputs(names(network)),
                LossGraph.LOSS,
                network.parameters());
    }

    /** All weights that change: the parameters, then what is measured. */
    private static List<String> names(TrainingGraph network) {
        List<String> names = new ArrayList<>(network.parameters());
        network.updates().keySet().stream().sorted().forEach(names::add);
        return names;
    }

    private static Tensor constant(Graph graph, String name) {
        Tensor constant = graph.constant(name);
        if (constant == null) {
            throw new ModelException("weight '" + name + "' is no constant of the graph");
        }
        return constant;
    }

    /**
     * Scales gradients down where their common norm is larger, as clip_grad_norm_ does; 0: never.
     */
    public TrainingStep withClipNorm(double norm) {
        this.clipNorm = norm;
        return this;
    }

    /** Where all that is random in a step follows from, with the number of the step. */
    public TrainingStep withSeed(long number) {
        this.seed = number;
        return this;
    }

    /** What the network learns from in the next step, to be filled. */
    public Tensor input() {
        return session.input(inputName);
    }

    /** What the output should be in the next step, to be filled. */
    public Tensor target() {
        return session.input(LossGraph.TARGET);
    }

    /** The network's output in the last step. */
    public Tensor output() {
        return session.output(0);
    }

    /** The weights that training changes, by name: the memory itself. */
    public Map<String, Tensor> weights() {
        return Collections.unmodifiableMap(weights);
    }

    /** What the optimiser keeps, by slot and name: the memory itself. */
    public Map<String, Tensor> optimizerState() {
        return Collections.unmodifiableMap(state);
    }

    /** Steps so far. */
    public long steps() {
        return steps;
    }

    /**
     * Goes on where another run was.
     *
     * @param savedWeights all of {@link #weights}
     * @param savedState all of {@link #optimizerState}
     * @param doneSteps number of steps
     * @throws ModelException if one is missing, too many or of another shape
     */
    public void restore(
            Map<String, Tensor> savedWeights, Map<String, Tensor> savedState, long doneSteps) {
        check(savedWeights, weights, "weight");
        check(savedState, state, "optimizer state");
        copy(savedWeights, weights);
        copy(savedState, state);
        steps = doneSteps;
    }

    private static void check(Map<String, Tensor> saved, Map<String, Tensor> own, String what) {
        own.forEach((name, tensor) -> {
            Tensor other = saved.get(name);
            if (other == null
                    || other.dtype() != tensor.dtype()
                    || !other.shape().equals(tensor.shape())
                    || saved.size() != own.size()) {
                throw new ModelException(
                        what
                                + " '"
                                + name
                                + "': expected "
                                + tensor.dtype()
                                + tensor.shape()
                                + " in a checkpoint with "
                                + own.size()
                                + " of these, actual "
                                + (other == null
                                        ? "none"
                                        : other.dtype().toString() + other.shape())
                                + " of "
                                + saved.size()
                                + "; is it a checkpoint of another network?");
            }
        });
    }

    private static void copy(Map<String, Tensor> from, Map<String, Tensor> to) {
        to.forEach((name, tensor) -> {
            Tensor other = from.get(name);
            if (other != null) {
                tensor.segment().copyFrom(other.segment());
            }
        });
    }

    /**
     * One step: forward, backward, and the weights changed. Allocates nothing where every operator
     * has a kernel.
     *
     * @param rate learning rate
     * @return the loss before the change
     * @throws ModelException if the loss or a gradient is not finite, or the loss is above {@link
     *     #MAX_LOSS}; the weights are then as they were
     */
    public float run(double rate) {
        if (drawsNumbers) {
            Tensor key = session.input(TrainingGraph.KEY);
            key.setLong(0, seed);
            key.setLong(1, steps);
        }
        session.run();
        float loss = (float) session.output(LossGraph.LOSS).getDouble(0);
        double norm = norm();
        if (!(Math.abs(loss) <= MAX_LOSS) || !Double.isFinite(norm)) {
            throw new ModelException(
                    "training does not converge: at step "
                            + (steps + 1)
                            + " expected a loss of at most "
                            + MAX_LOSS
                            + " and finite gradients, actual loss "
                            + loss
                            + " and norm of the gradients "
                            + norm
                            + "; take a smaller learning rate than "
                            + rate
                            + ", or clip gradients");
        }
        steps++;
        double scale = clipNorm == 0 ? 1 : Math.min(1, clipNorm / (norm + 1e-6));
        optimizer.factors(factors, steps, rate);
        Factor.SCALE.set(factors, scale);
        for (Parameter parameter : parameters) {
            parameter.update().run(scratch);
        }
        for (int i = 0; i < updated.size(); i++) {
            updated.get(i).copyFrom(updates.get(i));
        }
        return loss;
    }

    /** Of all gradients as one vector. */
    private double norm() {
        double sum = 0;
        for (Parameter parameter : parameters) {
            parameter.squareSum().run(scratch);
            sum += squares.get(ValueLayout.JAVA_FLOAT, 0);
        }
        return Math.sqrt(sum);
    }

    /** Frees the memory: weights that are to stay must have been copied. */
    @Override
    public void close() {
        session.close();
        model.close();
        arena.close();
    }
}
