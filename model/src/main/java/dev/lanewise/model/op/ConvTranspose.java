package dev.lanewise.model.op;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Transposed convolution of x [N, C, D1, ...] with w [C, M / groups, K1, ...] and optional bias
 * [M]: what a convolution's gradient does with its input.
 *
 * @param window kernel, strides, pads, dilations
 * @param groups ONNX {@code group}
 * @param outputPadding elements appended to each output axis; empty for none
 * @param outputShape extents of the output, from which pads are found; empty to find them from pads
 * @param activation fused behind it
 */
public record ConvTranspose(
        SpatialWindow window,
        int groups,
        List<Integer> outputPadding,
        List<Integer> outputShape,
        Unary activation)
        implements Op {

    /** Without an activation. */
    public ConvTranspose(
            SpatialWindow window,
            int groups,
            List<Integer> outputPadding,
            List<Integer> outputShape) {
        this(window, groups, outputPadding, outputShape, Unary.IDENTITY);
    }

    /**
     * @throws IllegalArgumentException if groups is below 1 or a padding below 0
     */
    public ConvTranspose {
        outputPadding = List.copyOf(outputPadding);
        outputShape = List.copyOf(outputShape);
        if (groups < 1) {
            throw new IllegalArgumentException("expected group of at least 1, actual " + groups);
        }
        if (outputPadding.stream().anyMatch(p -> p < 0)) {
            throw new IllegalArgumentException(
                    "expected output_padding of at least 0, actual " + outputPadding);
        }
    }

    @Override
    public String type() {
        return "ConvTranspose";
    }

    @Override
    public long workPerElement(Inputs in) {
        return in.shape(1).elements() / Math.max(1, in.shape(1).dim(1));
    }

    /** This operator with an activation. */
    public ConvTranspose with(Unary activation) {
        return new ConvTranspose(window, groups, outputPadding, outputShape, activation);
    }

    /** The window along each axis, seen from the output; the positions are the input's. */
    public List<SpatialWindow.Axis> axes(Inputs in, Shape y) {
        return axes(in.shape(0), in.shape(1), Conv.tail(y));
    }

    private List<SpatialWindow.Axis> axes(Shape x, Shape w, List<Integer> out) {
        return IntStream.range(0, x.rank() - 2)
                .mapToObj(i -> axis(x.dim(i + 2), w.dim(i + 2), i, out.get(i)))
                .toList();
    }

    private SpatialWindow.Axis axis(int in, int kernel, int i, int out) {
        int stride = window.stride(i);
        int dilation = window.dilation(i);
        long begin = window.begin(i);
        if (!outputShape.isEmpty() || isSame()) {
            // An output larger than all that the input reaches grows at its end.
            long total = Math.max(0, total(in, kernel, i) - out);
            begin = window.autoPad() == AutoPad.SAME_UPPER ? total / 2 : total - total / 2;
        }
        return new SpatialWindow.Axis(kernel, stride, dilation, (int) begin, 0, in);
    }

    private boolean isSame() {
        return window.autoPad() == AutoPad.SAME_UPPER || window.autoPad() == AutoPad.SAME_LOWER;
    }

    /** Output extent without pads. */
    private long total(int in, int kernel, int i) {
        return (long) window.stride(i) * (in - 1)
                + (outputPadding.isEmpty() ? 0 : outputPadding.get(i))
                + (long) (kernel - 1) * window.dilation(i)
                + 1;
    }

    private long out(int in, int kernel, int i) {
        if (!outputShape.isEmpty()) {
            return outputShape.get(i);
        }
        if (isSame()) {
            return (long) in * window.stride(i);
        }
        return total(in, kernel, i) - window.begin(i) - window.end(i);
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 3);
        Shape w = in.shape(1);
        in.checkType(1, in.type(0).dtype());
        in.check(
                w.rank() == x.rank() && w.dim(0) == x.dim(1) && w.dim(0) % groups == 0,
                "expected weights of rank "
                        + x.rank()
                        + " with in_channels "
                        + x.dim(1)
                        + ", a multiple of groups="
                        + groups
                        + ", actual "
                        + w);
        window.checkAxes(x.rank() - 2);
        in.check(
                window.kernel().isEmpty() || window.kernel().equals(Conv.tail(w)),
                "expected kernel_shape to equal the weights' " + w + ", actual " + window.kernel());
        in.check(
                (outputShape.isEmpty() || outputShape.size() == x.rank() - 2)
                        && (outputPadding.isEmpty() || outputPadding.size() == x.rank() - 2),
                "expected output_shape and output_padding of " + (x.rank() - 2) + " axes");
        long[] dims = new long[x.rank()];
        dims[0] = x.dim(0);
        dims[1] = (long) w.dim(1) * groups;
        for (int i = 0; i < x.rank() - 2; i++) {
            dims[i + 2] = out(x.dim(i + 2), w.dim(i + 2), i);
            in.check(
                    dims[i + 2] > 0,
                    "expected an output of at least 1 on axis " + i + ", actual " + dims[i + 2]);
        }
        in.check(
                !in.has(2) || in.shape(2).equals(Shape.of(dims[1])),
                "expected a bias of [" + dims[1] + "]");
        return List.of(in.type(0).withShape(Shape.of(dims)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor w = IndexedCopy.required(inputs, 1);
        Tensor bias = IndexedCopy.optional(inputs, 2);
        Tensor y = outputs.getFirst();
        List<Integer> extents = Conv.tail(y.shape());
        WindowCells cells = new WindowCells(axes(x.shape(), w.shape(), extents), extents);
        double[] values = x.toDoubleArray();
        double[] weights = w.toDoubleArray();
        int rank = x.shape().rank();
        int plane = y.shape().product(2, rank);
        int size = w.shape().product(2, rank);
        int positions = x.shape().product(2, rank);
        int channels = x.shape().dim(1);
        int outChannels = w.shape().dim(1);
        double[] sums = new double[y.shape().elements()];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = bias == null ? 0 : bias.getDouble(i / plane % (outChannels * groups));
        }
        for (int p = 0; p < positions; p++) {
            cells.moveTo(p);
            for (int i = 0; i < x.shape().dim(0) * channels; i++) {
                int n = i / channels;
                int c = i % channels;
                int group = c / (channels / groups);
                double value = values[i * positions + p];
                for (int m = 0; m < outChannels; m++) {
                    int to = ((n * groups + group) * outChannels + m) * plane;
                    int weight = (c * outChannels + m) * size;
                    for (int j = 0; j < cells.count(); j++) {
                        sums[to + cells.offset(j)] += value * weights[weight + cells.cell(j)];
                    }
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            y.setDouble(i, activation.apply(sums[i]));
        }
    }
}
