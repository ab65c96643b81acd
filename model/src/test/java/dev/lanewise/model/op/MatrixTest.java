package dev.lanewise.model.op;

import static dev.lanewise.model.op.OneOp.assertRefused;
import static dev.lanewise.model.op.OneOp.assertValues;
import static dev.lanewise.model.op.OneOp.floats;
import static dev.lanewise.model.op.OneOp.of;
import static dev.lanewise.model.op.OneOp.run;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import org.junit.jupiter.api.Test;

class MatrixTest {

    private static final Tensor A = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    private static final Tensor B = Tensor.of(Shape.of(3, 1), 1, 10, 100);

    @Test
    void gemmScalesTransposesAddsAndActivates() {
        Tensor at = Tensor.of(Shape.of(3, 2), 1, 4, 2, 5, 3, 6);
        Tensor bt = Tensor.of(Shape.of(1, 3), 1, 10, 100);
        Gemm gemm = new Gemm(2, -1, true, true, Unary.clip(0, 700));
        assertValues(run(gemm, at, bt, floats(1000)), Shape.of(2, 1), 0, 308);
    }

    @Test
    void gemmOfIntegersIsExact() {
        long large = (1L << 31) + 1;
        Gemm gemm = new Gemm(1, 1, false, false, Unary.IDENTITY);
        Tensor x = of(DType.INT64, Shape.of(1, 1), large);
        Tensor y = run(gemm, x, x, of(DType.INT64, Shape.of(1), 3));
        org.junit.jupiter.api.Assertions.assertEquals(large * large + 3, y.getLong(0));
    }

    @Test
    void vectorsGainAndLoseAnAxis() {
        assertValues(run(new MatMul(), floats(1, 2), floats(3, 4)), Shape.of(new int[0]), 11);
        assertValues(run(new MatMul(), A, floats(1, 1, 1)), Shape.of(2), 6, 15);
        assertValues(run(new MatMul(), floats(1, 1), A), Shape.of(3), 5, 7, 9);
    }

    /** The square of the inner extent would be no shape. */
    @Test
    void transposedRowsMayBeLong() {
        Tensor rows = Tensor.of(Shape.of(1, 70_000), new float[70_000]);
        rows.setDouble(69_999, 3);
        assertValues(run(new MatMul(false, true), rows, rows), Shape.of(1, 1), 9);
        Tensor columns = rows.reshaped(Shape.of(70_000, 1));
        assertValues(run(new MatMul(true, false), columns, columns), Shape.of(1, 1), 9);
    }

    @Test
    void leadingAxesBroadcast() {
        Tensor x = Tensor.of(Shape.of(2, 1, 1, 3), 1, 2, 3, 4, 5, 6);
        Tensor y = Tensor.of(Shape.of(2, 3, 1), 1, 10, 100, 2, 20, 200);
        assertValues(run(new MatMul(), x, y), Shape.of(2, 2, 1, 1), 321, 642, 654, 1308);
    }

    @Test
    void differentInnerExtentsAreNamed() {
        assertRefused(
                "MatMul 'it': expected equal inner extents, actual A [2,3] and B [2,3]",
                new MatMul(),
                A,
                A);
    }

    @Test
    void einsumSumsOverWhatTheResultLacks() {
        assertValues(run(new Einsum("ij,jk->ik"), A, B), Shape.of(2, 1), 321, 654);
        assertValues(run(new Einsum("ij->j"), A), Shape.of(3), 5, 7, 9);
        assertValues(run(new Einsum("...j,...j"), A, A), Shape.of(2), 14, 77);
        assertRefused("Einsum 'it': expected 2 operands for 'i,i', actual 1", new Einsum("i,i"), A);
    }

    @Test
    void softmaxDoesNotOverflow() {
        assertValues(run(new Softmax(-1, false, false), floats(1000, 1000)), Shape.of(2), 0.5, 0.5);
        assertValues(run(new Softmax(-1, true, false), floats(0, 1000)), Shape.of(2), -1000, 0);
    }
}
