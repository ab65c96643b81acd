package dev.lanewise.model.nn;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.model.Shape;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.SpatialWindow;

import java.util.List;

/**
 * Convolution along one axis: [N, in, L] to [N, out, L'], padded with zeros.
 *
 * @param inChannels channels of the input
 * @param outChannels filters
 * @param kernelSize length of a filter
 * @param stride step of the filters
 * @param padding zeros before and behind
 * @param dilation step between the elements of a filter
 * @param groups parts of the channels that have filters of their own
 * @param bias whether each filter adds a number
 */
public record Conv1d(
        int inChannels,
        int outChannels,
        int kernelSize,
        int stride,
        int padding,
        int dilation,
        int groups,
        boolean bias)
        implements Module {

    /** With PyTorch's defaults: stride 1, no padding, one group, a bias. */
    public static Conv1d of(int inChannels, int outChannels, int kernelSize) {
        return new Conv1d(inChannels, outChannels, kernelSize, 1, 0, 1, 1, true);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        int perGroup = Channels.perGroup("Conv1d", inChannels, outChannels, groups);
        String weight =
                builder.parameter(
                        "weight",
                        Shape.of(outChannels, perGroup, kernelSize),
                        Initializer.kaimingUniform(perGroup * kernelSize, Math.sqrt(5)));
        Conv op =
                new Conv(
                        new SpatialWindow(
                                List.of(kernelSize),
                                List.of(stride),
                                List.of(padding, padding),
                                List.of(dilation),
                                AutoPad.NOTSET,
                                false),
                        groups,
                        Epilogue.NONE);
        return bias
                ? builder.add(
                        op, x, weight, Channels.bias(builder, outChannels, perGroup * kernelSize))
                : builder.add(op, x, weight);
    }
}
