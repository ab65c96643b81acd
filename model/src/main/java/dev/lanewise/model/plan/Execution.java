package dev.lanewise.model.plan;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.model.PlanReport;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Types;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** A {@link Plan} bound to the memory of one session. Not thread-safe. */
public final class Execution implements AutoCloseable {

    /** Calls of less {@linkplain Step.Run#work work} than this stay on the calling thread. */
    private static final long LEAST_SHARED_WORK = 1 << 16;

    private final Plan plan;
    private final List<Tensor> inputs;
    private final List<Tensor> outputs;
    private final Runnable[] tasks;
    private final @Nullable Workers workers;
    private final long @Nullable [] nanos;
    private long runs;

    /**
     * Binds every step.
     *
     * @param arena owns the session's memory
     * @param threads threads of a run, the calling one included
     * @param executor runs the helpers' part of a run, or null for threads of its own
     * @param profile whether steps are timed
     */
    public Execution(
            Plan plan, Arena arena, int threads, @Nullable Executor executor, boolean profile) {
        this.plan = plan;
        MemorySegment memory =
                arena.allocate(Math.max(plan.arenaBytes(), 1), Kernel.SCRATCH_ALIGNMENT);
        MemorySegment[] scratch = new MemorySegment[threads];
        for (int i = 0; i < threads; i++) {
            scratch[i] = arena.allocate(Math.max(plan.scratchBytes(), 1), Kernel.SCRATCH_ALIGNMENT);
        }
        this.inputs = plan.inputs().stream().map(value -> value.tensor(memory)).toList();
        this.outputs = plan.outputs().stream().map(value -> value.tensor(memory)).toList();
        this.workers = threads > 1 ? new Workers(scratch, executor) : null;
        boolean bound = false;
        try {
            this.tasks =
                    plan.steps().stream()
                            .map(step -> bind(step, memory, scratch[0]))
                            .toArray(Runnable[]::new);
            bound = true;
        } finally {
            if (!bound) {
                close();
            }
        }
        this.nanos = profile ? new long[tasks.length] : null;
    }

    private Runnable bind(Step step, MemorySegment memory, MemorySegment scratch) {
        return switch (step) {
            case Step.Run run -> {
                Kernel.Call call =
                        run.kernel()
                                .bind(
                                        run.operands().stream()
                                                .map(value -> value.slot().in(memory))
                                                .toArray(MemorySegment[]::new));
                boolean shared =
                        workers != null
                                && run.kernel().units() > 1
                                && run.work() >= LEAST_SHARED_WORK;
                yield shared ? () -> Objects.requireNonNull(workers).run(call) : call.task(scratch);
            }
            case Step.Pack pack -> {
                MemorySegment weight = pack.weight().slot().in(memory);
                MemorySegment bias = pack.bias() == null ? null : pack.bias().slot().in(memory);
                MemorySegment packed = pack.output().slot().in(memory);
                yield () -> pack.kernel().repack(weight, bias, packed);
            }
            case Step.Plain plain -> {
                List<@Nullable Tensor> from = new ArrayList<>();
                plain.inputs()
                        .forEach(value -> from.add(value == null ? null : value.tensor(memory)));
                List<Tensor> to =
                        plain.outputs().stream().map(value -> value.tensor(memory)).toList();
                yield () -> Types.compute(plain.node(), from, to);
            }
        };
    }

    /** The input tensors, in the graph's order. */
    public List<Tensor> inputs() {
        return inputs;
    }

    /** The output tensors, in the graph's order. */
    public List<Tensor> outputs() {
        return outputs;
    }

    /** Computes the outputs. Allocates nothing, except in steps without a kernel. */
    public void run() {
        if (workers != null) {
            workers.begin();
        }
        try {
            if (nanos == null) {
                for (Runnable task : tasks) {
                    task.run();
                }
            } else {
                runTimed(nanos);
            }
        } finally {
            if (workers != null) {
                workers.end();
            }
        }
    }

    /**
     * Runs each kernel by itself, over and over on whatever its operands hold, so that the JVM
     * compiles those too that a run calls seldom. The outputs are those of no run then.
     *
     * @param nanos time for each kernel; of those with one name, for the one with most work, since
     *     compilers count turns of loops too
     * @param stopped asked between runs
     */
    public void drive(long nanos, BooleanSupplier stopped) {
        Map<String, Integer> longest = new LinkedHashMap<>();
        for (int i = 0; i < tasks.length; i++) {
            if (plan.steps().get(i) instanceof Step.Run run) {
                Integer before = longest.get(run.name());
                if (before == null || ((Step.Run) plan.steps().get(before)).work() < run.work()) {
                    longest.put(run.name(), i);
                }
            }
        }
        for (int i : longest.values()) {
            long end = System.nanoTime() + nanos;
            while (System.nanoTime() < end && !stopped.getAsBoolean()) {
                tasks[i].run();
            }
        }
    }

    private void runTimed(long[] times) {
        long before = System.nanoTime();
        for (int i = 0; i < tasks.length; i++) {
            tasks[i].run();
            long after = System.nanoTime();
            times[i] += after - before;
            before = after;
        }
        runs++;
    }

    /** What was planned, with times if steps are timed. */
    public PlanReport report() {
        List<PlanReport.Step> steps = new ArrayList<>();
        for (int i = 0; i < tasks.length; i++) {
            steps.add(plan.steps().get(i).report(nanos == null ? 0 : nanos[i]));
        }
        return new PlanReport(
                steps, plan.weightBytes(), plan.arenaBytes(), plan.leastArenaBytes(), runs);
    }

    /** Ends the threads; the memory belongs to the arena. */
    @Override
    public void close() {
        if (workers != null) {
            workers.close();
        }
    }
}
