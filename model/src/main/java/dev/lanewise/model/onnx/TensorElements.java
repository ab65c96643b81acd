package dev.lanewise.model.onnx;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Makes tensors of the elements in a file.
 *
 * @param where what messages begin with
 * @param dtype element type
 * @param shape extents
 */
record TensorElements(String where, DType dtype, Shape shape) {

    /** Elements as they lie in memory, little-endian. */
    Tensor ofRaw(MemorySegment bytes) {
        long expected = ((long) shape.elements() * dtype.bits() + 7) / 8;
        if (bytes.byteSize() != expected) {
            throw new ModelException(
                    where
                            + ": expected "
                            + expected
                            + " bytes for "
                            + dtype
                            + shape
                            + ", actual "
                            + bytes.byteSize());
        }
        if (dtype.isPacked()) {
            return unpacked(bytes);
        }
        Tensor view = new Tensor(dtype, shape, bytes);
        if (dtype != DType.BOOL) {
            return view;
        }
        // Any byte but 0 counts as true in files, only 1 in a tensor.
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), dtype, shape);
        for (int i = 0; i < shape.elements(); i++) {
            tensor.setLong(i, view.getLong(i));
        }
        return tensor;
    }

    /** Several elements in each byte, the first in the lowest bits. */
    private Tensor unpacked(MemorySegment bytes) {
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), dtype, shape);
        int bits = dtype.bits();
        int perByte = 8 / bits;
        for (int i = 0; i < shape.elements(); i++) {
            int code = bytes.get(ValueLayout.JAVA_BYTE, i / perByte) >> i % perByte * bits;
            if (dtype.isFloat()) {
                tensor.segment().set(ValueLayout.JAVA_BYTE, i, (byte) (code & (1 << bits) - 1));
            } else {
                tensor.setLong(i, code);
            }
        }
        return tensor;
    }

    /**
     * Elements in the typed field that ONNX prescribes for the type.
     *
     * @param field its number, 0 if there is none
     * @param pieces its content as it lies in the file
     */
    Tensor ofTyped(int field, List<MemorySegment> pieces) {
        if (shape.elements() == 0 && field == 0) {
            return Tensor.allocate(Arena.ofAuto(), dtype, shape);
        }
        int expected =
                switch (dtype) {
                    case FLOAT32 -> 4;
                    case FLOAT64 -> 10;
                    case INT64 -> 7;
                    case UINT32, UINT64 -> 11;
                    case FLOAT16, BFLOAT16, INT8, INT16, INT32, UINT8, UINT16, BOOL -> 5;
                    case FLOAT8E4M3FN,
                            FLOAT8E4M3FNUZ,
                            FLOAT8E5M2,
                            FLOAT8E5M2FNUZ,
                            FLOAT8E8M0,
                            FLOAT4E2M1 ->
                            5;
                    case INT4, UINT4, INT2, UINT2 -> 5;
                };
        if (field != expected) {
            throw new ModelException(
                    where
                            + ": expected the elements of "
                            + dtype
                            + shape
                            + " in raw_data or field "
                            + expected
                            + ", actual "
                            + (field == 0 ? "none" : "in field " + field));
        }
        if (dtype == DType.FLOAT32 || dtype == DType.FLOAT64) {
            return ofRaw(joined(pieces));
        }
        if (dtype.isSmallFloat() || dtype.isPacked()) {
            // The field holds bytes as raw data would.
            Shape bytes = Shape.of((int) (((long) shape.elements() * dtype.bits() + 7) / 8));
            return ofRaw(new TensorElements(where, DType.UINT8, bytes).ofVarints(pieces).segment());
        }
        return ofVarints(pieces);
    }

    private static MemorySegment joined(List<MemorySegment> pieces) {
        if (pieces.size() == 1) {
            return pieces.getFirst();
        }
        MemorySegment joined =
                Arena.ofAuto()
                        .allocate(pieces.stream().mapToLong(MemorySegment::byteSize).sum(), 64);
        long offset = 0;
        for (MemorySegment piece : pieces) {
            MemorySegment.copy(piece, 0, joined, offset, piece.byteSize());
            offset += piece.byteSize();
        }
        return joined;
    }

    private Tensor ofVarints(List<MemorySegment> pieces) {
        // No element is shorter than a byte: a false shape can't make this allocate much.
        if (pieces.stream().mapToLong(MemorySegment::byteSize).sum() < shape.elements()) {
            throw count("fewer");
        }
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), dtype, shape);
        int i = 0;
        for (MemorySegment piece : pieces) {
            for (long at = 0; at < piece.byteSize(); i++) {
                if (i == shape.elements()) {
                    throw count("more");
                }
                int bytes = varintBytes(piece, at);
                set(tensor, i, varint(piece, at, bytes));
                at += bytes;
            }
        }
        if (i < shape.elements()) {
            throw count(Integer.toString(i));
        }
        return tensor;
    }

    private ModelException count(String actual) {
        return new ModelException(
                where
                        + ": expected "
                        + shape.elements()
                        + " elements for "
                        + dtype
                        + shape
                        + ", actual "
                        + actual);
    }

    private int varintBytes(MemorySegment piece, long at) {
        for (int n = 1; n <= 10 && at + n <= piece.byteSize(); n++) {
            if (piece.get(ValueLayout.JAVA_BYTE, at + n - 1) >= 0) {
                return n;
            }
        }
        throw new ModelException(where + ": an element is cut off or longer than 64 bits");
    }

    private static long varint(MemorySegment piece, long at, int bytes) {
        long value = 0;
        for (int n = 0; n < bytes; n++) {
            value |= (piece.get(ValueLayout.JAVA_BYTE, at + n) & 0x7FL) << 7 * n;
        }
        return value;
    }

    private void set(Tensor tensor, int i, long value) {
        boolean fits =
                switch (dtype) {
                    case FLOAT16, BFLOAT16 -> value >= Short.MIN_VALUE && value <= 0xFFFF;
                    case INT8 -> (byte) value == value;
                    case INT16 -> (short) value == value;
                    case INT32 -> (int) value == value;
                    case UINT8 -> (value & 0xFF) == value;
                    case UINT16 -> (value & 0xFFFF) == value;
                    case UINT32 -> (value & 0xFFFFFFFFL) == value;
                    case BOOL -> (value & 1) == value;
                    case INT64, UINT64, FLOAT32, FLOAT64 -> true;
                    case FLOAT8E4M3FN,
                            FLOAT8E4M3FNUZ,
                            FLOAT8E5M2,
                            FLOAT8E5M2FNUZ,
                            FLOAT8E8M0,
                            FLOAT4E2M1 ->
                            false;
                    case INT4, UINT4, INT2, UINT2 -> false;
                };
        if (!fits) {
            throw new ModelException(
                    where + ": expected elements of " + dtype + ", actual " + value);
        }
        if (dtype == DType.FLOAT16 || dtype == DType.BFLOAT16) {
            // The field holds the bits.
            tensor.segment().setAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, i, (short) value);
        } else {
            tensor.setLong(i, value);
        }
    }
}
