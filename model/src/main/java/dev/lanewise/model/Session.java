package dev.lanewise.model;

import dev.lanewise.model.plan.Execution;
import dev.lanewise.model.plan.Plan;

import jdk.jfr.FlightRecorder;

import org.jspecify.annotations.Nullable;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * One thread's memory and state for running a {@link Model}. Any thread may use it, but only one at
 * a time.
 *
 * <p>Input and output tensors are the session's own memory: they stay valid, and keep their values,
 * from run to run until the session is closed; then an access throws {@link IllegalStateException}.
 */
public final class Session implements AutoCloseable {

    private static final int IDLE = 0;
    private static final int RUNNING = 1;
    private static final int CLOSED = 2;

    /** Small Java runtimes have none; its classes can't be loaded then. */
    private static final boolean FLIGHT_RECORDER =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    /**
     * Frees what a session holds; knows nothing of the session, so that a dropped one can be found.
     */
    private record Resources(Execution execution, Lifetime memory, Lifetime model)
            implements Runnable {
        @Override
        public void run() {
            execution.close();
            memory.letGo();
            model.letGo();
        }
    }

    private final Model model;
    private final List<TensorInfo> inputs;
    private final List<String> outputs;
    private final Execution execution;
    private final Cleaner.Cleanable resources;
    private final AtomicInteger state = new AtomicInteger(IDLE);
    private final RunRecorder recorder = new RunRecorder();

    /** Made by the first run with a recorder: loading its class takes 3 MB. */
    private @Nullable RunEvent event;

    private final int threads;

    /** Takes over one hold on the model's memory. */
    Session(Model model, Plan plan, SessionOptions options, Lifetime lifetime) {
        this.model = model;
        this.inputs = model.inputs();
        this.outputs = model.graph().outputs();
        Lifetime memory = new Lifetime();
        boolean bound = false;
        try {
            this.execution =
                    new Execution(
                            plan,
                            memory.arena(),
                            options.threads(),
                            options.executor(),
                            options.profile());
            bound = true;
        } catch (OutOfMemoryError e) {
            throw new ModelException(
                    "a session of model '"
                            + model.name()
                            + "' needs "
                            + plan.arenaBytes()
                            + " bytes of native memory"
                            + (options.threads() > 1
                                    ? " and " + options.threads() + " threads"
                                    : "")
                            + ", more than there is; use smaller input shapes or fewer sessions",
                    e);
        } finally {
            if (!bound) {
                memory.letGo();
            }
        }
        this.threads = options.threads();
        this.resources =
                Lifetime.CLEANER.register(this, new Resources(execution, memory, lifetime));
    }

    /**
     * The input of this name; fill it before a run. Allocates nothing.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that there are
     */
    public Tensor input(String name) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).name().equals(name)) {
                return input(i);
            }
        }
        throw new IllegalArgumentException(
                "input '"
                        + name
                        + "': expected one of "
                        + inputs.stream().map(TensorInfo::name).toList());
    }

    /**
     * Input {@code index} in the model's order. Allocates nothing.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public Tensor input(int index) {
        return execution.inputs().get(index);
    }

    /**
     * The output of this name; valid after a run. Allocates nothing.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that there are
     */
    public Tensor output(String name) {
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).equals(name)) {
                return output(i);
            }
        }
        throw new IllegalArgumentException("output '" + name + "': expected one of " + outputs);
    }

    /**
     * Output {@code index} in the model's order. Allocates nothing.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public Tensor output(int index) {
        return execution.outputs().get(index);
    }

    /**
     * Computes the outputs from the inputs. Allocates nothing, except in operators that have no
     * kernel. Counted in {@link #statistics}, and an event {@code dev.lanewise.Run} of Java Flight
     * Recorder where a recording asks for it.
     *
     * @throws IllegalStateException if the session is closed, or running on another thread
     * @throws ModelException if a value is out of an operator's range, or if the executor that the
     *     session was given doesn't take the tasks of this run; nothing is computed then. The
     *     session stays usable in both cases.
     */
    public void run() {
        if (!state.compareAndSet(IDLE, RUNNING)) {
            throw unusable("run");
        }
        boolean done = false;
        recorder.begin();
        try {
            if (FLIGHT_RECORDER && FlightRecorder.isInitialized()) {
                runRecorded();
            } else {
                execution.run();
            }
            done = true;
        } finally {
            recorder.end(done);
            state.setRelease(IDLE);
            // Or the collector might free the memory of a run whose session nobody uses after it.
            Reference.reachabilityFence(this);
        }
    }

    private void runRecorded() {
        RunEvent recorded = event;
        if (recorded == null) {
            String shapes =
                    execution.inputs().stream()
                            .map(input -> input.shape().toString())
                            .collect(Collectors.joining(" "));
            recorded = new RunEvent(model.name(), shapes, threads);
            event = recorded;
        }
        if (recorded.isEnabled()) {
            recorded.begin();
            execution.run();
            recorded.end();
            recorded.commit();
        } else {
            execution.run();
        }
    }

    boolean isRunning() {
        return state.getAcquire() == RUNNING;
    }

    /** Runs so far; any thread may ask. */
    long runs() {
        return recorder.runs();
    }

    private IllegalStateException unusable(String what) {
        return new IllegalStateException(
                state.get() == CLOSED
                        ? "can't " + what + " a session that is closed"
                        : "can't "
                                + what
                                + " a session that is running on another thread; make one session"
                                + " for each thread");
    }

    /** The model that this session runs. */
    public Model model() {
        return model;
    }

    /**
     * What the compiler made of the model for this session's shapes, with times if the session was
     * made to profile.
     */
    public PlanReport report() {
        return execution.report();
    }

    /**
     * How often the session has run, and how long that took. Any thread may ask at any time, also
     * after the session is closed.
     */
    public SessionStatistics statistics() {
        return recorder.statistics();
    }

    /**
     * Frees the session's memory. Closing twice is harmless. A session that is dropped without
     * being closed is freed by the garbage collector.
     *
     * @throws IllegalStateException if it is running on another thread
     */
    @Override
    public void close() {
        if (state.compareAndSet(IDLE, CLOSED)) {
            resources.clean();
        } else if (state.get() != CLOSED) {
            throw unusable("close");
        }
    }
}
