package dev.lanewise.model.plan;

import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.file.FileBytes;
import dev.lanewise.model.file.Shares;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The memory that all plans and sessions of a model share: packed weights and constants in the
 * layouts that kernels want. Thread-safe.
 *
 * <p>Tensors are told apart by identity and not kept alive: once packed, weights that were computed
 * while planning can go.
 */
public final class PackedWeights {

    private record Packing(String name, long bytes) {}

    static final long ALIGNMENT = 64;

    private static final Tensor NO_BIAS = Tensor.of(Shape.of(0));

    private final Arena arena;
    private final Map<Tensor, Map<Tensor, Map<Packing, PackedWeight>>> packed = new WeakHashMap<>();
    private final List<PackedWeight.Job> pending = new ArrayList<>();
    private final Map<Tensor, MemorySegment> copies = new WeakHashMap<>();
    private long bytes;

    /**
     * @param arena owns the memory; shared by threads
     */
    public PackedWeights(Arena arena) {
        this.arena = arena;
    }

    /** The packed form of constant weights, made once for each packing, by {@link #pack}. */
    synchronized PackedWeight packed(WeightedKernel kernel, Tensor weight, @Nullable Tensor bias) {
        return packed.computeIfAbsent(weight, k -> new WeakHashMap<>())
                .computeIfAbsent(bias == null ? NO_BIAS : bias, k -> new HashMap<>())
                .computeIfAbsent(
                        new Packing(kernel.packing(), kernel.packedBytes()),
                        k -> {
                            PackedWeight result = new PackedWeight();
                            pending.add(new PackedWeight.Job(result, kernel, weight, bias));
                            bytes += kernel.packedBytes();
                            return result;
                        });
    }

    /**
     * Packs all weights that {@link #packed} has given out, each on one thread of {@link Shares}.
     *
     * @throws dev.lanewise.model.ModelException if memory isn't enough
     */
    synchronized void pack() {
        try {
            Shares.forEach(pending, PackedWeight.Job::bytes, job -> job.run(arena));
        } catch (OutOfMemoryError e) {
            throw FileBytes.tooLarge("packed weights", e);
        }
        pending.clear();
    }

    /**
     * A constant as kernels take it: native, not mapped, and aligned. The tensor's own memory where
     * that will do.
     */
    synchronized MemorySegment shared(Tensor tensor) {
        MemorySegment own = tensor.segment();
        if (own.isNative() && !own.isMapped() && own.address() % Float.BYTES == 0) {
            return own;
        }
        return copies.computeIfAbsent(tensor, k -> allocate(own.byteSize()).copyFrom(own));
    }

    /** Memory for a constant. */
    synchronized MemorySegment allocate(long size) {
        bytes += size;
        return arena.allocate(Math.max(size, 1), ALIGNMENT);
    }

    /** Bytes handed out so far. */
    public synchronized long bytes() {
        return bytes;
    }
}
