package dev.lanewise.model.op;

import static dev.lanewise.model.op.OneOp.assertRefused;
import static dev.lanewise.model.op.OneOp.assertValues;
import static dev.lanewise.model.op.OneOp.floats;
import static dev.lanewise.model.op.OneOp.run;
import static dev.lanewise.model.op.OneOp.vector;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.op.Resize.Coordinates;
import dev.lanewise.model.op.Resize.Mode;

import org.junit.jupiter.api.Test;

import java.util.List;

class ResizeTest {

    private static Resize resize(Mode mode, Coordinates coordinates) {
        return new Resize(
                mode,
                coordinates,
                Resize.Nearest.ROUND_PREFER_FLOOR,
                -0.75f,
                false,
                0,
                false,
                Resize.Policy.STRETCH,
                List.of());
    }

    @Test
    void halfPixelsKeepTheCentre() {
        assertValues(
                run(resize(Mode.LINEAR, Coordinates.HALF_PIXEL), floats(0, 4), null, floats(2)),
                Shape.of(4),
                0,
                1,
                3,
                4);
    }

    @Test
    void alignedCornersKeepTheEnds() {
        assertValues(
                run(
                        resize(Mode.LINEAR, Coordinates.ALIGN_CORNERS),
                        floats(0, 6),
                        null,
                        null,
                        vector(DType.INT64, 4)),
                Shape.of(4),
                0,
                2,
                4,
                6);
    }

    @Test
    void theNearestElementIsCopiedWhateverItsType() {
        long large = Long.MAX_VALUE;
        assertValues(
                run(
                        resize(Mode.NEAREST, Coordinates.ASYMMETRIC),
                        vector(DType.INT64, large, 1),
                        null,
                        floats(2)),
                Shape.of(4),
                large,
                large,
                1,
                1);
    }

    @Test
    void antialiasingAveragesWhatShrinkingSkips() {
        // A triangle of half width 4 around the middle: weights 5, 7, 7, 5 inside, and 3 and 1 on
        // each side outside, where the border counts unless it is excluded.
        for (boolean excludeOutside : new boolean[] {false, true}) {
            Resize resize =
                    new Resize(
                            Mode.LINEAR,
                            Coordinates.HALF_PIXEL,
                            Resize.Nearest.FLOOR,
                            -0.75f,
                            excludeOutside,
                            0,
                            true,
                            Resize.Policy.STRETCH,
                            List.of());
            assertValues(
                    run(resize, floats(8, 0, 0, 8), null, null, vector(DType.INT64, 1)),
                    Shape.of(1),
                    excludeOutside ? 80 / 24.0 : 144 / 32.0);
        }
    }

    @Test
    void scalesAndSizesExcludeEachOther() {
        assertRefused(
                "Resize 'it': expected either scales or sizes, actual both",
                resize(Mode.NEAREST, Coordinates.ASYMMETRIC),
                floats(1),
                null,
                floats(2),
                vector(DType.INT64, 2));
    }
}
