package dev.lanewise.model.op;

import static dev.lanewise.model.op.OneOp.assertRefused;
import static dev.lanewise.model.op.OneOp.assertValues;
import static dev.lanewise.model.op.OneOp.of;
import static dev.lanewise.model.op.OneOp.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import org.junit.jupiter.api.Test;

import java.util.List;

class PoolTest {

    private static final List<Integer> NONE = List.of();

    private static SpatialWindow window(
            List<Integer> kernel, List<Integer> strides, List<Integer> pads, boolean ceil) {
        return new SpatialWindow(kernel, strides, pads, NONE, AutoPad.NOTSET, ceil);
    }

    @Test
    void maxPoolKeepsTheHighestValueOfEachWindow() {
        Tensor x = Tensor.of(Shape.of(1, 1, 4, 4), 1, 3, 2, 8, 4, 2, 7, 1, 6, 0, 5, 9, 3, 1, 2, 4);
        MaxPool pool = new MaxPool(window(List.of(2, 2), List.of(2, 2), NONE, false), false);
        assertValues(run(pool, x), Shape.of(1, 1, 2, 2), 4, 8, 6, 9);
    }

    @Test
    void paddingOfMaxPoolIsMinusInfinityNotZero() {
        Tensor x = Tensor.of(Shape.of(1, 1, 2), -3, -5);
        MaxPool pool = new MaxPool(window(List.of(2), NONE, List.of(1, 1), false), false);
        assertValues(run(pool, x), Shape.of(1, 1, 3), -3, -3, -5);
    }

    @Test
    void maxPoolIsExactOnIntegers() {
        Tensor x = of(DType.UINT8, Shape.of(1, 1, 3), 200, 100, 7);
        MaxPool pool = new MaxPool(window(List.of(2), NONE, NONE, false), false);
        assertValues(run(pool, x), Shape.of(1, 1, 2), 200, 100);
    }

    @Test
    void indicesOfMaximaCountOverTheWholeTensor() {
        Tensor x = Tensor.of(Shape.of(2, 1, 2), 1, 2, 4, 3);
        MaxPool pool = new MaxPool(window(List.of(2), NONE, NONE, false), false);
        assertArrayEquals(new long[] {1, 2}, run(pool, 2, x).get(1).toLongArray());
    }

    @Test
    void columnMajorIndicesCountTheFirstSpatialAxisFirst() {
        // The maximum of the second image is at depth 1, row 0, column 2 of [2, 3, 4].
        float[] values = new float[48];
        values[0] = 1;
        values[24 + 12 + 2] = 1;
        MaxPool pool = new MaxPool(window(List.of(2, 3, 4), NONE, NONE, false), true);
        assertArrayEquals(
                new long[] {0, 24 + 1 + 2 * (2 * 3)},
                run(pool, 2, Tensor.of(Shape.of(2, 1, 2, 3, 4), values)).get(1).toLongArray());
    }

    @Test
    void paddingCountsInAMeanOnlyIfAsked() {
        Tensor x = Tensor.of(Shape.of(1, 1, 2), 6, 4);
        SpatialWindow window = window(List.of(3), NONE, List.of(1, 1), false);
        assertValues(run(new AveragePool(window, false), x), Shape.of(1, 1, 2), 5, 5);
        assertValues(run(new AveragePool(window, true), x), Shape.of(1, 1, 2), 10 / 3.0, 10 / 3.0);
    }

    @Test
    void cellsBeyondThePaddingNeverCountInAMean() {
        Tensor x = Tensor.of(Shape.of(1, 1, 3), 1, 2, 5);
        SpatialWindow window = window(List.of(2), List.of(2), NONE, true);
        assertValues(run(new AveragePool(window, true), x), Shape.of(1, 1, 2), 1.5, 5);
    }

    @Test
    void globalPoolsLeaveOneElementForEachChannel() {
        Tensor x = Tensor.of(Shape.of(1, 2, 1, 2), 1, 3, -4, -2);
        Shape expected = Shape.of(1, 2, 1, 1);
        assertValues(run(new GlobalPool(PoolSpec.Kind.AVERAGE), x), expected, 2, -3);
        assertValues(run(new GlobalPool(PoolSpec.Kind.MAX), x), expected, 3, -2);
    }

    @Test
    void unpoolingPutsMaximaBack() {
        SpatialWindow window = window(List.of(2), List.of(2), NONE, false);
        Tensor x = Tensor.of(Shape.of(1, 1, 4), 1, 5, 7, 2);
        List<Tensor> pooled = run(new MaxPool(window, false), 2, x);
        assertValues(
                run(new MaxUnpool(window), pooled.get(0), pooled.get(1)),
                Shape.of(1, 1, 4),
                0,
                5,
                7,
                0);
    }

    @Test
    void aWindowLargerThanItsInputIsNamed() {
        assertRefused(
                "MaxPool 'it': expected a window that fits the padded input, actual extent 5 on"
                        + " axis 0 of 3 with pads 0 and 0",
                new MaxPool(window(List.of(5), NONE, NONE, false), false),
                Tensor.of(Shape.of(1, 1, 3), 1, 2, 3));
    }
}
