package dev.lanewise.model.op;

import static dev.lanewise.model.op.OneOp.assertRefused;
import static dev.lanewise.model.op.OneOp.assertValues;
import static dev.lanewise.model.op.OneOp.floats;
import static dev.lanewise.model.op.OneOp.of;
import static dev.lanewise.model.op.OneOp.run;
import static dev.lanewise.model.op.OneOp.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import org.junit.jupiter.api.Test;

class ArithmeticTest {

    private static long[] longs(Op op, Tensor... inputs) {
        return run(op, inputs).toLongArray();
    }

    private static Arithmetic op(Binary function) {
        return new Arithmetic(function);
    }

    @Test
    void integersWrapAround() {
        assertArrayEquals(
                new long[] {44},
                longs(op(Binary.ADD), vector(DType.UINT8, 200), vector(DType.UINT8, 100)));
        assertArrayEquals(
                new long[] {-56},
                longs(op(Binary.ADD), vector(DType.INT8, 100), vector(DType.INT8, 100)));
        assertArrayEquals(
                new long[] {254},
                longs(op(Binary.SUB), vector(DType.UINT8, 1), vector(DType.UINT8, 3)));
    }

    @Test
    void divisionOfIntegersTruncates() {
        assertArrayEquals(
                new long[] {-3, 3},
                longs(op(Binary.DIV), vector(DType.INT32, -7, 7), vector(DType.INT32, 2)));
    }

    @Test
    void unsignedIntegersDivideAndCompareUnsigned() {
        Tensor huge = vector(DType.UINT64, -2);
        assertArrayEquals(
                new long[] {Long.MAX_VALUE}, longs(op(Binary.DIV), huge, vector(DType.UINT64, 2)));
        assertArrayEquals(new long[] {-2}, longs(op(Binary.MAX), huge, vector(DType.UINT64, 2)));
    }

    @Test
    void divisionOfIntegersByZeroIsNamed() {
        assertRefused(
                "Div 'it': expected no division by zero, actual 7 / 0",
                op(Binary.DIV),
                vector(DType.INT64, 7),
                vector(DType.INT64, 0));
    }

    @Test
    void powersOfIntegersAreExact() {
        assertArrayEquals(
                new long[] {4052555153018976267L, 1, 0, -1},
                longs(
                        op(Binary.POW),
                        vector(DType.INT64, 3, 5, 2, -1),
                        vector(DType.INT64, 39, 0, -1, -3)));
    }

    @Test
    void aPowerHasTheTypeOfItsBase() {
        Tensor y = run(op(Binary.POW), vector(DType.INT32, 9), floats(0.5f));
        assertEquals(DType.INT32, y.dtype());
        assertValues(y, Shape.of(1), 3);
    }

    @Test
    void bothSidesBroadcast() {
        assertValues(
                run(
                        op(Binary.SUB),
                        of(DType.INT32, Shape.of(2, 1), 10, 20),
                        of(DType.INT32, Shape.of(1, 3), 1, 2, 3)),
                Shape.of(2, 3),
                9,
                8,
                7,
                19,
                18,
                17);
    }

    @Test
    void shapesThatDontBroadcastAreNamed() {
        assertRefused(
                "Add 'it': shapes [2] and [3] don't broadcast",
                op(Binary.ADD),
                floats(1, 2),
                floats(1, 2, 3));
    }

    @Test
    void moduloTakesTheSignOfTheDivisorUnlessTruncated() {
        Tensor a = vector(DType.INT32, -7, 7);
        Tensor b = vector(DType.INT32, 3, -3);
        assertArrayEquals(new long[] {2, -2}, longs(new Mod(false), a, b));
        assertArrayEquals(new long[] {-1, 1}, longs(new Mod(true), a, b));
    }

    @Test
    void nothingComparesWithNaN() {
        for (Comparison.Kind kind : Comparison.Kind.values()) {
            assertArrayEquals(
                    new long[] {0}, longs(new Comparison(kind), floats(Float.NaN), floats(1)));
        }
        assertArrayEquals(
                new long[] {1},
                longs(new Comparison(Comparison.Kind.EQUAL), floats(-0f), floats(0)));
    }

    @Test
    void elementwiseFunctionsOfIntegersStayExact() {
        long large = -(1L << 53) - 1;
        Elementwise abs = new Elementwise(Unary.of(Unary.Function.ABS));
        assertArrayEquals(new long[] {-large}, longs(abs, vector(DType.INT64, large)));
    }

    @Test
    void reluKeepsNaN() {
        assertValues(
                run(new Elementwise(Unary.RELU), floats(Float.NaN, -1, 2)),
                Shape.of(3),
                Double.NaN,
                0,
                2);
    }
}
