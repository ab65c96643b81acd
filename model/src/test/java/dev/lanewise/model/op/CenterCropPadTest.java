package dev.lanewise.model.op;

import static dev.lanewise.model.op.OneOp.assertRefused;
import static dev.lanewise.model.op.OneOp.assertValues;
import static dev.lanewise.model.op.OneOp.floats;
import static dev.lanewise.model.op.OneOp.run;
import static dev.lanewise.model.op.OneOp.vector;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;

import org.junit.jupiter.api.Test;

import java.util.List;

class CenterCropPadTest {

    @Test
    void ofAnOddDifferenceTheSmallerHalfGoesToTheBeginning() {
        CenterCropPad op = new CenterCropPad(List.of());
        assertValues(
                run(op, floats(1, 2, 3, 4, 5, 6), vector(DType.INT64, 3)), Shape.of(3), 2, 3, 4);
        assertValues(run(op, floats(1, 2), vector(DType.INT64, 5)), Shape.of(5), 0, 1, 2, 0, 0);
    }

    @Test
    void onlyTheNamedAxesChange() {
        assertValues(
                run(
                        new CenterCropPad(List.of(-1)),
                        floats(1, 2, 3, 4, 5, 6).reshaped(Shape.of(2, 3)),
                        vector(DType.INT64, 1)),
                Shape.of(2, 1),
                2,
                5);
    }

    @Test
    void thereIsOneExtentForEachAxis() {
        assertRefused(
                "CenterCropPad 'it': expected 1 extents, one for each axis, actual 2",
                new CenterCropPad(List.of()),
                floats(1, 2),
                vector(DType.INT64, 1, 2));
    }
}
