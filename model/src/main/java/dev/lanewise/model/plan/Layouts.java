package dev.lanewise.model.plan;

import dev.lanewise.kernels.Layout;
import dev.lanewise.model.Shape;

import java.util.ArrayList;
import java.util.List;

/**
 * How shapes of any rank are seen as [N, C, H, W]; the row-major order of elements stays the same.
 */
final class Layouts {

    private Layouts() {}

    /** Row-major: [N, C, H, W] or [N, C, L] as an image, everything else as one run. */
    static Layout plain(Shape shape) {
        return switch (shape.rank()) {
            case 4 -> Layout.nchw(shape.dim(0), shape.dim(1), shape.dim(2), shape.dim(3));
            case 3 -> Layout.nchw(shape.dim(0), shape.dim(1), 1, shape.dim(2));
            default -> Layout.flat(shape.elements());
        };
    }

    /** Whether values of this shape can be channel-blocked. */
    static boolean isImage(Shape shape) {
        return shape.rank() == 3 || shape.rank() == 4;
    }

    /** Whether the elements lie in row-major order from the start. */
    static boolean isPlain(Layout layout) {
        if (layout.hasHalo()) {
            return false;
        }
        boolean onePixel = layout.height() == 1 && layout.width() == 1;
        boolean fullBlocks = layout.channels() % layout.block() == 0 || layout.batch() == 1;
        return layout.block() == 1 || onePixel && fullBlocks;
    }

    /** This layout's [N, C, H, W] in row-major order. */
    static Layout plain(Layout layout) {
        return Layout.nchw(layout.batch(), layout.channels(), layout.height(), layout.width());
    }

    /**
     * The operands and the result of a broadcasting function as images, neighbouring axes that
     * broadcast alike joined; empty if more than four axes remain.
     *
     * @return layouts of a, b and y
     */
    static List<Layout> broadcast(Shape a, Shape b, Shape y) {
        Shape pa = a.padded(y.rank());
        Shape pb = b.padded(y.rank());
        List<int[]> axes = new ArrayList<>();
        boolean lastA = false;
        boolean lastB = false;
        for (int i = 0; i < y.rank(); i++) {
            if (y.dim(i) == 1) {
                continue;
            }
            boolean spreadA = pa.dim(i) == 1;
            boolean spreadB = pb.dim(i) == 1;
            if (axes.isEmpty() || spreadA != lastA || spreadB != lastB) {
                axes.add(new int[] {1, 1, 1});
            }
            int[] joined = axes.getLast();
            joined[0] *= pa.dim(i);
            joined[1] *= pb.dim(i);
            joined[2] *= y.dim(i);
            lastA = spreadA;
            lastB = spreadB;
        }
        if (axes.size() > 4) {
            return List.of();
        }
        while (axes.size() < 4) {
            axes.addFirst(new int[] {1, 1, 1});
        }
        List<Layout> layouts = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            layouts.add(
                    Layout.nchw(axes.get(0)[k], axes.get(1)[k], axes.get(2)[k], axes.get(3)[k]));
        }
        return layouts;
    }
}
