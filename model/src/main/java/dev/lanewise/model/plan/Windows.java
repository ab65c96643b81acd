package dev.lanewise.model.plan;

import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Window;
import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.SpatialWindow;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.IntStream;

/** ONNX's windows over one or two axes as the window of a kernel. */
final class Windows {

    private Windows() {}

    static Window of(List<SpatialWindow.Axis> axes) {
        SpatialWindow.Axis h =
                axes.size() == 2 ? axes.getFirst() : new SpatialWindow.Axis(1, 1, 1, 0, 0, 1);
        SpatialWindow.Axis w = axes.getLast();
        return new Window(
                h.kernel(),
                w.kernel(),
                h.stride(),
                w.stride(),
                h.begin(),
                w.begin(),
                h.dilation(),
                w.dilation());
    }

    /** A pooling node over an image with this layout. */
    static PoolSpec pool(
            Planner planner, Node node, PoolSpec.Kind kind, SpatialWindow window, Layout x) {
        Shape shape = planner.type(node.input(0)).shape();
        List<Integer> extents = IntStream.range(2, shape.rank()).mapToObj(shape::dim).toList();
        List<SpatialWindow.Axis> axes =
                window.resolve(planner.inputs(node), extents, window.kernel());
        return pool(kind, x, planner.outputLayout(node, x.block()), axes);
    }

    /** A pooling with this window. */
    static PoolSpec pool(PoolSpec.Kind kind, Layout x, Layout y, List<SpatialWindow.Axis> axes) {
        int padBottom = axes.size() == 2 ? axes.getFirst().end() : 0;
        return new PoolSpec(kind, x, y, of(axes), padBottom, axes.getLast().end());
    }

    /** The zeros that a convolution with this window reads around an input. */
    static Halo halo(List<SpatialWindow.Axis> axes, int height, int width) {
        Window window = of(axes);
        int outHeight = axes.size() == 2 ? axes.getFirst().out() : 1;
        int outWidth = axes.getLast().out();
        return new Halo(
                window.padTop(),
                window.padLeft(),
                window.haloBottom(height, outHeight),
                window.haloRight(width, outWidth));
    }

    /**
     * The zeros that a transposed convolution with this window reads around an input, or null where
     * the output is far larger than all that the input reaches.
     */
    static @Nullable Halo transposedHalo(List<SpatialWindow.Axis> axes, Layout x, Layout y) {
        Window window = of(axes);
        int bottom = window.transposedHaloBottom(x.height(), y.height());
        int right = window.transposedHaloRight(x.width(), y.width());
        boolean beyond =
                bottom > window.kernelH() * window.dilationH()
                        || right > window.kernelW() * window.dilationW();
        return beyond
                ? null
                : new Halo(window.transposedHaloTop(), window.transposedHaloLeft(), bottom, right);
    }
}
