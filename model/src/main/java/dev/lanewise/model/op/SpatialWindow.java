package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Inputs;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The sliding-window attributes that ONNX's convolutions and poolings share, over any number of
 * spatial axes.
 *
 * @param kernel extents, empty for a convolution (its weights tell)
 * @param strides empty for ones
 * @param pads all beginnings, then all ends; empty for zeros
 * @param dilations empty for ones
 * @param autoPad how padding is found
 * @param ceilMode whether a last, partial window counts
 */
public record SpatialWindow(
        List<Integer> kernel,
        List<Integer> strides,
        List<Integer> pads,
        List<Integer> dilations,
        AutoPad autoPad,
        boolean ceilMode) {

    /**
     * @throws IllegalArgumentException if an extent, stride or dilation is below 1
     */
    public SpatialWindow {
        kernel = List.copyOf(kernel);
        strides = List.copyOf(strides);
        pads = List.copyOf(pads);
        dilations = List.copyOf(dilations);
        positive("kernel_shape", kernel);
        positive("strides", strides);
        positive("dilations", dilations);
        if (pads.stream().anyMatch(p -> p < 0)) {
            throw new IllegalArgumentException("expected pads of at least 0, actual " + pads);
        }
    }

    private static void positive(String name, List<Integer> values) {
        if (values.stream().anyMatch(v -> v < 1)) {
            throw new IllegalArgumentException(
                    "expected " + name + " of at least 1, actual " + values);
        }
    }

    /**
     * The window along one spatial axis, with every default filled in.
     *
     * @param kernel extent
     * @param stride step
     * @param dilation step between the window's elements
     * @param begin padding before the input
     * @param end padding after the input
     * @param out output extent
     */
    public record Axis(int kernel, int stride, int dilation, int begin, int end, int out) {}

    /**
     * Resolves every axis for input extents {@code in} and kernel extents {@code sizes}.
     *
     * @throws dev.lanewise.model.ModelException naming the node if they don't fit
     */
    public List<Axis> resolve(Inputs inputs, List<Integer> in, List<Integer> sizes) {
        try {
            return resolve(in, sizes);
        } catch (IllegalArgumentException e) {
            throw inputs.fail(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Resolves every axis for input extents {@code in} and kernel extents {@code sizes}.
     *
     * @throws IllegalArgumentException if they don't fit
     */
    public List<Axis> resolve(List<Integer> in, List<Integer> sizes) {
        int axes = in.size();
        check(sizes.size() == axes, "expected a kernel of " + axes + " axes, actual " + sizes);
        checkAxes(axes);
        return IntStream.range(0, axes).mapToObj(i -> axis(in.get(i), sizes.get(i), i)).toList();
    }

    /**
     * The shape of what a pooling makes of its first input, [N, C, D1, ...].
     *
     * @throws dev.lanewise.model.ModelException naming the node if they don't fit
     */
    Shape pooled(Inputs in) {
        Shape x = in.shape(0, 3);
        return Conv.imageShape(x.dim(0), x.dim(1), resolve(in, Conv.tail(x), kernel));
    }

    /** At most how many elements of an input of these extents one window covers. */
    long cells(List<Integer> in) {
        long cells = 1;
        for (int i = 0; i < kernel.size(); i++) {
            cells *= Math.min(kernel.get(i), in.get(i));
        }
        return cells;
    }

    /**
     * @throws IllegalArgumentException unless strides, dilations and pads are for so many axes
     */
    void checkAxes(int axes) {
        check(
                strides.isEmpty() || strides.size() == axes,
                "expected " + axes + " strides, actual " + strides);
        check(
                dilations.isEmpty() || dilations.size() == axes,
                "expected " + axes + " dilations, actual " + dilations);
        check(
                pads.isEmpty() || pads.size() == 2 * axes,
                "expected " + 2 * axes + " pads, actual " + pads);
    }

    /** Stride along an axis. */
    int stride(int axis) {
        return strides.isEmpty() ? 1 : strides.get(axis);
    }

    /** Dilation along an axis. */
    int dilation(int axis) {
        return dilations.isEmpty() ? 1 : dilations.get(axis);
    }

    /** Given padding before an axis. */
    int begin(int axis) {
        return pads.isEmpty() ? 0 : pads.get(axis);
    }

    /** Given padding after an axis. */
    int end(int axis) {
        return pads.isEmpty() ? 0 : pads.get(pads.size() / 2 + axis);
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    private Axis axis(int in, int size, int i) {
        long stride = stride(i);
        long dilation = dilation(i);
        long extent = (size - 1) * dilation + 1;
        long begin = 0;
        long end = 0;
        long out;
        if (autoPad == AutoPad.SAME_UPPER || autoPad == AutoPad.SAME_LOWER) {
            out = (in + stride - 1) / stride;
            long total = Math.max(0, (out - 1) * stride + extent - in);
            begin = autoPad == AutoPad.SAME_UPPER ? total / 2 : total - total / 2;
            end = total - begin;
        } else {
            if (autoPad == AutoPad.NOTSET) {
                begin = begin(i);
                end = end(i);
            }
            long room = in + begin + end - extent;
            check(
                    room >= 0,
                    "expected a window that fits the padded input, actual extent "
                            + extent
                            + " on axis "
                            + i
                            + " of "
                            + in
                            + " with pads "
                            + begin
                            + " and "
                            + end);
            out = (ceilMode ? (room + stride - 1) / stride : room / stride) + 1;
            if (ceilMode && (out - 1) * stride >= in + begin) {
                out--;
            }
        }
        check(
                extent < Integer.MAX_VALUE
                        && stride < Integer.MAX_VALUE
                        && out < Integer.MAX_VALUE
                        && begin < 1 << 24
                        && end < 1 << 24,
                "expected a window of sensible size, actual " + this);
        return new Axis(size, (int) stride, (int) dilation, (int) begin, (int) end, (int) out);
    }
}
