package dev.lanewise.model.data;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;

import java.util.Random;

/**
 * Random changes to pictures that don't change what they show.
 *
 * @param flip whether every second picture is mirrored left to right
 * @param shift by how many pixels pictures are moved at most along each axis, with zeros (black,
 *     before normalisation) moving in
 * @param crop rows and columns of a part at a random place that the pictures are cut down to; 0 for
 *     the whole picture. Without randomness, the part is in the middle.
 */
public record Augmentation(boolean flip, int shift, int crop) {

    /** Pictures as they are. */
    public static final Augmentation NONE = new Augmentation(false, 0, 0);

    /**
     * @throws ModelException if a number is negative
     */
    public Augmentation {
        if (shift < 0 || crop < 0) {
            throw new ModelException(
                    "augmentation: expected shift and crop of at least 0, actual "
                            + shift
                            + " and "
                            + crop);
        }
    }

    /** Mirrored and moved, not cropped. */
    public static Augmentation of(boolean flip, int shift) {
        return new Augmentation(flip, shift, 0);
    }

    /** This without anything random: what pictures are validated and tested with. */
    public Augmentation still() {
        return new Augmentation(false, 0, crop);
    }

    /**
     * Where the pixels of one picture come from.
     *
     * @param top row of the picture that the first row shows
     * @param left column of the picture that the first column shows, before mirroring
     * @param mirrored whether columns come in reverse
     */
    record Placement(int top, int left, boolean mirrored) {}

    /** [C, H, W] of what is made of pictures of a shape. */
    Shape shape(Shape picture) {
        if (crop > picture.dim(1) || crop > picture.dim(2)) {
            throw new ModelException(
                    "augmentation: expected a crop of at most "
                            + picture.dim(1)
                            + "x"
                            + picture.dim(2)
                            + ", actual "
                            + crop);
        }
        return crop == 0 ? picture : Shape.of(picture.dim(0), crop, crop);
    }

    /** Always draws as many numbers, so that one change doesn't disturb another. */
    Placement draw(Shape picture, Random random) {
        Shape shape = shape(picture);
        int spareRows = picture.dim(1) - shape.dim(1);
        int spareColumns = picture.dim(2) - shape.dim(2);
        boolean still = !flip && shift == 0 && crop == 0;
        if (still) {
            return new Placement(0, 0, false);
        }
        boolean mirrored = random.nextBoolean() && flip;
        int down = random.nextInt(2 * shift + 1) - shift;
        int right = random.nextInt(2 * shift + 1) - shift;
        return new Placement(
                random.nextInt(spareRows + 1) - down,
                random.nextInt(spareColumns + 1) - right,
                mirrored);
    }

    /** The middle. */
    Placement middle(Shape picture) {
        Shape shape = shape(picture);
        return new Placement(
                (picture.dim(1) - shape.dim(1)) / 2, (picture.dim(2) - shape.dim(2)) / 2, false);
    }
}
