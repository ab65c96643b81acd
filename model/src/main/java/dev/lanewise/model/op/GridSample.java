package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Takes x [N, C, D1, ...] at the places in a grid [N, E1, ..., axes], from -1 to 1 along each axis,
 * the last axis first.
 *
 * @param mode how values in between are found
 * @param padding what lies outside
 * @param alignCorners whether -1 and 1 are the centres of the first and last elements rather than
 *     their outer borders
 */
public record GridSample(Resize.Mode mode, Padding padding, boolean alignCorners)
        implements PlainOp {

    /** What lies outside of the input. */
    public enum Padding {
        /** Zeros. */
        ZEROS,
        /** The nearest element. */
        BORDER,
        /** The input mirrored. */
        REFLECTION
    }

    private static final float CUBIC_A = -0.75f;

    @Override
    public String type() {
        return "GridSample";
    }

    @Override
    public long workPerElement(Inputs in) {
        return 64;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 3);
        Shape grid = in.shape(1);
        in.check(
                grid.rank() == x.rank() && grid.dim(0) == x.dim(0) && grid.dim(-1) == x.rank() - 2,
                "expected a grid [N, ..., " + (x.rank() - 2) + "] for " + x + ", actual " + grid);
        in.check(in.type(1).dtype().isFloat(), "expected a grid of floats, actual " + in.type(1));
        in.check(x.elements() > 0, "expected elements to sample, actual " + x);
        int[] dims = x.dims();
        for (int i = 2; i < dims.length; i++) {
            dims[i] = grid.dim(i - 1);
        }
        return List.of(in.type(0).withShape(Shape.of(dims)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor grid = IndexedCopy.required(inputs, 1);
        Tensor y = outputs.getFirst();
        int rank = x.shape().rank();
        int axes = rank - 2;
        int plane = x.shape().product(2, rank);
        int positions = y.shape().product(2, rank);
        int channels = x.shape().dim(1);
        for (int i = 0; i < y.shape().dim(0) * positions; i++) {
            InterpolationTaps[] taps = new InterpolationTaps[axes];
            for (int a = 0; a < axes; a++) {
                double at = grid.getDouble(i * axes + axes - 1 - a);
                taps[a] = taps(at, x.shape().dim(a + 2));
            }
            int n = i / positions;
            for (int c = 0; c < channels; c++) {
                int from = (n * channels + c) * plane;
                y.setDouble((n * channels + c) * positions + i % positions, sum(x, from, taps, 0));
            }
        }
    }

    /** The weighted sum over the taps of all axes from one on. */
    private static double sum(Tensor x, int from, InterpolationTaps[] taps, int axis) {
        if (axis == taps.length) {
            return x.getDouble(from);
        }
        int inner = x.shape().product(axis + 3, x.shape().rank());
        double sum = 0;
        for (int t = 0; t < taps[axis].count(); t++) {
            // An index of -1 is a zero outside.
            if (taps[axis].index(t) >= 0) {
                sum +=
                        taps[axis].weight(t)
                                * sum(x, from + taps[axis].index(t) * inner, taps, axis + 1);
            }
        }
        return sum;
    }

    private InterpolationTaps taps(double at, int extent) {
        double place = alignCorners ? (at + 1) / 2 * (extent - 1) : ((at + 1) * extent - 1) / 2;
        if (!(Math.abs(place) < 1 << 30)) {
            // Far outside, or no number.
            place = place > 0 ? 1 << 30 : -(1 << 30);
        }
        if (padding == Padding.BORDER && mode != Resize.Mode.CUBIC) {
            place = Math.clamp(place, 0, extent - 1);
        } else if (padding == Padding.REFLECTION && mode != Resize.Mode.CUBIC) {
            place = reflected(place, extent);
        }
        InterpolationTaps taps =
                mode == Resize.Mode.NEAREST
                        ? new InterpolationTaps(
                                new int[] {(int) Math.rint(place)}, new double[] {1})
                        : InterpolationTaps.at(place, mode == Resize.Mode.CUBIC, CUBIC_A);
        for (int t = 0; t < taps.count(); t++) {
            int index = taps.index(t);
            if (index < 0 || index >= extent) {
                taps.indices()[t] =
                        switch (padding) {
                            case ZEROS -> -1;
                            case BORDER -> Math.clamp(index, 0, extent - 1);
                            case REFLECTION ->
                                    Math.clamp(
                                            (int) Math.rint(reflected(index, extent)),
                                            0,
                                            extent - 1);
                        };
            }
        }
        return taps;
    }

    /** A place mirrored at the borders until it lies within. */
    private double reflected(double place, int extent) {
        double low = alignCorners ? 0 : -0.5;
        double range = alignCorners ? extent - 1 : extent;
        if (range == 0) {
            return 0;
        }
        double from = Math.abs(place - low);
        double within = from % range;
        return (long) (from / range) % 2 == 0 ? low + within : low + range - within;
    }
}
