package dev.lanewise.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A dense row-major tensor in native memory. The memory belongs to an arena: a session's tensors
 * die with the session.
 *
 * <p>Element accessors convert; they are for tests, small tensors and plain operators. Not
 * thread-safe by itself.
 */
public final class Tensor {

    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfDouble F64 = ValueLayout.JAVA_DOUBLE_UNALIGNED;
    private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED;

    private final DType dtype;
    private final Shape shape;
    private final MemorySegment segment;

    /**
     * @param segment at least {@code shape.elements() * dtype.bytes()} bytes
     * @throws IllegalArgumentException if the segment is too small
     */
    public Tensor(DType dtype, Shape shape, MemorySegment segment) {
        long bytes = (long) shape.elements() * dtype.bytes();
        if (segment.byteSize() < bytes) {
            throw new IllegalArgumentException(
                    "tensor "
                            + dtype
                            + shape
                            + ": expected "
                            + bytes
                            + " bytes, actual "
                            + segment.byteSize());
        }
        this.dtype = dtype;
        this.shape = shape;
        this.segment = segment.asSlice(0, bytes);
    }

    /** A tensor of zeros. */
    public static Tensor allocate(Arena arena, DType dtype, Shape shape) {
        return new Tensor(
                dtype,
                shape,
                arena.allocate(Math.max(1, (long) shape.elements() * dtype.bytes()), 64));
    }

    /** A float tensor in memory that the garbage collector frees. */
    public static Tensor of(Shape shape, float... values) {
        Tensor tensor = allocate(Arena.ofAuto(), DType.FLOAT32, shape);
        tensor.copyFrom(values);
        return tensor;
    }

    /** An int64 tensor in memory that the garbage collector frees. */
    public static Tensor ofLongs(Shape shape, long... values) {
        Tensor tensor = allocate(Arena.ofAuto(), DType.INT64, shape);
        for (int i = 0; i < values.length; i++) {
            tensor.setLong(i, values[i]);
        }
        return tensor;
    }

    /** The element type. */
    public DType dtype() {
        return dtype;
    }

    /** The shape. */
    public Shape shape() {
        return shape;
    }

    /** The memory: row-major, native byte order. */
    public MemorySegment segment() {
        return segment;
    }

    /** The same memory under another shape of as many elements. */
    public Tensor reshaped(Shape other) {
        return new Tensor(dtype, other, segment);
    }

    /**
     * Copies all elements from a row-major array. Allocates nothing.
     *
     * @throws IllegalArgumentException if this is no FLOAT32 tensor or the length is not the number
     *     of elements
     */
    public Tensor copyFrom(float[] values) {
        requireFloats("copyFrom");
        if (values.length != shape.elements()) {
            throw new IllegalArgumentException(
                    "tensor "
                            + this
                            + ": expected "
                            + shape.elements()
                            + " values, actual "
                            + values.length);
        }
        MemorySegment.copy(values, 0, segment, F32, 0, values.length);
        return this;
    }

    /**
     * Copies all elements into a row-major array. Allocates nothing.
     *
     * @throws IllegalArgumentException if this is no FLOAT32 tensor or the array is too short
     */
    public void copyTo(float[] values) {
        requireFloats("copyTo");
        if (values.length < shape.elements()) {
            throw new IllegalArgumentException(
                    "tensor "
                            + this
                            + ": expected room for "
                            + shape.elements()
                            + " values, actual "
                            + values.length);
        }
        MemorySegment.copy(segment, F32, 0, values, 0, shape.elements());
    }

    private void requireFloats(String method) {
        if (dtype != DType.FLOAT32) {
            throw new IllegalArgumentException(
                    "tensor " + this + ": " + method + " expected FLOAT32");
        }
    }

    /** All elements, converted to floats, in a new array. */
    public float[] toFloatArray() {
        float[] values = new float[shape.elements()];
        if (dtype == DType.FLOAT32) {
            copyTo(values);
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) getDouble(i);
            }
        }
        return values;
    }

    /** All elements, converted to doubles, in a new array. */
    public double[] toDoubleArray() {
        double[] values = new double[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = getDouble(i);
        }
        return values;
    }

    /** All elements, converted to longs, in a new array. */
    public long[] toLongArray() {
        long[] values = new long[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = getLong(i);
        }
        return values;
    }

    /** Element {@code i} in row-major order, as a double. */
    public double getDouble(int i) {
        return switch (dtype) {
            case FLOAT32 -> segment.getAtIndex(F32, i);
            case FLOAT64 -> segment.getAtIndex(F64, i);
            case FLOAT16 -> Float.float16ToFloat(segment.getAtIndex(I16, i));
            case BFLOAT16 -> Float.intBitsToFloat(segment.getAtIndex(I16, i) << 16);
            case UINT64 -> unsignedToDouble(segment.getAtIndex(I64, i));
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, BOOL -> getLong(i);
            case INT4, UINT4, INT2, UINT2 -> getLong(i);
            case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0, FLOAT4E2M1 ->
                    SmallFloat.decode(dtype, segment.get(ValueLayout.JAVA_BYTE, i));
        };
    }

    /**
     * Element {@code i} in row-major order, as a long; floats are truncated, unsigned 64-bit values
     * keep their bits.
     */
    public long getLong(int i) {
        return switch (dtype) {
            case INT8, INT4, INT2 -> segment.get(ValueLayout.JAVA_BYTE, i);
            case UINT8, UINT4, UINT2, BOOL -> segment.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
            case INT16 -> segment.getAtIndex(I16, i);
            case UINT16 -> segment.getAtIndex(I16, i) & 0xFFFF;
            case INT32 -> segment.getAtIndex(I32, i);
            case UINT32 -> segment.getAtIndex(I32, i) & 0xFFFFFFFFL;
            case INT64, UINT64 -> segment.getAtIndex(I64, i);
            case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> (long) getDouble(i);
            case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0, FLOAT4E2M1 ->
                    (long) getDouble(i);
        };
    }

    /**
     * Sets element {@code i}; integers are truncated towards zero, booleans become value != 0, and
     * what is too large for a float of 8 bits becomes its largest number.
     */
    public void setDouble(int i, double value) {
        switch (dtype) {
            case FLOAT32 -> segment.setAtIndex(F32, i, (float) value);
            case FLOAT64 -> segment.setAtIndex(F64, i, value);
            case FLOAT16 -> segment.setAtIndex(I16, i, Float.floatToFloat16((float) value));
            case BFLOAT16 -> segment.setAtIndex(I16, i, toBfloat16((float) value));
            case BOOL -> setLong(i, value != 0 ? 1 : 0);
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 ->
                    setLong(i, (long) value);
            case INT4, UINT4, INT2, UINT2 -> setLong(i, (long) value);
            case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0, FLOAT4E2M1 ->
                    segment.set(
                            ValueLayout.JAVA_BYTE, i, (byte) SmallFloat.encode(dtype, value, true));
        }
    }

    /** Sets element {@code i}; integers keep their low bits, booleans become value != 0. */
    public void setLong(int i, long value) {
        switch (dtype) {
            case INT8, UINT8 -> segment.set(ValueLayout.JAVA_BYTE, i, (byte) value);
            case BOOL -> segment.set(ValueLayout.JAVA_BYTE, i, (byte) (value != 0 ? 1 : 0));
            case INT16, UINT16 -> segment.setAtIndex(I16, i, (short) value);
            case INT32, UINT32 -> segment.setAtIndex(I32, i, (int) value);
            case INT64, UINT64 -> segment.setAtIndex(I64, i, value);
            case INT4 -> segment.set(ValueLayout.JAVA_BYTE, i, (byte) (value << 60 >> 60));
            case UINT4 -> segment.set(ValueLayout.JAVA_BYTE, i, (byte) (value & 15));
            case INT2 -> segment.set(ValueLayout.JAVA_BYTE, i, (byte) (value << 62 >> 62));
            case UINT2 -> segment.set(ValueLayout.JAVA_BYTE, i, (byte) (value & 3));
            case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> setDouble(i, value);
            case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0, FLOAT4E2M1 ->
                    setDouble(i, value);
        }
    }

    /**
     * Sets element {@code i} of a float of at most 8 bits; too large a value becomes infinity or
     * NaN where the type has one.
     *
     * @throws IllegalArgumentException if the element type is another
     */
    public void setDoubleUnsaturated(int i, double value) {
        segment.set(ValueLayout.JAVA_BYTE, i, (byte) SmallFloat.encode(dtype, value, false));
    }

    private static double unsignedToDouble(long bits) {
        return bits >= 0 ? bits : (bits >>> 1 | bits & 1) * 2.0;
    }

    private static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >> 16 | 0x40);
        }
        return (short) (bits + 0x7FFF + (bits >> 16 & 1) >> 16);
    }

    @Override
    public String toString() {
        return dtype + shape.toString();
    }
}
