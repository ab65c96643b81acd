package dev.lanewise.model.plan;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.model.PlanReport;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Types;
import dev.lanewise.model.op.Op;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** A {@link Plan} bound to the memory of one session. Not thread-safe. */
public final class Execution implements AutoCloseable {

    /** Calls of less {@linkplain Step.Run#work work} than this stay on the calling thread. */
    private static final long LEAST_SHARED_WORK = 1 << 16;

    /**
     * Of the largest shared call of a run that other threads are woken for: what smaller ones gain,
     * halves of a microsecond, is less than waking takes.
     */
    private static final long LEAST_WAKING_WORK = 1 << 17;

    /** Steps that run the same loops. */
    private record Kind(String kernel, Op op) {}

    private final Plan plan;
    private final List<Tensor> inputs;
    private final List<Tensor> outputs;
    private final Runnable[] tasks;

    /** Of the steps that are kernel calls. */
    private final Kernel.@Nullable Call[] calls;

    /** The calling thread's scratch memory. */
    private final MemorySegment scratch;

    /** Null where no step is worth a second thread. */
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
        boolean shared =
                threads > 1
                        && plan.steps().stream()
                                .anyMatch(step -> isShared(step, LEAST_WAKING_WORK));
        MemorySegment[] scratch = new MemorySegment[shared ? threads : 1];
        for (int i = 0; i < scratch.length; i++) {
            scratch[i] = arena.allocate(Math.max(plan.scratchBytes(), 1), Kernel.SCRATCH_ALIGNMENT);
        }
        this.inputs = plan.inputs().stream().map(value -> value.tensor(memory)).toList();
        this.outputs = plan.outputs().stream().map(value -> value.tensor(memory)).toList();
        this.scratch = scratch[0];
        this.workers = shared ? new Workers(scratch, executor) : null;
        this.calls = new Kernel.@Nullable Call[plan.steps().size()];
        boolean bound = false;
        try {
            this.tasks = new Runnable[calls.length];
            for (int i = 0; i < tasks.length; i++) {
                Step step = plan.steps().get(i);
                calls[i] = step instanceof Step.Run run ? bind(run, memory) : null;
                tasks[i] = task(step, calls[i], memory);
            }
            bound = true;
        } finally {
            if (!bound) {
                close();
            }
        }
        this.nanos = profile ? new long[tasks.length] : null;
    }

    private static Kernel.Call bind(Step.Run run, MemorySegment memory) {
        return run.kernel()
                .bind(
                        run.operands().stream()
                                .map(value -> value.slot().in(memory))
                                .toArray(MemorySegment[]::new));
    }

    /** Whether a step can be shared and is so much work. */
    private static boolean isShared(Step step, long least) {
        return step instanceof Step.Run run && run.kernel().units() > 1 && run.work() >= least;
    }

    private Runnable task(Step step, Kernel.@Nullable Call call, MemorySegment memory) {
        return switch (step) {
            case Step.Run run -> {
                Kernel.Call bound = Objects.requireNonNull(call);
                yield workers != null && isShared(run, LEAST_SHARED_WORK)
                        ? () -> Objects.requireNonNull(workers).run(bound)
                        : bound.task(scratch);
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
     * Runs kernels by themselves, over and over on whatever their operands hold, so that the JVM
     * compiles those too that a run calls seldom: any that still runs a loop in its slower form or
     * allocates, as vectors do that C2 hasn't seen; and of those with one name and operator,
     * activation included, the one with most work, since compilers count turns of loops too. They
     * run as a whole and in halves, as two threads would, since the ends of a range may take other
     * loops. The outputs are those of no run then.
     *
     * @param least processor time for each kernel of the latter kind
     * @param most processor time for each of the former
     * @param stopped asked between runs
     * @return how many kernels are not compiled yet
     */
    public int drive(long least, long most, BooleanSupplier stopped) {
        Set<Integer> chosen = longest();
        int cold = 0;
        for (int i = 0; i < calls.length && !stopped.getAsBoolean(); i++) {
            if (calls[i] != null) {
                long time = chosen.contains(i) ? least : 0;
                cold += drive(tasks[i], calls[i], time, most, stopped) ? 0 : 1;
            }
        }
        return cold;
    }

    /** The step with most work of each kind. */
    private Set<Integer> longest() {
        Map<Kind, Integer> longest = new HashMap<>();
        for (int i = 0; i < tasks.length; i++) {
            if (plan.steps().get(i) instanceof Step.Run run) {
                Kind kind = new Kind(run.name(), run.node().op());
                Integer before = longest.get(kind);
                if (before == null || ((Step.Run) plan.steps().get(before)).work() < run.work()) {
                    longest.put(kind, i);
                }
            }
        }
        return Set.copyOf(longest.values());
    }

    /** Whether the last call was one of compiled code. */
    private boolean drive(
            Runnable task, Kernel.Call call, long least, long most, BooleanSupplier stopped) {
        long start = ThreadUse.nanos();
        boolean compiled;
        do {
            long cold = plan.coldCalls();
            long bytes = ThreadUse.bytes();
            task.run();
            runHalves(call);
            compiled = bytes == ThreadUse.bytes() && cold == plan.coldCalls();
        } while (ThreadUse.nanos() - start < (compiled ? least : most) && !stopped.getAsBoolean());
        return compiled;
    }

    private void runHalves(Kernel.Call call) {
        int units = call.kernel().units();
        if (units > 1) {
            call.run(scratch, 0, units / 2);
            call.run(scratch, units / 2, units);
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
