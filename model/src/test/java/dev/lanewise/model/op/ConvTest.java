package dev.lanewise.model.op;

import static dev.lanewise.model.op.OneOp.assertRefused;
import static dev.lanewise.model.op.OneOp.assertValues;
import static dev.lanewise.model.op.OneOp.floats;
import static dev.lanewise.model.op.OneOp.run;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import org.junit.jupiter.api.Test;

import java.util.List;

class ConvTest {

    private static final List<Integer> NONE = List.of();

    private static SpatialWindow window(
            List<Integer> strides, List<Integer> pads, List<Integer> dilations, AutoPad autoPad) {
        return new SpatialWindow(NONE, strides, pads, dilations, autoPad, false);
    }

    private static Conv conv(
            List<Integer> strides, List<Integer> pads, List<Integer> dilations, int groups) {
        return new Conv(window(strides, pads, dilations, AutoPad.NOTSET), groups, Epilogue.NONE);
    }

    @Test
    void strideDilationAndPaddingWorkTogether() {
        Tensor x = Tensor.of(Shape.of(1, 1, 5), 1, 2, 3, 4, 5);
        Tensor w = Tensor.of(Shape.of(1, 1, 2), 10, 1);
        // Cells 2 apart, positions 2 apart, from one before the input on.
        assertValues(
                run(conv(List.of(2), List.of(1, 1), List.of(2), 1), x, w),
                Shape.of(1, 1, 3),
                2,
                24,
                40);
    }

    @Test
    void groupsSeeTheirOwnChannelsOnly() {
        Tensor x = Tensor.of(Shape.of(1, 2, 2), 1, 2, 3, 4);
        Tensor w = Tensor.of(Shape.of(4, 1, 1), 1, 10, 1, 10);
        assertValues(
                run(conv(NONE, NONE, NONE, 2), x, w),
                Shape.of(1, 4, 2),
                1,
                2,
                10,
                20,
                3,
                4,
                30,
                40);
    }

    @Test
    void threeSpatialAxesAreNoSpecialCase() {
        float[] ones = new float[8];
        java.util.Arrays.fill(ones, 1);
        Tensor cube = Tensor.of(Shape.of(1, 1, 2, 2, 2), ones);
        assertValues(run(conv(NONE, NONE, NONE, 1), cube, cube), Shape.of(1, 1, 1, 1, 1), 8);
    }

    @Test
    void residualIsAddedBeforeTheActivation() {
        Tensor x = Tensor.of(Shape.of(1, 1, 2), 1, 2);
        Tensor w = Tensor.of(Shape.of(1, 1, 1), 1);
        Conv conv = conv(NONE, NONE, NONE, 1).with(new Epilogue(true, Unary.RELU));
        Tensor residual = Tensor.of(Shape.of(1, 1, 2), -20, 30);
        assertValues(run(conv, x, w, floats(5), residual), Shape.of(1, 1, 2), 0, 37);
    }

    @Test
    void anOddPadGoesWhereAutoPadSays() {
        Tensor x = Tensor.of(Shape.of(1, 1, 2), 1, 2);
        Tensor w = Tensor.of(Shape.of(1, 1, 2), 10, 1);
        for (AutoPad autoPad : new AutoPad[] {AutoPad.SAME_UPPER, AutoPad.SAME_LOWER}) {
            Conv conv = new Conv(window(NONE, NONE, NONE, autoPad), 1, Epilogue.NONE);
            boolean upper = autoPad == AutoPad.SAME_UPPER;
            assertValues(run(conv, x, w), Shape.of(1, 1, 2), upper ? 12 : 1, upper ? 20 : 12);
        }
    }

    @Test
    void contradictingChannelsAreNamed() {
        assertRefused(
                "Conv 'it': weight in_channels expected 3.0 from input [1,3,4] with groups=1,"
                        + " actual 2",
                conv(NONE, NONE, NONE, 1),
                Tensor.of(Shape.of(1, 3, 4), new float[12]),
                Tensor.of(Shape.of(1, 2, 1), 1, 2));
    }

    @Test
    void transposedConvolutionSpreadsEachElement() {
        Tensor x = Tensor.of(Shape.of(1, 1, 2), 1, 10);
        Tensor w = Tensor.of(Shape.of(1, 1, 3), 1, 2, 3);
        SpatialWindow window = window(List.of(2), NONE, NONE, AutoPad.NOTSET);
        assertValues(
                run(new ConvTranspose(window, 1, NONE, NONE), x, w, floats(100)),
                Shape.of(1, 1, 5),
                101,
                102,
                113,
                120,
                130);
        assertValues(
                run(new ConvTranspose(window, 1, List.of(1), NONE), x, w),
                Shape.of(1, 1, 6),
                1,
                2,
                13,
                20,
                30,
                0);
    }
}
