package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Window;

/**
 * A depthwise window without column dilation, in the units of {@link DepthwiseRows}.
 *
 * @param kernelH rows
 * @param kernelW columns
 * @param strideW columns from one pixel's window to the next
 * @param rowBytes bytes from one row of the window to the next
 * @param strideBytes bytes from the windows of one row of pixels to those of the next
 * @param blockBytes bytes from one block of channels to the next
 */
record DepthwiseWindow(
        int kernelH, int kernelW, int strideW, int rowBytes, long strideBytes, long blockBytes) {

    static DepthwiseWindow of(ConvSpec spec) {
        Window w = spec.window();
        return new DepthwiseWindow(
                w.kernelH(),
                w.kernelW(),
                w.strideW(),
                w.dilationH() * spec.x().rowBytes(),
                (long) w.strideH() * spec.x().rowBytes(),
                spec.x().planeBytes());
    }
}
