package dev.lanewise.model;

/** Element types of tensors, with their sizes in bytes and their numbers in ONNX files. */
public enum DType {
    /** 32-bit IEEE float. */
    FLOAT32(4, 1),
    /** 64-bit IEEE float. */
    FLOAT64(8, 11),
    /** 16-bit IEEE float. */
    FLOAT16(2, 10),
    /** 16-bit brain float. */
    BFLOAT16(2, 16),
    /** Signed 8-bit integer. */
    INT8(1, 3),
    /** Signed 16-bit integer. */
    INT16(2, 5),
    /** Signed 32-bit integer. */
    INT32(4, 6),
    /** Signed 64-bit integer. */
    INT64(8, 7),
    /** Unsigned 8-bit integer. */
    UINT8(1, 2),
    /** Unsigned 16-bit integer. */
    UINT16(2, 4),
    /** Unsigned 32-bit integer. */
    UINT32(4, 12),
    /** Unsigned 64-bit integer. */
    UINT64(8, 13),
    /** A byte, 0 or 1. */
    BOOL(1, 9);

    private final int bytes;
    private final int onnx;

    DType(int bytes, int onnx) {
        this.bytes = bytes;
        this.onnx = onnx;
    }

    /** Bytes per element. */
    public int bytes() {
        return bytes;
    }

    /** The type's number in ONNX's {@code TensorProto.DataType}. */
    public int onnx() {
        return onnx;
    }

    /** Whether this is one of the floating-point types. */
    public boolean isFloat() {
        return this == FLOAT32 || this == FLOAT64 || this == FLOAT16 || this == BFLOAT16;
    }

    /** Whether this is an unsigned integer. */
    public boolean isUnsigned() {
        return this == UINT8 || this == UINT16 || this == UINT32 || this == UINT64;
    }

    /**
     * @throws IllegalArgumentException if ONNX's type number is none of a dense numeric tensor
     */
    public static DType ofOnnx(int number) {
        for (DType type : values()) {
            if (type.onnx == number) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "tensor element type "
                        + number
                        + " ("
                        + foreign(number)
                        + ") is not supported; expected a float, integer or boolean type");
    }

    private static String foreign(int number) {
        return switch (number) {
            case 8 -> "string";
            case 14, 15 -> "complex";
            case 17, 18, 19, 20, 24 -> "8-bit float";
            case 21, 22 -> "4-bit integer";
            case 23 -> "4-bit float";
            case 25, 26 -> "2-bit integer";
            default -> "unknown";
        };
    }
}
