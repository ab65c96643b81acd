package dev.lanewise.djl;

import ai.djl.ndarray.types.DataType;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;

/** DJL's element types and shapes as Lanewise's, and what types of two operands have in common. */
final class Types {

    private Types() {}

    /**
     * @throws UnsupportedOperationException if Lanewise has no such type
     */
    static DType of(DataType type) {
        return switch (type) {
            case FLOAT32 -> DType.FLOAT32;
            case FLOAT64 -> DType.FLOAT64;
            case FLOAT16 -> DType.FLOAT16;
            case BFLOAT16 -> DType.BFLOAT16;
            case UINT8 -> DType.UINT8;
            case UINT16 -> DType.UINT16;
            case UINT32 -> DType.UINT32;
            case UINT64 -> DType.UINT64;
            case INT8 -> DType.INT8;
            case INT16 -> DType.INT16;
            case INT32 -> DType.INT32;
            case INT64 -> DType.INT64;
            case BOOLEAN -> DType.BOOL;
            case COMPLEX64, STRING, UNKNOWN ->
                    throw new UnsupportedOperationException(
                            "arrays of type " + type + ": the Lanewise engine has none");
        };
    }

    static DataType of(DType type) {
        return switch (type) {
            case FLOAT32 -> DataType.FLOAT32;
            case FLOAT64 -> DataType.FLOAT64;
            case FLOAT16 -> DataType.FLOAT16;
            case BFLOAT16 -> DataType.BFLOAT16;
            case UINT8 -> DataType.UINT8;
            case UINT16 -> DataType.UINT16;
            case UINT32 -> DataType.UINT32;
            case UINT64 -> DataType.UINT64;
            case INT8 -> DataType.INT8;
            case INT16 -> DataType.INT16;
            case INT32 -> DataType.INT32;
            case INT64 -> DataType.INT64;
            case BOOL -> DataType.BOOLEAN;
            case FLOAT8E4M3FN,
                    FLOAT8E4M3FNUZ,
                    FLOAT8E5M2,
                    FLOAT8E5M2FNUZ,
                    FLOAT8E8M0,
                    FLOAT4E2M1,
                    INT4,
                    UINT4,
                    INT2,
                    UINT2 ->
                    throw new UnsupportedOperationException(
                            "arrays of type " + type + ": DJL has none");
        };
    }

    static Shape of(ai.djl.ndarray.types.Shape shape) {
        return Shape.of(shape.getShape());
    }

    static ai.djl.ndarray.types.Shape of(Shape shape) {
        long[] dims = new long[shape.rank()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = shape.dim(i);
        }
        return new ai.djl.ndarray.types.Shape(dims);
    }

    /**
     * The type of a result, by PyTorch's rules: floats before integers before booleans, then the
     * wider; a scalar counts only if it is of a higher kind.
     */
    static DType common(DType a, boolean scalarA, DType b, boolean scalarB) {
        if (a == b) {
            return a;
        }
        if (kind(a) != kind(b)) {
            return kind(a) > kind(b) ? a : b;
        }
        if (scalarA != scalarB) {
            return scalarA ? b : a;
        }
        if (a.bytes() != b.bytes()) {
            return a.bytes() > b.bytes() ? a : b;
        }
        // The two forms of 16-bit floats, or signed and unsigned.
        return switch (a.bytes()) {
            case 1 -> DType.INT16;
            case 2 -> a.isFloat() ? DType.FLOAT32 : DType.INT32;
            default -> DType.INT64;
        };
    }

    private static int kind(DType type) {
        return type.isFloat() ? 2 : type == DType.BOOL ? 0 : 1;
    }
}
