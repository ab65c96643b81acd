package dev.lanewise.model.nn;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.model.Shape;
import dev.lanewise.model.op.Conv;

/**
 * Convolution: [N, in, H, W] to [N, out, H', W'], padded with zeros.
 *
 * @param inChannels channels of the input
 * @param outChannels filters
 * @param kernelSize extents of a filter
 * @param stride step of the filters
 * @param padding zeros before and behind each axis
 * @param dilation step between the elements of a filter
 * @param groups parts of the channels that have filters of their own
 * @param bias whether each filter adds a number
 */
public record Conv2d(
        int inChannels,
        int outChannels,
        Size kernelSize,
        Size stride,
        Size padding,
        Size dilation,
        int groups,
        boolean bias)
        implements Module {

    /** With PyTorch's defaults: stride 1, no padding, one group, a bias. */
    public static Conv2d of(int inChannels, int outChannels, int kernelSize) {
        return new Conv2d(
                inChannels,
                outChannels,
                Size.of(kernelSize),
                Size.of(1),
                Size.of(0),
                Size.of(1),
                1,
                true);
    }

    /** This layer with another stride. */
    public Conv2d withStride(int other) {
        return new Conv2d(
                inChannels,
                outChannels,
                kernelSize,
                Size.of(other),
                padding,
                dilation,
                groups,
                bias);
    }

    /** This layer with another padding. */
    public Conv2d withPadding(int other) {
        return new Conv2d(
                inChannels,
                outChannels,
                kernelSize,
                stride,
                Size.of(other),
                dilation,
                groups,
                bias);
    }

    /** This layer with another dilation. */
    public Conv2d withDilation(int other) {
        return new Conv2d(
                inChannels, outChannels, kernelSize, stride, padding, Size.of(other), groups, bias);
    }

    /** This layer in groups. */
    public Conv2d withGroups(int other) {
        return new Conv2d(
                inChannels, outChannels, kernelSize, stride, padding, dilation, other, bias);
    }

    /** This layer without a bias, as before a batch normalisation. */
    public Conv2d withoutBias() {
        return new Conv2d(
                inChannels, outChannels, kernelSize, stride, padding, dilation, groups, false);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        int perGroup = Channels.perGroup("Conv2d", inChannels, outChannels, groups);
        int fanIn = perGroup * kernelSize.height() * kernelSize.width();
        String weight =
                builder.parameter(
                        "weight",
                        Shape.of(outChannels, perGroup, kernelSize.height(), kernelSize.width()),
                        Initializer.kaimingUniform(fanIn, Math.sqrt(5)));
        Conv op =
                new Conv(
                        kernelSize.window(stride, padding, dilation, false), groups, Epilogue.NONE);
        return bias
                ? builder.add(op, x, weight, Channels.bias(builder, outChannels, fanIn))
                : builder.add(op, x, weight);
    }

    @Override
    public String toString() {
        return "Conv2d("
                + inChannels
                + ", "
                + outChannels
                + ", kernel_size="
                + kernelSize
                + Channels.unless(", stride=", stride, 1)
                + Channels.unless(", padding=", padding, 0)
                + Channels.unless(", dilation=", dilation, 1)
                + (groups == 1 ? "" : ", groups=" + groups)
                + (bias ? ")" : ", bias=false)");
    }
}
