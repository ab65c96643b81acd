package dev.lanewise.model.features;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Splits loops over threads that end with the loop. */
final class Threads {

    private Threads() {}

    /** A part of a loop. */
    interface Part {
        void run(int from, int to);
    }

    /** Runs 0 to count - 1 in as many parts as there are threads. */
    static void split(int threads, int count, Part part) {
        if (threads <= 1 || count <= 1) {
            part.run(0, count);
            return;
        }
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> others = new ArrayList<>();
        for (int t = 1; t < threads; t++) {
            int from = (int) ((long) count * t / threads);
            int to = (int) ((long) count * (t + 1) / threads);
            others.add(
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> {
                                try {
                                    part.run(from, to);
                                } catch (RuntimeException | Error e) {
                                    failure.set(e);
                                }
                            }));
        }
        part.run(0, count / threads);
        for (Thread thread : others) {
            join(thread);
        }
        if (failure.get() != null) {
            throw new IllegalStateException("a thread failed", failure.get());
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
