package dev.lanewise.model.nn;

import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.SpatialWindow;

import java.util.List;

/**
 * The mean of each window of [N, C, H, W].
 *
 * @param kernelSize extents of the window
 * @param stride its step
 * @param padding zeros before and behind each axis
 * @param ceilMode whether a last, partial window counts
 * @param countIncludePad whether the mean is over the padding too
 */
public record AvgPool2d(
        Size kernelSize, Size stride, Size padding, boolean ceilMode, boolean countIncludePad)
        implements Module {

    /** Windows side by side. */
    public static AvgPool2d of(int kernelSize) {
        return of(kernelSize, kernelSize);
    }

    /** Windows without padding. */
    public static AvgPool2d of(int kernelSize, int stride) {
        return of(kernelSize, stride, 0);
    }

    /** Windows with padding, which counts. */
    public static AvgPool2d of(int kernelSize, int stride, int padding) {
        return new AvgPool2d(Size.of(kernelSize), Size.of(stride), Size.of(padding), false, true);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        return builder.add(
                new AveragePool(
                        new SpatialWindow(
                                kernelSize.list(),
                                stride.list(),
                                padding.pads(),
                                List.of(),
                                AutoPad.NOTSET,
                                ceilMode),
                        countIncludePad),
                x);
    }

    @Override
    public String toString() {
        return "AvgPool2d("
                + kernelSize
                + ", stride="
                + stride
                + Channels.unless(", padding=", padding, 0)
                + (ceilMode ? ", ceil_mode=true" : "")
                + (countIncludePad ? ")" : ", count_include_pad=false)");
    }
}
