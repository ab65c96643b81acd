package dev.lanewise.model.nn;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.op.Resize;

import java.util.List;

/**
 * Makes [N, C, H, W] larger by interpolation.
 *
 * @param scaleFactor output extent / input extent
 * @param mode how values in between are found
 * @param alignCorners whether first and last elements fall on each other; for BILINEAR only
 */
public record Upsample(float scaleFactor, Mode mode, boolean alignCorners) implements Module {

    /** How values in between are found. */
    public enum Mode {
        /** The nearest element. */
        NEAREST,
        /** Linearly between two elements along each axis. */
        BILINEAR
    }

    /** By the nearest element. */
    public static Upsample of(double scaleFactor) {
        return of(scaleFactor, Mode.NEAREST);
    }

    /** Without aligned corners. */
    public static Upsample of(double scaleFactor, Mode mode) {
        return new Upsample((float) scaleFactor, mode, false);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        if (builder.shape(x).rank() != 4) {
            throw new ModelException(
                    "Upsample: expected an input [N, C, H, W], actual " + builder.shape(x));
        }
        Resize.Coordinates coordinates =
                mode == Mode.NEAREST
                        ? Resize.Coordinates.ASYMMETRIC
                        : alignCorners
                                ? Resize.Coordinates.ALIGN_CORNERS
                                : Resize.Coordinates.HALF_PIXEL;
        Resize op =
                new Resize(
                        mode == Mode.NEAREST ? Resize.Mode.NEAREST : Resize.Mode.LINEAR,
                        coordinates,
                        Resize.Nearest.FLOOR,
                        -0.75f,
                        false,
                        0,
                        false,
                        Resize.Policy.STRETCH,
                        List.of());
        String scales =
                builder.constant("scales", Tensor.of(Shape.of(4), 1, 1, scaleFactor, scaleFactor));
        return builder.add(op, x, "", scales);
    }
}
