package dev.lanewise.model.nn;

import dev.lanewise.model.Shape;
import dev.lanewise.model.op.ConvTranspose;

import java.util.List;

/**
 * Transposed convolution: [N, in, H, W] to the larger [N, out, H', W'].
 *
 * @param inChannels channels of the input
 * @param outChannels channels of the output
 * @param kernelSize extents of a filter
 * @param stride step of the filters in the output
 * @param padding elements cut off before and behind each axis
 * @param outputPadding elements added behind each axis
 * @param groups parts of the channels that have filters of their own
 * @param bias whether each output channel adds a number
 * @param dilation step between the elements of a filter
 */
public record ConvTranspose2d(
        int inChannels,
        int outChannels,
        Size kernelSize,
        Size stride,
        Size padding,
        Size outputPadding,
        int groups,
        boolean bias,
        Size dilation)
        implements Module {

    /** With PyTorch's defaults: stride 1, no padding, one group, a bias. */
    public static ConvTranspose2d of(int inChannels, int outChannels, int kernelSize) {
        return new ConvTranspose2d(
                inChannels,
                outChannels,
                Size.of(kernelSize),
                Size.of(1),
                Size.of(0),
                Size.of(0),
                1,
                true,
                Size.of(1));
    }

    /** This layer with another stride. */
    public ConvTranspose2d withStride(int other) {
        return new ConvTranspose2d(
                inChannels,
                outChannels,
                kernelSize,
                Size.of(other),
                padding,
                outputPadding,
                groups,
                bias,
                dilation);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        Channels.perGroup("ConvTranspose2d", inChannels, outChannels, groups);
        int outPerGroup = outChannels / groups;
        // PyTorch counts the second extent of the weights, here outputs, as the inputs.
        int fanIn = outPerGroup * kernelSize.height() * kernelSize.width();
        String weight =
                builder.parameter(
                        "weight",
                        Shape.of(inChannels, outPerGroup, kernelSize.height(), kernelSize.width()),
                        Initializer.kaimingUniform(fanIn, Math.sqrt(5)));
        ConvTranspose op =
                new ConvTranspose(
                        kernelSize.window(stride, padding, dilation, false),
                        groups,
                        outputPadding.list(),
                        List.of());
        return bias
                ? builder.add(op, x, weight, Channels.bias(builder, outChannels, fanIn))
                : builder.add(op, x, weight);
    }
}
