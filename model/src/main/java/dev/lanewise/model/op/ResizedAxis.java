package dev.lanewise.model.op;

/**
 * One axis of a {@link Resize}.
 *
 * @param in input extent
 * @param out output extent
 * @param scale output over input
 * @param begin of the region of interest, from 0 to 1
 * @param end of the region of interest, from 0 to 1
 */
record ResizedAxis(int in, long out, double scale, double begin, double end) {

    /** Whether nothing changes along this axis. */
    boolean isIdentity(Resize.Coordinates coordinates) {
        return in == out && scale == 1 && coordinates != Resize.Coordinates.TF_CROP_AND_RESIZE;
    }

    /** The place of the input that an element of the output is at. */
    double place(int i, Resize.Coordinates coordinates) {
        return switch (coordinates) {
            case HALF_PIXEL -> (i + 0.5) / scale - 0.5;
            case HALF_PIXEL_SYMMETRIC -> {
                double centre = in / 2.0;
                double offset = centre * (1 - out / (scale * in));
                yield offset + (i + 0.5) / scale - 0.5;
            }
            case PYTORCH_HALF_PIXEL -> out > 1 ? (i + 0.5) / scale - 0.5 : 0;
            // The output's extent before it was rounded down, as in ONNX's reference.
            case ALIGN_CORNERS -> out > 1 ? i * (in - 1) / (scale * in - 1) : 0;
            case ASYMMETRIC -> i / scale;
            case TF_HALF_PIXEL_FOR_NN -> (i + 0.5) / scale;
            case TF_CROP_AND_RESIZE ->
                    out > 1
                            ? begin * (in - 1) + i * (end - begin) * (in - 1) / (out - 1)
                            : 0.5 * (begin + end) * (in - 1);
        };
    }

    /** Whether that place lies outside of the input. */
    boolean isOutside(int i, Resize.Coordinates coordinates) {
        double place = place(i, coordinates);
        return place < 0 || place > in - 1;
    }

    /** The element nearest to the place; -1 outside of a region of interest. */
    int nearest(int i, Resize.Coordinates coordinates, Resize.Nearest rounding) {
        if (isIdentity(coordinates)) {
            return i;
        }
        if (coordinates == Resize.Coordinates.TF_CROP_AND_RESIZE && isOutside(i, coordinates)) {
            return -1;
        }
        double place = place(i, coordinates);
        double rounded =
                switch (rounding) {
                    case ROUND_PREFER_FLOOR -> Math.ceil(place - 0.5);
                    case ROUND_PREFER_CEIL -> Math.floor(place + 0.5);
                    case FLOOR -> Math.floor(place);
                    case CEIL -> Math.ceil(place);
                };
        return (int) Math.clamp(rounded, 0, in - 1);
    }
}
