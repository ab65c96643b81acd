package dev.lanewise.model.plan;

import dev.lanewise.kernels.Kernel;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads that help one session's runs. They spin while a run is under way and park between
 * runs.
 *
 * <p>A kernel call is split into as many parts as there are threads, the same part for the same
 * thread from call to call so that its cache stays warm. Whoever is free takes a part that its
 * thread has not begun, so a thread that the system does not schedule holds nobody up. How a call
 * is split does not change its result.
 */
final class Workers implements AutoCloseable {

    private final int parts;
    private final MemorySegment[] scratch;
    private final Thread[] threads;

    /** The number of the last call of which each part was taken. */
    private final AtomicLongArray taken;

    private final AtomicInteger unfinished = new AtomicInteger();

    private Kernel.@Nullable Call call;
    private volatile long sequence;
    private volatile boolean running;
    private volatile boolean closed;

    /**
     * @param scratch scratch memory of each thread, the calling one first
     */
    Workers(MemorySegment[] scratch) {
        this.parts = scratch.length;
        this.scratch = scratch;
        this.taken = new AtomicLongArray(parts);
        this.threads = new Thread[parts - 1];
        for (int i = 1; i < parts; i++) {
            int part = i;
            threads[i - 1] =
                    Thread.ofPlatform()
                            .daemon()
                            .name("lanewise-worker-" + i)
                            .start(() -> work(part));
        }
    }

    /** Wakes the threads for a run. */
    void begin() {
        running = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }

    /** Lets the threads rest. */
    void end() {
        running = false;
    }

    /** Runs a call on all threads and returns when it is done. Allocates nothing. */
    void run(Kernel.Call next) {
        call = next;
        unfinished.set(parts);
        long number = sequence + 1;
        sequence = number;
        for (int part = 0; part < parts; part++) {
            take(part, number, 0);
        }
        while (unfinished.get() > 0) {
            Thread.onSpinWait();
        }
    }

    private void work(int own) {
        long done = 0;
        while (!closed) {
            long number = sequence;
            if (number != done) {
                done = number;
                take(own, number, own);
            } else if (running) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void take(int part, long number, int thread) {
        // Once taken, the call can't change before this part is finished.
        if (taken.compareAndSet(part, number - 1, number)) {
            Kernel.Call current = Objects.requireNonNull(call);
            long units = current.kernel().units();
            int from = (int) (units * part / parts);
            int to = (int) (units * (part + 1) / parts);
            try {
                current.run(scratch[thread], from, to);
            } finally {
                unfinished.decrementAndGet();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        for (Thread thread : threads) {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
