package dev.lanewise.model.op;

import static dev.lanewise.model.op.OneOp.assertValues;
import static dev.lanewise.model.op.OneOp.floats;
import static dev.lanewise.model.op.OneOp.run;
import static dev.lanewise.model.op.OneOp.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import org.junit.jupiter.api.Test;

import java.util.List;

class ReduceTest {

    private static final Tensor X = Tensor.of(Shape.of(2, 3), 1, -2, 3, -4, 5, -6);

    @Test
    void axesVanishOrStayWithExtentOne() {
        Tensor axes = vector(DType.INT64, -1);
        assertValues(run(new ReduceMean(true), X, axes), Shape.of(2, 1), 2 / 3.0, -5 / 3.0);
        assertValues(run(new ReduceMean(false), X, axes), Shape.of(2), 2 / 3.0, -5 / 3.0);
    }

    @Test
    void noAxesMeansAllUnlessAskedOtherwise() {
        Tensor none = vector(DType.INT64);
        assertValues(
                run(new Reduce(Reduce.Kind.SUM, false, false), X, none), Shape.of(new int[0]), -3);
        assertValues(
                run(new Reduce(Reduce.Kind.SUM, false, true), X, none),
                X.shape(),
                1,
                -2,
                3,
                -4,
                5,
                -6);
    }

    @Test
    void everyKindIsWhatItsNameSays() {
        double[] expected = {-3, -720, 5, -6, 21, Math.sqrt(91), 91, Double.NaN, 5.1438440};
        for (Reduce.Kind kind : Reduce.Kind.values()) {
            assertEquals(
                    expected[kind.ordinal()],
                    run(new Reduce(kind, false, false), X).getDouble(0),
                    1e-6,
                    kind.name());
        }
    }

    @Test
    void sumsOfIntegersAreExact() {
        long large = 1L << 60;
        assertArrayEquals(
                new long[] {large + 1},
                run(new Reduce(Reduce.Kind.SUM, true, false), vector(DType.INT64, large, 1))
                        .toLongArray());
    }

    @Test
    void logSumExpDoesNotOverflow() {
        assertEquals(
                1000 + Math.log(2),
                run(new Reduce(Reduce.Kind.LOG_SUM_EXP, false, false), floats(1000, 1000))
                        .getDouble(0),
                1e-4);
    }

    @Test
    void ofEqualExtremesTheFirstCountsOrTheLast() {
        Tensor x = floats(1, 7, 7, 0);
        assertValues(run(new ArgExtreme(true, 0, true, false), x), Shape.of(1), 1);
        assertValues(run(new ArgExtreme(true, 0, true, true), x), Shape.of(1), 2);
        assertValues(run(new ArgExtreme(false, 0, false, false), x), Shape.of(new int[0]), 3);
    }

    @Test
    void topKIsInOrderAndPrefersLowerIndices() {
        List<Tensor> top =
                run(
                        new TopK(1, true),
                        2,
                        Tensor.of(Shape.of(1, 4), 3, 9, 3, 1),
                        vector(DType.INT64, 3));
        assertValues(top.get(0), Shape.of(1, 3), 9, 3, 3);
        assertValues(top.get(1), Shape.of(1, 3), 1, 0, 2);
    }
}
