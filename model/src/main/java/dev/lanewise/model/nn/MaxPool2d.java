package dev.lanewise.model.nn;

import dev.lanewise.model.op.MaxPool;

/**
 * The largest value of each window of [N, C, H, W].
 *
 * @param kernelSize extents of the window
 * @param stride its step
 * @param padding places before and behind each axis, which never win
 * @param dilation step between the window's elements
 * @param ceilMode whether a last, partial window counts
 */
public record MaxPool2d(Size kernelSize, Size stride, Size padding, Size dilation, boolean ceilMode)
        implements Module {

    /** Windows side by side. */
    public static MaxPool2d of(int kernelSize) {
        return of(kernelSize, kernelSize);
    }

    /** Windows without padding. */
    public static MaxPool2d of(int kernelSize, int stride) {
        return of(kernelSize, stride, 0);
    }

    /** Windows with padding. */
    public static MaxPool2d of(int kernelSize, int stride, int padding) {
        return new MaxPool2d(
                Size.of(kernelSize), Size.of(stride), Size.of(padding), Size.of(1), false);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        return builder.add(
                new MaxPool(kernelSize.window(stride, padding, dilation, ceilMode), false), x);
    }

    @Override
    public String toString() {
        return "MaxPool2d("
                + kernelSize
                + ", stride="
                + stride
                + Channels.unless(", padding=", padding, 0)
                + Channels.unless(", dilation=", dilation, 1)
                + (ceilMode ? ", ceil_mode=true)" : ")");
    }
}
