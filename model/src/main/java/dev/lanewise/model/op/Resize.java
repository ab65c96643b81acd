package dev.lanewise.model.op;

import dev.lanewise.kernels.ResampleAxis;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Changes extents by interpolation. Inputs: x; optional region of interest, constant; optional
 * scales, constant; optional extents of the output, constant, of which there must be one.
 *
 * @param mode how values in between are found
 * @param coordinates which place of the input an element of the output is at
 * @param nearest how NEAREST rounds
 * @param cubicA coefficient of CUBIC
 * @param excludeOutside whether elements outside of the input have no weight
 * @param extrapolation value outside of the region of interest
 * @param antialias whether shrinking averages over all that it skips
 * @param policy what extents mean where they don't have the input's ratio
 * @param axes the axes that scales or extents are for; empty for all
 */
public record Resize(
        Mode mode,
        Coordinates coordinates,
        Nearest nearest,
        float cubicA,
        boolean excludeOutside,
        float extrapolation,
        boolean antialias,
        Policy policy,
        List<Integer> axes)
        implements Op {

    /** How values in between are found. */
    public enum Mode {
        /** The nearest element. */
        NEAREST,
        /** Linearly between two elements along each axis. */
        LINEAR,
        /** By a cubic through four elements along each axis. */
        CUBIC
    }

    /** Which place x of the input an element i of the output is at, along an axis. */
    public enum Coordinates {
        /** (i + 1/2) / scale - 1/2. */
        HALF_PIXEL,
        /** As HALF_PIXEL, around the centre where the extent was rounded. */
        HALF_PIXEL_SYMMETRIC,
        /** As HALF_PIXEL, 0 where there is one element only. */
        PYTORCH_HALF_PIXEL,
        /** First and last elements fall on each other. */
        ALIGN_CORNERS,
        /** i / scale. */
        ASYMMETRIC,
        /** (i + 1/2) / scale. */
        TF_HALF_PIXEL_FOR_NN,
        /** First and last elements fall on the borders of the region of interest. */
        TF_CROP_AND_RESIZE
    }

    /** How NEAREST rounds. */
    public enum Nearest {
        /** Halves go down. */
        ROUND_PREFER_FLOOR,
        /** Halves go up. */
        ROUND_PREFER_CEIL,
        /** Down. */
        FLOOR,
        /** Up. */
        CEIL
    }

    /** What extents mean where they don't have the input's ratio. */
    public enum Policy {
        /** They are the output's. */
        STRETCH,
        /** The ratio is kept, none is exceeded. */
        NOT_LARGER,
        /** The ratio is kept, none falls short. */
        NOT_SMALLER
    }

    /** Copies the list. */
    public Resize {
        axes = List.copyOf(axes);
    }

    /** Older forms: opset 10 and Upsample. */
    public static Resize of(Mode mode) {
        return new Resize(
                mode,
                Coordinates.ASYMMETRIC,
                Nearest.FLOOR,
                -0.75f,
                false,
                0,
                false,
                Policy.STRETCH,
                List.of());
    }

    @Override
    public String type() {
        return "Resize";
    }

    @Override
    public long workPerElement(Inputs in) {
        return mode == Mode.NEAREST ? 1 : 16;
    }

    private int axis(int i, int rank) {
        int a = axes.isEmpty() ? i : axes.get(i);
        return a < 0 ? a + rank : a;
    }

    /** For each axis of x: input extent, output extent, scale, begin and end of the region. */
    private ResizedAxis[] resized(
            Shape x, @Nullable Tensor roi, @Nullable Tensor scales, @Nullable Tensor sizes) {
        int rank = x.rank();
        int count = axes.isEmpty() ? rank : axes.size();
        ResizedAxis[] resized = new ResizedAxis[rank];
        for (int i = 0; i < rank; i++) {
            resized[i] = new ResizedAxis(x.dim(i), x.dim(i), 1, 0, 1);
        }
        for (int i = 0; i < count; i++) {
            int a = axis(i, rank);
            double scale = scales != null ? scales.getDouble(i) : scale(x, sizes, i);
            double begin = roi == null ? 0 : roi.getDouble(i);
            double end = roi == null ? 1 : roi.getDouble(count + i);
            double exact = x.dim(a) * (end - begin) * scale;
            long out;
            if (scales != null) {
                out =
                        (long)
                                Math.floor(
                                        coordinates == Coordinates.TF_CROP_AND_RESIZE
                                                ? exact
                                                : x.dim(a) * scale);
            } else if (policy == Policy.STRETCH) {
                out = Objects.requireNonNull(sizes).getLong(i);
            } else {
                out = Math.round(scale * x.dim(a));
            }
            resized[a] = new ResizedAxis(x.dim(a), out, scale, begin, end);
        }
        return resized;
    }

    private double scale(Shape x, @Nullable Tensor sizes, int i) {
        Objects.requireNonNull(sizes);
        if (policy == Policy.STRETCH) {
            return (double) sizes.getLong(i) / x.dim(axis(i, x.rank()));
        }
        double scale = policy == Policy.NOT_LARGER ? Double.MAX_VALUE : 0;
        for (int j = 0; j < sizes.shape().elements(); j++) {
            double one = (double) sizes.getLong(j) / x.dim(axis(j, x.rank()));
            scale = policy == Policy.NOT_LARGER ? Math.min(scale, one) : Math.max(scale, one);
        }
        return scale;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0);
        int count = axes.isEmpty() ? x.rank() : axes.size();
        for (int axis : axes) {
            in.axis(axis, x.rank());
        }
        Tensor scales = parameter(in, 2, "the scales", count);
        Tensor sizes = parameter(in, 3, "the sizes", count);
        in.check(
                (scales == null) != (sizes == null),
                "expected either scales or sizes, actual " + (scales == null ? "none" : "both"));
        Tensor roi =
                coordinates == Coordinates.TF_CROP_AND_RESIZE
                        ? parameter(in, 1, "the region", 2 * count)
                        : null;
        long[] dims = new long[x.rank()];
        ResizedAxis[] resized = resized(x, roi, scales, sizes);
        for (int i = 0; i < dims.length; i++) {
            dims[i] = resized[i].out();
            in.check(
                    resized[i].scale() > 0 && (x.dim(i) > 0 || dims[i] == 0),
                    "expected scales above 0 and elements to interpolate, actual "
                            + resized[i].scale()
                            + " on axis "
                            + i
                            + " of "
                            + x);
        }
        return List.of(in.type(0).withShape(Shape.of(dims)));
    }

    /**
     * Where the elements along an axis come from, or null if some come from outside of x.
     *
     * @param in with constant scales or sizes
     */
    public @Nullable ResampleAxis axis(Inputs in, int axis) {
        if (coordinates == Coordinates.TF_CROP_AND_RESIZE) {
            return null;
        }
        int count = axes.isEmpty() ? in.shape(0).rank() : axes.size();
        Tensor scales = parameter(in, 2, "the scales", count);
        Tensor sizes = parameter(in, 3, "the sizes", count);
        ResizedAxis resized = resized(in.shape(0), null, scales, sizes)[axis];
        int size = Math.toIntExact(resized.out());
        if (resized.isIdentity(coordinates)) {
            return ResampleAxis.identity(size);
        }
        if (mode == Mode.NEAREST) {
            return ResampleAxis.copy(
                    IntStream.range(0, size)
                            .map(i -> resized.nearest(i, coordinates, nearest))
                            .toArray());
        }
        return InterpolationTaps.axis(this, resized);
    }

    /** A constant input, null if absent or empty. */
    private static @Nullable Tensor parameter(Inputs in, int i, String what, int count) {
        if (!in.has(i) || in.shape(i).elements() == 0) {
            return null;
        }
        Tensor tensor = in.constant(i, what);
        in.check(
                tensor.shape().elements() == count,
                "expected " + count + " values of " + what + ", actual " + tensor);
        return tensor;
    }

    private static @Nullable Tensor parameter(List<@Nullable Tensor> inputs, int i) {
        Tensor tensor = IndexedCopy.optional(inputs, i);
        return tensor == null || tensor.shape().elements() == 0 ? null : tensor;
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        boolean crops = coordinates == Coordinates.TF_CROP_AND_RESIZE;
        ResizedAxis[] resized =
                resized(
                        x.shape(),
                        crops ? parameter(inputs, 1) : null,
                        parameter(inputs, 2),
                        parameter(inputs, 3));
        if (y.shape().elements() == 0) {
            return;
        }
        if (mode == Mode.NEAREST) {
            Tensor fill = Tensor.allocate(Arena.ofAuto(), x.dtype(), Shape.of(1));
            fill.setDouble(0, extrapolation);
            IndexedCopy.copy(
                    x, y, fill, (axis, out) -> resized[axis].nearest(out, coordinates, nearest));
            return;
        }
        double[] values = x.toDoubleArray();
        Shape shape = x.shape();
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (!resized[axis].isIdentity(coordinates)) {
                values = alongAxis(values, shape, axis, resized[axis]);
                shape = shape.with(axis, resized[axis].out());
            }
        }
        Walk walk = new Walk(shape);
        for (int i = 0; i < values.length; i++) {
            boolean outside = false;
            for (int axis = 0; crops && axis < shape.rank(); axis++) {
                outside |= resized[axis].isOutside(walk.index(axis), coordinates);
            }
            y.setDouble(i, outside ? extrapolation : values[i]);
            walk.next();
        }
    }

    /**
     * What {@link ResizeGradient} computes: dy, handed back along each axis to the elements that it
     * was interpolated from.
     *
     * @param x the input's shape
     * @param inputs of the gradient: region of interest, scales and extents from index 2 on
     */
    double[] gradient(Shape x, Tensor dy, List<@Nullable Tensor> inputs) {
        boolean crops = coordinates == Coordinates.TF_CROP_AND_RESIZE;
        ResizedAxis[] resized =
                resized(
                        x,
                        crops ? parameter(inputs, 2) : null,
                        parameter(inputs, 3),
                        parameter(inputs, 4));
        double[] values = dy.toDoubleArray();
        Shape shape = dy.shape();
        if (crops) {
            Walk walk = new Walk(shape);
            for (int i = 0; i < values.length; i++) {
                for (int axis = 0; axis < shape.rank(); axis++) {
                    boolean outside = resized[axis].isOutside(walk.index(axis), coordinates);
                    values[i] = outside ? 0 : values[i];
                }
                walk.next();
            }
        }
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            if (!resized[axis].isIdentity(coordinates)) {
                values = backAlongAxis(values, shape, axis, resized[axis]);
                shape = shape.with(axis, x.dim(axis));
            }
        }
        return values;
    }

    private double[] backAlongAxis(double[] values, Shape shape, int axis, ResizedAxis resized) {
        int inner = shape.product(axis + 1, shape.rank());
        int outer = shape.product(0, axis);
        int out = (int) resized.out();
        double[] results = new double[outer * resized.in() * inner];
        for (int o = 0; o < out; o++) {
            InterpolationTaps taps = InterpolationTaps.of(this, resized, o);
            for (int i = 0; i < outer; i++) {
                for (int j = 0; j < inner; j++) {
                    double value = values[(i * out + o) * inner + j];
                    for (int t = 0; t < taps.count(); t++) {
                        int to = (i * resized.in() + taps.index(t)) * inner + j;
                        results[to] += taps.weight(t) * value;
                    }
                }
            }
        }
        return results;
    }

    private double[] alongAxis(double[] values, Shape shape, int axis, ResizedAxis resized) {
        int inner = shape.product(axis + 1, shape.rank());
        int outer = shape.product(0, axis);
        int out = (int) resized.out();
        double[] results = new double[outer * out * inner];
        for (int o = 0; o < out; o++) {
            InterpolationTaps taps = InterpolationTaps.of(this, resized, o);
            for (int i = 0; i < outer; i++) {
                for (int j = 0; j < inner; j++) {
                    double sum = 0;
                    for (int t = 0; t < taps.count(); t++) {
                        int from = (i * resized.in() + taps.index(t)) * inner + j;
                        sum += taps.weight(t) * values[from];
                    }
                    results[(i * out + o) * inner + j] = sum;
                }
            }
        }
        return results;
    }
}
