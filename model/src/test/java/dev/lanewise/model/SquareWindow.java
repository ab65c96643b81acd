package dev.lanewise.model;

import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.SpatialWindow;

import java.util.Collections;

/** Windows that are the same in both axes. */
final class SquareWindow {

    private SquareWindow() {}

    static SpatialWindow of(int kernel, int stride, int pad) {
        return of(kernel, stride, pad, 1, false);
    }

    static SpatialWindow of(int kernel, int stride, int pad, int dilation, boolean ceil) {
        return new SpatialWindow(
                Collections.nCopies(2, kernel),
                Collections.nCopies(2, stride),
                Collections.nCopies(4, pad),
                Collections.nCopies(2, dilation),
                AutoPad.NOTSET,
                ceil);
    }
}
