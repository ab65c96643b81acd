package dev.lanewise.model.op;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Convolution of x [N, C, D1, ...] with w [M, C / groups, K1, ...] and optional bias [M]; a fused
 * residual is input 3.
 *
 * @param window strides, pads, dilations
 * @param groups ONNX {@code group}
 * @param epilogue what is fused behind it
 */
public record Conv(SpatialWindow window, int groups, Epilogue epilogue) implements Op {

    /**
     * @throws IllegalArgumentException if groups is below 1
     */
    public Conv {
        if (groups < 1) {
            throw new IllegalArgumentException("expected group of at least 1, actual " + groups);
        }
    }

    @Override
    public String type() {
        return "Conv";
    }

    /** This convolution with another epilogue. */
    public Conv with(Epilogue other) {
        return new Conv(window, groups, other);
    }

    /** The window along each spatial axis. */
    public List<SpatialWindow.Axis> axes(Inputs in) {
        Shape x = in.shape(0, 3);
        Shape w = in.shape(1);
        in.check(w.rank() == x.rank(), "expected weights of rank " + x.rank() + ", actual " + w);
        List<Integer> sizes = tail(w);
        in.check(
                window.kernel().isEmpty() || window.kernel().equals(sizes),
                "expected kernel_shape to equal the weights' "
                        + sizes
                        + ", actual "
                        + window.kernel());
        return window.resolve(in, tail(x), sizes);
    }

    /** The spatial extents of a shape [N, C, D1, ...]. */
    static List<Integer> tail(Shape shape) {
        return IntStream.range(2, shape.rank()).mapToObj(shape::dim).toList();
    }

    /** [N, channels, out1, ...]. */
    static Shape imageShape(int batch, int channels, List<SpatialWindow.Axis> axes) {
        return Shape.of(
                IntStream.concat(
                                IntStream.of(batch, channels),
                                axes.stream().mapToInt(SpatialWindow.Axis::out))
                        .toArray());
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 3);
        Shape w = in.shape(1, 3);
        in.checkType(1, in.type(0).dtype());
        List<SpatialWindow.Axis> axes = axes(in);
        in.check(
                (long) w.dim(1) * groups == x.dim(1),
                "weight in_channels expected "
                        + (double) x.dim(1) / groups
                        + " from input "
                        + x
                        + " with groups="
                        + groups
                        + ", actual "
                        + w.dim(1));
        in.check(
                w.dim(0) % groups == 0,
                "expected groups=" + groups + " to divide out_channels, actual " + w.dim(0));
        in.check(
                !in.has(2) || in.shape(2).equals(Shape.of(w.dim(0))),
                "expected a bias of ["
                        + w.dim(0)
                        + "], actual "
                        + (in.has(2) ? in.shape(2) : "none"));
        return List.of(in.type(0).withShape(imageShape(x.dim(0), w.dim(0), axes)));
    }
}
