package dev.lanewise.model;

/**
 * Floats of at most eight bits, as <a href="https://onnx.ai/onnx/technical/float8.html">ONNX</a>
 * and the Open Compute Project's microscaling formats define them: the number that each code stands
 * for, and the code of the nearest number.
 */
final class SmallFloat {

    /** What is beside the numbers. */
    private enum Beyond {
        /** Infinities and several NaNs, as in IEEE 754. */
        IEEE,
        /** A NaN of all bits but the sign. */
        NAN_IS_ALL_ONES,
        /** A NaN in the place of minus zero. */
        NAN_IS_MINUS_ZERO,
        /** Nothing. */
        NOTHING
    }

    private static final SmallFloat E4M3FN = new SmallFloat(4, 3, 7, Beyond.NAN_IS_ALL_ONES);
    private static final SmallFloat E4M3FNUZ = new SmallFloat(4, 3, 8, Beyond.NAN_IS_MINUS_ZERO);
    private static final SmallFloat E5M2 = new SmallFloat(5, 2, 15, Beyond.IEEE);
    private static final SmallFloat E5M2FNUZ = new SmallFloat(5, 2, 16, Beyond.NAN_IS_MINUS_ZERO);
    private static final SmallFloat E2M1 = new SmallFloat(2, 1, 1, Beyond.NOTHING);

    private static final int POWER_BIAS = 127;
    private static final int POWER_NAN = 255;

    private final Beyond beyond;
    private final int sign;
    private final int largest;
    private final double[] magnitudes;

    private SmallFloat(int exponentBits, int mantissaBits, int bias, Beyond beyond) {
        this.beyond = beyond;
        this.sign = 1 << exponentBits + mantissaBits;
        this.magnitudes = new double[sign];
        int leading = 1 << mantissaBits;
        for (int code = 0; code < sign; code++) {
            int exponent = code / leading;
            int mantissa = code % leading + (exponent == 0 ? 0 : leading);
            magnitudes[code] =
                    Math.scalb((double) mantissa, Math.max(exponent, 1) - bias - mantissaBits);
        }
        this.largest =
                switch (beyond) {
                    case IEEE -> sign - 1 - leading;
                    case NAN_IS_ALL_ONES -> sign - 2;
                    case NAN_IS_MINUS_ZERO, NOTHING -> sign - 1;
                };
    }

    private static SmallFloat of(DType dtype) {
        return switch (dtype) {
            case FLOAT8E4M3FN -> E4M3FN;
            case FLOAT8E4M3FNUZ -> E4M3FNUZ;
            case FLOAT8E5M2 -> E5M2;
            case FLOAT8E5M2FNUZ -> E5M2FNUZ;
            case FLOAT4E2M1 -> E2M1;
            default -> throw new IllegalArgumentException("no small float: " + dtype);
        };
    }

    /** The number that a code stands for. */
    static double decode(DType dtype, int code) {
        if (dtype == DType.FLOAT8E8M0) {
            int exponent = code & POWER_NAN;
            return exponent == POWER_NAN ? Double.NaN : Math.scalb(1.0, exponent - POWER_BIAS);
        }
        return of(dtype).decode(code);
    }

    private double decode(int code) {
        int magnitude = code & sign - 1;
        boolean negative = (code & sign) != 0;
        if (beyond == Beyond.NAN_IS_MINUS_ZERO && negative && magnitude == 0) {
            return Double.NaN;
        }
        double value = magnitudes[magnitude];
        if (magnitude > largest) {
            boolean infinite = beyond == Beyond.IEEE && magnitude == largest + 1;
            value = infinite ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        return negative ? -value : value;
    }

    /**
     * The code of the nearest number, of two equally near ones the even code.
     *
     * @param saturate whether what is too large becomes the largest number, rather than infinity or
     *     NaN
     */
    static int encode(DType dtype, double value, boolean saturate) {
        return dtype == DType.FLOAT8E8M0
                ? encodePower(value, saturate)
                : of(dtype).encode(value, saturate);
    }

    private int encode(double value, boolean saturate) {
        if (Double.isNaN(value)) {
            return nan();
        }
        double magnitude = Math.abs(value);
        int code = 0;
        // The few codes are in the order of their numbers.
        while (code < largest && magnitude >= magnitudes[code + 1]) {
            code++;
        }
        double step = code == largest ? magnitudes[code] - magnitudes[code - 1] : 0;
        double next = code == largest ? magnitudes[code] + step : magnitudes[code + 1];
        double middle = (magnitudes[code] + next) / 2;
        if (magnitude > middle || magnitude == middle && code % 2 == 1) {
            code++;
        }
        if (code > largest) {
            if (!saturate && beyond != Beyond.NOTHING) {
                return beyond == Beyond.IEEE ? signed(largest + 1, value) : nan();
            }
            code = largest;
        }
        return signed(code, value);
    }

    private int signed(int code, double value) {
        boolean negative = Double.doubleToRawLongBits(value) < 0;
        boolean hasMinusZero = beyond != Beyond.NAN_IS_MINUS_ZERO;
        return negative && (code != 0 || hasMinusZero) ? code | sign : code;
    }

    private int nan() {
        return switch (beyond) {
            case IEEE, NAN_IS_ALL_ONES -> sign - 1;
            case NAN_IS_MINUS_ZERO -> sign;
            case NOTHING -> 0;
        };
    }

    /** The next power of two that is not smaller. */
    private static int encodePower(double value, boolean saturate) {
        if (Double.isNaN(value) || value < 0) {
            return POWER_NAN;
        }
        if (value == 0) {
            return 0;
        }
        int exponent = Math.getExponent(value);
        int code = exponent + POWER_BIAS + (value > Math.scalb(1.0, exponent) ? 1 : 0);
        return code >= POWER_NAN ? (saturate ? POWER_NAN - 1 : POWER_NAN) : Math.max(code, 0);
    }
}
