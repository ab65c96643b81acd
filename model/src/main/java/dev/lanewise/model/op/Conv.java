package dev.lanewise.model.op;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Prologue;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Convolution of x [N, C, D1, ...] with w [M, C / groups, K1, ...] and optional bias [M]; a fused
 * residual is input 3. With a prologue, input 4 is what x is multiplied by, [N or 1, C, 1, ...],
 * and input 5 what is added then, [1, C, 1, ...], if {@link Prologue#shift}.
 *
 * @param window strides, pads, dilations
 * @param groups ONNX {@code group}
 * @param prologue what is fused before it; only if the window is one element without padding
 * @param epilogue what is fused behind it
 */
public record Conv(SpatialWindow window, int groups, @Nullable Prologue prologue, Epilogue epilogue)
        implements Op {

    /** Without a prologue. */
    public Conv(SpatialWindow window, int groups, Epilogue epilogue) {
        this(window, groups, null, epilogue);
    }

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
        return new Conv(window, groups, prologue, other);
    }

    /** This convolution with another prologue. */
    public Conv with(Prologue other) {
        return new Conv(window, groups, other, epilogue);
    }

    /** The window along each spatial axis. */
    public List<SpatialWindow.Axis> axes(Inputs in) {
        return axes(in, in.shape(0, 3), in.shape(1));
    }

    private List<SpatialWindow.Axis> axes(Inputs in, Shape x, Shape w) {
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
        in.checkFloats(0);
        in.checkType(1, in.type(0).dtype());
        if (prologue != null) {
            checkPrologue(in, prologue);
        }
        return List.of(in.type(0).withShape(shape(in, 0, 1, 2)));
    }

    private void checkPrologue(Inputs in, Prologue fused) {
        Shape x = in.shape(0, 3);
        int images = fused.perImage() ? x.dim(0) : 1;
        in.check(
                axes(in).stream().allMatch(a -> a.kernel() == 1 && a.begin() == 0 && a.end() == 0),
                "expected a window of one element without padding behind a prologue");
        in.check(
                in.shape(4).equals(channels(x, images)),
                "expected scales of " + channels(x, images) + ", actual " + in.shape(4));
        in.check(
                !fused.shift() || in.shape(5).equals(channels(x, 1)),
                "expected shifts of " + channels(x, 1));
    }

    private static Shape channels(Shape x, int images) {
        int[] dims = new int[x.rank()];
        Arrays.fill(dims, 1);
        dims[0] = images;
        dims[1] = x.dim(1);
        return Shape.of(dims);
    }

    /** Shape of the convolution of input x with input w; the bias may be absent. */
    Shape shape(Inputs in, int xInput, int wInput, int biasInput) {
        Shape x = in.shape(xInput, 3);
        Shape w = in.shape(wInput, 3);
        List<SpatialWindow.Axis> axes = axes(in, x, w);
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
        if (biasInput >= 0 && in.has(biasInput)) {
            in.check(
                    in.shape(biasInput).equals(Shape.of(w.dim(0))),
                    "expected a bias of [" + w.dim(0) + "], actual " + in.shape(biasInput));
        }
        return imageShape(x.dim(0), w.dim(0), axes);
    }

    @Override
    public long workPerElement(Inputs in) {
        return in.shape(1).elements() / Math.max(1, in.shape(1).dim(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor w = IndexedCopy.required(inputs, 1);
        Tensor bias = IndexedCopy.optional(inputs, 2);
        Tensor residual = IndexedCopy.optional(inputs, 3);
        Tensor y = outputs.getFirst();
        List<Integer> extents = tail(x.shape());
        WindowCells cells = new WindowCells(window.resolve(extents, tail(w.shape())), extents);
        double[] values = x.toDoubleArray();
        if (prologue != null) {
            apply(prologue, inputs, x.shape(), values);
        }
        double[] weights = w.toDoubleArray();
        int rank = x.shape().rank();
        int plane = x.shape().product(2, rank);
        int size = w.shape().product(2, rank);
        int positions = y.shape().product(2, rank);
        int inChannels = w.shape().dim(1);
        int outChannels = w.shape().dim(0);
        for (int p = 0; p < positions; p++) {
            cells.moveTo(p);
            for (int i = 0; i < x.shape().dim(0) * outChannels; i++) {
                int n = i / outChannels;
                int m = i % outChannels;
                int group = m / (outChannels / groups);
                double sum = bias == null ? 0 : bias.getDouble(m);
                for (int c = 0; c < inChannels; c++) {
                    int from = ((n * groups + group) * inChannels + c) * plane;
                    int weight = (m * inChannels + c) * size;
                    for (int j = 0; j < cells.count(); j++) {
                        sum += values[from + cells.offset(j)] * weights[weight + cells.cell(j)];
                    }
                }
                int out = i * positions + p;
                sum += residual == null ? 0 : residual.getDouble(out);
                y.setDouble(out, epilogue.activation().apply(sum));
            }
        }
    }

    private static void apply(
            Prologue prologue, List<@Nullable Tensor> inputs, Shape x, double[] values) {
        Tensor scale = IndexedCopy.required(inputs, 4);
        Tensor shift = IndexedCopy.optional(inputs, 5);
        int plane = x.product(2, x.rank());
        for (int i = 0; i < values.length; i++) {
            int channel = i / plane;
            int c = channel % x.dim(1);
            double scaled = values[i] * scale.getDouble(prologue.perImage() ? channel : c);
            values[i] =
                    prologue.activation().apply(scaled + (shift == null ? 0 : shift.getDouble(c)));
        }
    }
}
