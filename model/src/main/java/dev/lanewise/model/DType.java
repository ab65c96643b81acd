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
    BOOL(1, 9),
    /** 8-bit float with 4 bits of exponent, for weights and activations. */
    FLOAT8E4M3FN(1, 17),
    /** The same without minus zero. */
    FLOAT8E4M3FNUZ(1, 18),
    /** 8-bit float with 5 bits of exponent, for gradients. */
    FLOAT8E5M2(1, 19),
    /** The same without infinities and minus zero. */
    FLOAT8E5M2FNUZ(1, 20),
    /** A power of two, for scales. */
    FLOAT8E8M0(1, 24),
    /** 4-bit float; a byte in memory, half of one in files. */
    FLOAT4E2M1(1, 23, 4),
    /** Signed 4-bit integer; a byte in memory, half of one in files. */
    INT4(1, 22, 4),
    /** Unsigned 4-bit integer; a byte in memory, half of one in files. */
    UINT4(1, 21, 4),
    /** Signed 2-bit integer; a byte in memory, a quarter of one in files. */
    INT2(1, 26, 2),
    /** Unsigned 2-bit integer; a byte in memory, a quarter of one in files. */
    UINT2(1, 25, 2);

    private final int bytes;
    private final int onnx;
    private final int bits;

    DType(int bytes, int onnx) {
        this(bytes, onnx, 8 * bytes);
    }

    DType(int bytes, int onnx, int bits) {
        this.bytes = bytes;
        this.onnx = onnx;
        this.bits = bits;
    }

    /** Bytes per element in memory. */
    public int bytes() {
        return bytes;
    }

    /** Bits per element that count, and that ONNX files hold. */
    public int bits() {
        return bits;
    }

    /** Whether several elements share a byte in ONNX files. */
    public boolean isPacked() {
        return bits < 8;
    }

    /** The type's number in ONNX's {@code TensorProto.DataType}. */
    public int onnx() {
        return onnx;
    }

    /** Whether this is one of the floating-point types. */
    public boolean isFloat() {
        return this == FLOAT32
                || this == FLOAT64
                || this == FLOAT16
                || this == BFLOAT16
                || isSmallFloat();
    }

    /**
     * Whether this is a float of at most 8 bits: stored, converted and moved, not computed with.
     */
    public boolean isSmallFloat() {
        return switch (this) {
            case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0, FLOAT4E2M1 ->
                    true;
            default -> false;
        };
    }

    /** Whether this is an unsigned integer. */
    public boolean isUnsigned() {
        return this == UINT8
                || this == UINT16
                || this == UINT32
                || this == UINT64
                || this == UINT4
                || this == UINT2;
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
            case 27, 28 -> "6-bit float";
            default -> "unknown";
        };
    }
}
