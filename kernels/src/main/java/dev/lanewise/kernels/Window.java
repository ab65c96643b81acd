package dev.lanewise.kernels;

/**
 * A sliding window over rows and columns, shared by convolution and pooling.
 *
 * <p>Output pixel (y, x) sees input rows y * strideH - padTop + i * dilationH for i in
 * 0..kernelH-1, columns alike. Padding below and to the right follows from the output size.
 *
 * @param kernelH window rows
 * @param kernelW window columns
 * @param strideH rows between windows
 * @param strideW columns between windows
 * @param padTop rows of padding above
 * @param padLeft columns of padding to the left
 * @param dilationH rows between the window's elements
 * @param dilationW columns between the window's elements
 */
public record Window(
        int kernelH,
        int kernelW,
        int strideH,
        int strideW,
        int padTop,
        int padLeft,
        int dilationH,
        int dilationW) {

    /**
     * @throws IllegalArgumentException if a kernel, stride or dilation is below 1 or a pad below 0
     */
    public Window {
        if (Math.min(Math.min(kernelH, kernelW), Math.min(strideH, strideW)) < 1
                || Math.min(dilationH, dilationW) < 1
                || Math.min(padTop, padLeft) < 0) {
            throw new IllegalArgumentException(
                    "window: expected kernel, stride, dilation >= 1 and pad >= 0, actual kernel="
                            + kernelH
                            + "x"
                            + kernelW
                            + " stride="
                            + strideH
                            + "x"
                            + strideW
                            + " pad="
                            + padTop
                            + ","
                            + padLeft
                            + " dilation="
                            + dilationH
                            + "x"
                            + dilationW);
        }
    }

    /** A square window without dilation. */
    public static Window of(int kernel, int stride, int pad) {
        return new Window(kernel, kernel, stride, stride, pad, pad, 1, 1);
    }

    /** Elements of the window. */
    public int size() {
        return kernelH * kernelW;
    }

    /** Rows of zeros needed above the input. */
    public int haloTop() {
        return padTop;
    }

    /**
     * Rows of zeros needed below an input of {@code height} rows for {@code outHeight} output rows.
     */
    public int haloBottom(int height, int outHeight) {
        return outHeight == 0
                ? 0
                : Math.max(
                        0,
                        (outHeight - 1) * strideH
                                - padTop
                                + (kernelH - 1) * dilationH
                                - height
                                + 1);
    }

    /**
     * Columns of zeros needed right of an input of {@code width} columns for {@code outWidth}
     * output columns.
     */
    public int haloRight(int width, int outWidth) {
        return outWidth == 0
                ? 0
                : Math.max(
                        0,
                        (outWidth - 1) * strideW - padLeft + (kernelW - 1) * dilationW - width + 1);
    }

    /** Whether the input's halo holds all the padding that this window reads. */
    public boolean fits(Layout x, Layout y) {
        return x.top() >= padTop
                && x.left() >= padLeft
                && x.bottom() >= haloBottom(x.height(), y.height())
                && x.right() >= haloRight(x.width(), y.width());
    }

    /**
     * Rows of zeros needed above the input of a transposed convolution with this window, of which
     * {@link ConvTransposeSpec} tells.
     */
    public int transposedHaloTop() {
        return transposedHaloBefore(kernelH, strideH, padTop, dilationH);
    }

    /** Columns of zeros needed left of the input of a transposed convolution with this window. */
    public int transposedHaloLeft() {
        return transposedHaloBefore(kernelW, strideW, padLeft, dilationW);
    }

    /** As {@link #haloBottom}, for a transposed convolution with this window. */
    public int transposedHaloBottom(int height, int outHeight) {
        return Math.max(0, Math.floorDiv(outHeight - 1 + padTop, strideH) - height + 1);
    }

    /** As {@link #haloRight}, for a transposed convolution with this window. */
    public int transposedHaloRight(int width, int outWidth) {
        return Math.max(0, Math.floorDiv(outWidth - 1 + padLeft, strideW) - width + 1);
    }

    private static int transposedHaloBefore(int kernel, int stride, int pad, int dilation) {
        return Math.max(0, Math.floorDiv((kernel - 1) * dilation - pad, stride));
    }
}
