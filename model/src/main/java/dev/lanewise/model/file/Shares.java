package dev.lanewise.model.file;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Work of loading that is shared out among threads. */
public final class Shares {

    /** A thread more helps where there are so many bytes more. */
    private static final long BYTES_PER_THREAD = 1 << 20;

    private Shares() {}

    /**
     * Does something with each item, largest first: on the calling thread and, where there is much
     * to do, on those of its fork-join pool or of the common one, which are as many as processors.
     * The first exception of an action is thrown when all threads have stopped.
     *
     * @param bytes how much work an item is
     */
    public static <T> void forEach(
            List<T> items, ToLongFunction<T> bytes, Consumer<? super T> action) {
        List<T> largestFirst =
                items.stream().sorted(Comparator.comparingLong(bytes).reversed()).toList();
        long all = items.stream().mapToLong(bytes).sum();
        int most = Math.min(items.size(), ForkJoinPool.getCommonPoolParallelism() + 1);
        int threads = (int) Math.min(most, 1 + all / BYTES_PER_THREAD);
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        IntStream.range(0, threads)
                .parallel()
                .forEach(thread -> {
                    // Nothing is thrown in here: the stream would not wait for the other threads,
                    // and memory that they still work on might be freed.
                    try {
                        int i = next.getAndIncrement();
                        while (i < largestFirst.size() && thrown.get() == null) {
                            action.accept(largestFirst.get(i));
                            i = next.getAndIncrement();
                        }
                    } catch (RuntimeException | Error e) {
                        thrown.compareAndSet(null, e);
                    }
                });
        switch (thrown.get()) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> {}
        }
    }
}
