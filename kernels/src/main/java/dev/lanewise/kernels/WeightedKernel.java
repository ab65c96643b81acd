package dev.lanewise.kernels;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * A kernel whose weights are rearranged once, before the first run, into the order in which its
 * inner loop reads them.
 *
 * <p>The packed weights and the bias travel together as the operand {@code weight}.
 */
public abstract class WeightedKernel extends Kernel {

    /** See {@link Kernel#Kernel}. */
    protected WeightedKernel(String name, int units, long scratchBytes, Operand... operands) {
        super(name, units, scratchBytes, operands);
    }

    /**
     * Names the packed form: kernels with equal names pack equal weights into equal bytes, so that
     * they can share them.
     */
    public abstract String packing();

    /**
     * The same kernel, with the same packed weights and results, whose units are rows of all
     * channels where that can be: for kernels whose neighbours are divided so, since each of
     * several threads then reads what it wrote itself. By itself a kernel takes what is best alone.
     */
    public WeightedKernel byRows() {
        return this;
    }

    /**
     * The same kernel with a pooling behind it, whose results are what it stores, or null where two
     * kernels take no longer. For convolutions without a prologue and a residual: operands are x,
     * the weights as it packs them, and y, laid out as {@code pool.y()}. Bits are those of two
     * kernels; where there is a NaN, which zero wins among others may differ.
     *
     * @param pool a pooling of what this kernel stores
     */
    public @Nullable WeightedKernel pooled(PoolSpec pool) {
        return null;
    }

    /** Bytes of the packed weights with their bias. */
    public abstract long packedBytes();

    /**
     * Packs the weights. They and the bias are read by methods of their segments only, so that they
     * may lie anywhere and unaligned, on the heap or in a mapped file as well; a page that the file
     * has lost is an {@link InternalError} then.
     *
     * @param weight the weights, row-major, in the shape that the specification states
     * @param bias [outChannels], or null for none
     * @param packed receives {@link #packedBytes()} bytes
     */
    public abstract void pack(
            MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed);

    /**
     * Packs weights that change from run to run. The same as {@link #pack} up to rounding, and
     * faster once it is compiled.
     *
     * @param weight as for {@link #pack}, but native, aligned and not mapped
     * @param bias as {@code weight}
     * @param packed as for {@link #pack}
     */
    public void repack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        pack(weight, bias, packed);
    }
}
