package dev.lanewise.kernels.memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What accesses to {@link Memory#ALL} become in checked mode: accesses to the segment that the
 * address lies in, among those that the kernel running on this thread was given or has asked for
 * their address. Anything else is an {@link IndexOutOfBoundsException}, and an arena that is closed
 * an {@link IllegalStateException}, where it would be undefined without.
 *
 * <p>{@link CheckedLoader} puts the calls there.
 */
public final class CheckedMemory {

    /** Whether {@code -Ddev.lanewise.checked=true}: many times slower. */
    public static final boolean ON = Boolean.getBoolean("dev.lanewise.checked");

    /** Tables and weights that a kernel holds itself: the last ones it asked for. */
    private static final int MOST_OWN = 64;

    private static final ThreadLocal<Granted> GRANTED = ThreadLocal.withInitial(Granted::new);

    private static final class Granted {
        private List<MemorySegment> operands = List.of();
        private final List<MemorySegment> own = new ArrayList<>();
    }

    private CheckedMemory() {}

    /** From now on this thread may touch these, as it runs a kernel. */
    public static void enter(List<MemorySegment> operands) {
        Granted granted = GRANTED.get();
        granted.operands = operands;
        granted.own.clear();
    }

    /** The kernel is done. */
    public static void leave() {
        GRANTED.remove();
    }

    /** The address of a segment, which this thread may touch from now on. */
    public static long address(MemorySegment segment) {
        List<MemorySegment> own = GRANTED.get().own;
        if (!own.contains(segment)) {
            if (own.size() == MOST_OWN) {
                own.removeFirst();
            }
            own.add(segment);
        }
        return segment.address();
    }

    private static boolean isAll(MemorySegment segment) {
        return segment.address() == 0 && segment.byteSize() == Long.MAX_VALUE;
    }

    /**
     * The {@code bytes} bytes at an offset of a segment, which is an address if it is all memory.
     */
    private static MemorySegment at(MemorySegment segment, long offset, long bytes) {
        if (!isAll(segment)) {
            return segment.asSlice(offset, bytes);
        }
        Granted granted = GRANTED.get();
        for (MemorySegment operand : granted.operands) {
            if (holds(operand, offset, bytes)) {
                return operand.asSlice(offset - operand.address(), bytes);
            }
        }
        for (MemorySegment own : granted.own) {
            if (holds(own, offset, bytes)) {
                return own.asSlice(offset - own.address(), bytes);
            }
        }
        throw new IndexOutOfBoundsException(
                bytes
                        + " bytes at address "
                        + offset
                        + ": in none of the operands "
                        + granted.operands
                        + " or own tables "
                        + granted.own);
    }

    private static boolean holds(MemorySegment segment, long address, long bytes) {
        long offset = address - segment.address();
        return offset >= 0 && offset <= segment.byteSize() - bytes;
    }

    /** As {@link MemorySegment#get(ValueLayout.OfByte, long)}. */
    public static byte get(MemorySegment segment, ValueLayout.OfByte layout, long offset) {
        return at(segment, offset, layout.byteSize()).get(layout, 0);
    }

    /** As {@link MemorySegment#get(ValueLayout.OfShort, long)}. */
    public static short get(MemorySegment segment, ValueLayout.OfShort layout, long offset) {
        return at(segment, offset, layout.byteSize()).get(layout, 0);
    }

    /** As {@link MemorySegment#get(ValueLayout.OfInt, long)}. */
    public static int get(MemorySegment segment, ValueLayout.OfInt layout, long offset) {
        return at(segment, offset, layout.byteSize()).get(layout, 0);
    }

    /** As {@link MemorySegment#get(ValueLayout.OfLong, long)}. */
    public static long get(MemorySegment segment, ValueLayout.OfLong layout, long offset) {
        return at(segment, offset, layout.byteSize()).get(layout, 0);
    }

    /** As {@link MemorySegment#get(ValueLayout.OfFloat, long)}. */
    public static float get(MemorySegment segment, ValueLayout.OfFloat layout, long offset) {
        return at(segment, offset, layout.byteSize()).get(layout, 0);
    }

    /** As {@link MemorySegment#get(ValueLayout.OfDouble, long)}. */
    public static double get(MemorySegment segment, ValueLayout.OfDouble layout, long offset) {
        return at(segment, offset, layout.byteSize()).get(layout, 0);
    }

    /** As {@link MemorySegment#set(ValueLayout.OfByte, long, byte)}. */
    public static void set(MemorySegment segment, ValueLayout.OfByte layout, long offset, byte v) {
        at(segment, offset, layout.byteSize()).set(layout, 0, v);
    }

    /** As {@link MemorySegment#set(ValueLayout.OfShort, long, short)}. */
    public static void set(
            MemorySegment segment, ValueLayout.OfShort layout, long offset, short v) {
        at(segment, offset, layout.byteSize()).set(layout, 0, v);
    }

    /** As {@link MemorySegment#set(ValueLayout.OfInt, long, int)}. */
    public static void set(MemorySegment segment, ValueLayout.OfInt layout, long offset, int v) {
        at(segment, offset, layout.byteSize()).set(layout, 0, v);
    }

    /** As {@link MemorySegment#set(ValueLayout.OfLong, long, long)}. */
    public static void set(MemorySegment segment, ValueLayout.OfLong layout, long offset, long v) {
        at(segment, offset, layout.byteSize()).set(layout, 0, v);
    }

    /** As {@link MemorySegment#set(ValueLayout.OfFloat, long, float)}. */
    public static void set(
            MemorySegment segment, ValueLayout.OfFloat layout, long offset, float v) {
        at(segment, offset, layout.byteSize()).set(layout, 0, v);
    }

    /** As {@link MemorySegment#set(ValueLayout.OfDouble, long, double)}. */
    public static void set(
            MemorySegment segment, ValueLayout.OfDouble layout, long offset, double v) {
        at(segment, offset, layout.byteSize()).set(layout, 0, v);
    }

    /** As {@link MemorySegment#copy(MemorySegment, long, MemorySegment, long, long)}. */
    public static void copy(
            MemorySegment source, long from, MemorySegment target, long to, long bytes) {
        MemorySegment.copy(at(source, from, bytes), 0, at(target, to, bytes), 0, bytes);
    }

    /** As {@link MemorySegment#copy(MemorySegment, ValueLayout, long, Object, int, int)}. */
    public static void copy(
            MemorySegment source, ValueLayout layout, long from, Object array, int to, int count) {
        MemorySegment.copy(
                at(source, from, layout.byteSize() * count), layout, 0, array, to, count);
    }

    /** As {@link MemorySegment#copy(Object, int, MemorySegment, ValueLayout, long, int)}. */
    public static void copy(
            Object array, int from, MemorySegment target, ValueLayout layout, long to, int count) {
        MemorySegment.copy(
                array, from, at(target, to, layout.byteSize() * count), layout, 0, count);
    }

    /** As the method of {@link FloatVector}. */
    public static FloatVector fromMemorySegment(
            VectorSpecies<Float> species, MemorySegment segment, long offset, ByteOrder order) {
        MemorySegment at = at(segment, offset, species.vectorByteSize());
        return FloatVector.fromMemorySegment(species, at, 0, order);
    }

    /** As the method of {@link FloatVector}. */
    public static void intoMemorySegment(
            FloatVector vector, MemorySegment segment, long offset, ByteOrder order) {
        vector.intoMemorySegment(at(segment, offset, vector.byteSize()), 0, order);
    }

    /** As the method of {@link IntVector}, under another name: only the result tells them apart. */
    public static IntVector intsFromMemorySegment(
            VectorSpecies<Integer> species, MemorySegment segment, long offset, ByteOrder order) {
        MemorySegment at = at(segment, offset, species.vectorByteSize());
        return IntVector.fromMemorySegment(species, at, 0, order);
    }

    /** As the method of {@link IntVector}. */
    public static void intoMemorySegment(
            IntVector vector, MemorySegment segment, long offset, ByteOrder order) {
        vector.intoMemorySegment(at(segment, offset, vector.byteSize()), 0, order);
    }
}
