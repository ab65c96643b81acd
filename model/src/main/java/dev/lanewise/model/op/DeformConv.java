package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Convolution that takes each element of its window at a place of its own, between elements
 * linearly. Inputs: x [N, C, H, W]; weight [O, C / groups, kH, kW]; offset [N, offsetGroups * kH *
 * kW * 2, oH, oW], y before x; optional bias [O]; optional mask [N, offsetGroups * kH * kW, oH,
 * oW].
 *
 * @param window the window
 * @param groups groups of channels that are convolved by themselves
 * @param offsetGroups groups of channels that share offsets
 */
public record DeformConv(SpatialWindow window, int groups, int offsetGroups) implements PlainOp {

    /**
     * @throws IllegalArgumentException if a number of groups is below 1
     */
    public DeformConv {
        if (groups < 1 || offsetGroups < 1) {
            throw new IllegalArgumentException(
                    "expected group and offset_group of at least 1, actual "
                            + groups
                            + " and "
                            + offsetGroups);
        }
    }

    @Override
    public String type() {
        return "DeformConv";
    }

    @Override
    public long workPerElement(Inputs in) {
        return 8L * in.shape(1, 2).product(1, in.shape(1).rank());
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkFloats(0);
        Shape x = in.shape(0);
        Shape weight = in.shape(1);
        in.check(
                x.rank() == 4
                        && weight.rank() == 4
                        && x.dim(1) == weight.dim(1) * groups
                        && weight.dim(0) % groups == 0
                        && x.dim(1) % offsetGroups == 0,
                "expected x [N,C,H,W] and weight [O,C/"
                        + groups
                        + ",kH,kW] with C a multiple of offset_group="
                        + offsetGroups
                        + ", actual "
                        + x
                        + " and "
                        + weight);
        for (int i = 1; i < in.count(); i++) {
            if (in.has(i)) {
                in.checkType(i, in.type(0).dtype());
            }
        }
        List<SpatialWindow.Axis> axes = window.resolve(in, Conv.tail(x), Conv.tail(weight));
        Shape y = Conv.imageShape(x.dim(0), weight.dim(0), axes);
        int taps = offsetGroups * weight.dim(2) * weight.dim(3);
        for (int i = 2; i <= 4; i++) {
            Shape expected =
                    i == 3 ? Shape.of(weight.dim(0)) : y.with(1, (long) taps * (i == 2 ? 2 : 1));
            if (i == 2 || in.has(i)) {
                in.check(
                        in.shape(i).equals(expected),
                        "expected input " + i + " of " + expected + ", actual " + in.shape(i));
            }
        }
        return List.of(in.type(0).withShape(y));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor weight = IndexedCopy.required(inputs, 1);
        Tensor bias = IndexedCopy.optional(inputs, 3);
        Tensor y = outputs.getFirst();
        int channels = x.shape().dim(1);
        int perGroup = channels / groups;
        int out = y.shape().dim(1);
        int taps = weight.shape().product(2, 4);
        int positions = y.shape().product(2, 4);
        double[] column = new double[channels * taps];
        for (int i = 0; i < y.shape().dim(0) * positions; i++) {
            int n = i / positions;
            int p = i % positions;
            sample(inputs, n, p, y.shape().dim(3), positions, column);
            for (int o = 0; o < out; o++) {
                int first = o / (out / groups) * perGroup * taps;
                double sum = bias == null ? 0 : bias.getDouble(o);
                for (int k = 0; k < perGroup * taps; k++) {
                    sum += weight.getDouble(o * perGroup * taps + k) * column[first + k];
                }
                y.setDouble((n * out + o) * positions + p, sum);
            }
        }
    }

    /** What the window of image n at position p holds, for each channel. */
    private void sample(
            List<@Nullable Tensor> inputs,
            int n,
            int p,
            int width,
            int positions,
            double[] column) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Shape weight = IndexedCopy.required(inputs, 1).shape();
        Tensor offset = IndexedCopy.required(inputs, 2);
        Tensor mask = IndexedCopy.optional(inputs, 4);
        int channels = x.shape().dim(1);
        int h = x.shape().dim(2);
        int w = x.shape().dim(3);
        int taps = weight.product(2, 4);
        for (int k = 0; k < channels * taps; k++) {
            int c = k / taps;
            int tap = k % taps;
            int at = (n * offsetGroups + c / (channels / offsetGroups)) * taps + tap;
            double row =
                    p / width * window.stride(0)
                            - window.begin(0)
                            + tap / weight.dim(3) * window.dilation(0)
                            + offset.getDouble(2 * at * positions + p);
            double column0 =
                    p % width * window.stride(1)
                            - window.begin(1)
                            + tap % weight.dim(3) * window.dilation(1)
                            + offset.getDouble((2 * at + 1) * positions + p);
            double value = between(x, (n * channels + c) * h * w, h, w, row, column0);
            column[k] = mask == null ? value : value * mask.getDouble(at * positions + p);
        }
    }

    /** The value of a plane between its elements; outside are zeros. */
    private static double between(Tensor x, int plane, int h, int w, double row, double column) {
        if (!(row > -1 && row < h && column > -1 && column < w)) {
            return 0;
        }
        int top = (int) Math.floor(row);
        int left = (int) Math.floor(column);
        double sum = 0;
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                if (top + i >= 0 && top + i < h && left + j >= 0 && left + j < w) {
                    double weight =
                            (1 - Math.abs(row - top - i)) * (1 - Math.abs(column - left - j));
                    sum += weight * x.getDouble(plane + (top + i) * w + left + j);
                }
            }
        }
        return sum;
    }
}
