package dev.lanewise.model.data;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Prepares the next batches of a training run on a thread of its own, while the last one is being
 * learnt. For one consumer.
 */
public final class BackgroundLoader implements AutoCloseable {

    /** Batches that are ready at most, while another one is being used. */
    private static final int AHEAD = 2;

    /**
     * A batch.
     *
     * @param epoch the epoch that it is of
     * @param index its place in the epoch
     * @param pictures FLOAT32 [N, C, H, W]
     * @param labels INT64 [N]
     */
    public record Batch(long epoch, int index, Tensor pictures, Tensor labels) {}

    private record Failed(RuntimeException cause) {}

    private final BlockingQueue<Object> ready = new ArrayBlockingQueue<>(AHEAD);
    private final BlockingQueue<Batch> free = new ArrayBlockingQueue<>(AHEAD + 2);
    private final Batches batches;
    private final Thread thread;
    private @Nullable Batch used;

    /**
     * Begins to load.
     *
     * @param epoch the first epoch
     * @param index the first batch of it
     */
    public BackgroundLoader(Batches batches, long epoch, int index) {
        this.batches = batches;
        Shape labels = Shape.of(batches.batchSize());
        for (int i = 0; i < AHEAD + 2; i++) {
            free.add(
                    new Batch(
                            0,
                            0,
                            Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, batches.shape()),
                            Tensor.allocate(Arena.ofAuto(), DType.INT64, labels)));
        }
        this.thread = new Thread(() -> load(epoch, index), "lanewise-loader");
        thread.setDaemon(true);
        thread.start();
    }

    private void load(long firstEpoch, int firstIndex) {
        long epoch = firstEpoch;
        int index = firstIndex;
        try {
            while (true) {
                Batch memory = free.take();
                Object next;
                try {
                    batches.fill(epoch, index, memory.pictures(), memory.labels());
                    next = new Batch(epoch, index, memory.pictures(), memory.labels());
                } catch (RuntimeException e) {
                    next = new Failed(e);
                }
                ready.put(next);
                index++;
                if (index == batches.count()) {
                    index = 0;
                    epoch++;
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /**
     * The next batch, through all epochs without end. Its tensors are valid until the next call.
     *
     * @throws InterruptedException if the calling thread is interrupted while it waits
     */
    public Batch next() throws InterruptedException {
        if (used != null) {
            free.put(used);
            used = null;
        }
        Object next = ready.take();
        if (next instanceof Failed failed) {
            throw failed.cause();
        }
        Batch batch = (Batch) next;
        used = batch;
        return batch;
    }

    /** Ends the thread. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
