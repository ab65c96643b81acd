package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.memory.Memory;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.LongStream;

/**
 * The weights of {@link ConvWinogradColumns}: bias [lanes of all blocks]; {@link RunPanels} of each
 * element, whose k goes over the even rows' inputs [channel][column] and then over those of odd
 * rows; and what {@link #pack} puts aside.
 */
final class WinogradColumnWeights {

    private static final int ELEMENTS = WinogradColumns.ELEMENTS;
    private static final double[][] G = WinogradColumns.weights();

    private final ConvSpec spec;

    /** Of an element with inputs of one parity, and of both. */
    private final RunPanels single;

    private final RunPanels both;

    /** Where the weights of an output channel lie that are put aside, in floats. */
    private final long[] singleOrder;

    private final long[] bothOrder;

    WinogradColumnWeights(ConvSpec spec) {
        int k = spec.x().channels() * spec.window().kernelW();
        int lanes = RunProduct.MOST_LANES;
        int unit = RunProduct.TILE_LANES;
        this.spec = spec;
        this.single = new RunPanels(spec.y().channels(), k, lanes, unit);
        this.both = new RunPanels(spec.y().channels(), 2 * k, lanes, unit);
        this.singleOrder = order(k, aside());
        this.bothOrder = order(2 * k, aside());
    }

    private static long[] order(int k, long bytes) {
        return LongStream.range(bytes / 4, bytes / 4 + k).toArray();
    }

    /** Whether element {@code e} has inputs of one parity only. */
    static boolean isSingle(int e) {
        return !WinogradColumns.has(e, 0) || !WinogradColumns.has(e, 1);
    }

    RunPanels panels(int e) {
        return isSingle(e) ? single : both;
    }

    /** Panels of output channels. */
    int count() {
        return both.count();
    }

    /** Lanes of every panel but the last. */
    int width() {
        return both.width();
    }

    long bytes() {
        return aside() + 4L * spec.y().channels() * bothOrder.length;
    }

    /** Bytes to the first element's panels. */
    long biasBytes() {
        return (long) spec.y().blocks() * Lanes.BYTES;
    }

    /** Bytes to what is put aside: transformed weights of an element. */
    private long aside() {
        long bytes = biasBytes();
        for (int e = 0; e < ELEMENTS; e++) {
            bytes += panels(e).bytes();
        }
        return bytes;
    }

    /**
     * Packs the weights, transformed in double.
     *
     * @param again whether without allocating
     */
    void pack(
            MemorySegment weight,
            @Nullable MemorySegment bias,
            MemorySegment packed,
            boolean again) {
        Memory.zero(packed.address(), biasBytes());
        for (int o = 0; bias != null && o < spec.y().channels(); o++) {
            float value = bias.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, o);
            Memory.setFloat(packed.address() + 4L * o, value);
        }
        long target = packed.address() + biasBytes();
        for (int e = 0; e < ELEMENTS; e++) {
            transform(weight, e, packed.address() + aside());
            long[] order = isSingle(e) ? singleOrder : bothOrder;
            if (again) {
                panels(e).repack(packed, order.length, order, null, target);
            } else {
                panels(e).pack(packed, order.length, order, 1, null, target);
            }
            target += panels(e).bytes();
        }
    }

    /** An element's weights, [output channel][parity][channel][column]. */
    private void transform(MemorySegment weight, int e, long target) {
        int columns = spec.window().kernelW();
        int inputs = spec.x().channels() * columns;
        for (int o = 0; o < spec.y().channels(); o++) {
            for (int parity = 0; parity < 2; parity++) {
                for (int i = 0; WinogradColumns.has(e, parity) && i < inputs; i++) {
                    long row = ((long) o * inputs + i - i % columns) * WinogradColumns.KERNEL;
                    double sum = 0;
                    for (int u = parity; u < WinogradColumns.KERNEL; u += 2) {
                        long index = row + (long) u * columns + i % columns;
                        sum += G[e][u] * weight.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, index);
                    }
                    Memory.setFloat(target, (float) sum);
                    target += Float.BYTES;
                }
            }
        }
    }
}
