package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.Stream;

/** Numbers from the tables of ONNX's and the Open Compute Project's documents. */
class SmallFloatTest {

    private static List<DType> types() {
        return Stream.of(DType.values()).filter(DType::isSmallFloat).toList();
    }

    @Test
    void everyNumberHasTheCodeThatItIsReadFrom() {
        for (DType dtype : types()) {
            for (int code = 0; code < 1 << dtype.bits(); code++) {
                double value = SmallFloat.decode(dtype, code);
                int again = SmallFloat.encode(dtype, value, false);
                String what = dtype + " " + code + ": " + value;
                if (Double.isNaN(value)) {
                    assertTrue(Double.isNaN(SmallFloat.decode(dtype, again)), what);
                } else {
                    assertEquals(code, again, what);
                }
            }
        }
    }

    @Test
    void betweenTwoNumbersTheNearestWinsAndTheEvenCodeHalfway() {
        for (DType dtype : types()) {
            if (dtype == DType.FLOAT8E8M0) {
                continue; // Scales are rounded up.
            }
            for (int code = 0; code + 1 < 1 << dtype.bits() - 1; code++) {
                double low = SmallFloat.decode(dtype, code);
                double high = SmallFloat.decode(dtype, code + 1);
                if (!Double.isFinite(low) || !Double.isFinite(high)) {
                    continue;
                }
                double middle = (low + high) / 2;
                String what = dtype + " between " + low + " and " + high;
                assertEquals(code, SmallFloat.encode(dtype, Math.nextDown(middle), true), what);
                assertEquals(code + 1, SmallFloat.encode(dtype, Math.nextUp(middle), true), what);
                assertEquals(code + code % 2, SmallFloat.encode(dtype, middle, true), what);
            }
        }
    }

    private static double rounded(DType dtype, double value, boolean saturate) {
        return SmallFloat.decode(dtype, SmallFloat.encode(dtype, value, saturate));
    }

    @Test
    void whatIsTooLargeIsTheLargestOrLost() {
        double infinity = Double.POSITIVE_INFINITY;
        double[][] largest = {{448, Double.NaN}, {240, Double.NaN}, {57344, infinity}};
        DType[] dtypes = {DType.FLOAT8E4M3FN, DType.FLOAT8E4M3FNUZ, DType.FLOAT8E5M2};
        for (int i = 0; i < dtypes.length; i++) {
            for (double value : new double[] {1e6, infinity}) {
                assertEquals(largest[i][0], rounded(dtypes[i], value, true));
                assertEquals(-largest[i][0], rounded(dtypes[i], -value, true));
                assertEquals(largest[i][1], rounded(dtypes[i], value, false));
            }
        }
        assertEquals(57344, rounded(DType.FLOAT8E5M2FNUZ, 1e6, true));
        assertEquals(6, rounded(DType.FLOAT4E2M1, 100, false));
        assertEquals(0x1p127, rounded(DType.FLOAT8E8M0, 1e300, true));
        assertEquals(0x1p-127, rounded(DType.FLOAT8E8M0, 0, true));
    }

    @Test
    void scalesAreRoundedUpToAPowerOfTwo() {
        assertEquals(4, rounded(DType.FLOAT8E8M0, 4, true));
        assertEquals(8, rounded(DType.FLOAT8E8M0, 4.1, true));
        assertEquals(0.25, rounded(DType.FLOAT8E8M0, 0.2, true));
    }

    @Test
    void integersOfFewBitsWrapAsWideOnesDo() {
        Tensor signed = Tensor.allocate(Arena.ofAuto(), DType.INT4, Shape.of(3));
        Tensor unsigned = Tensor.allocate(Arena.ofAuto(), DType.UINT2, Shape.of(3));
        long[] values = {7, 8, -9};
        for (int i = 0; i < 3; i++) {
            signed.setLong(i, values[i]);
            unsigned.setLong(i, values[i]);
        }
        assertEquals(List.of(7L, -8L, 7L), list(signed));
        assertEquals(List.of(3L, 0L, 3L), list(unsigned));
    }

    private static List<Long> list(Tensor tensor) {
        return java.util.Arrays.stream(tensor.toLongArray()).boxed().toList();
    }
}
