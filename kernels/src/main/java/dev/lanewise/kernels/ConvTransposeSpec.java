package dev.lanewise.kernels;

/**
 * A 2-D transposed convolution: what the gradient of a convolution does with its input.
 *
 * <p>y[n, o, i, j] = sum over c, u, v of w[c, o, u, v] * x[n, c, p, q], where p sH = i + pT - u dH
 * and q sW = j + pL - v dW have solutions inside x, and c goes over the input channels of output
 * channel o's group. Weights are [inChannels, outChannels / groups, kernelH, kernelW], row-major.
 *
 * @param x input, with the halo that {@link Window#transposedHaloTop} and its like tell
 * @param y output; channels = outChannels
 * @param window kernel, stride, padding, dilation, as those of the convolution from y to x
 * @param groups divides both channel counts
 */
public record ConvTransposeSpec(Layout x, Layout y, Window window, int groups) {

    /**
     * @throws IllegalArgumentException if the sizes contradict each other or the halo is too narrow
     */
    public ConvTransposeSpec {
        if (groups < 1 || x.channels() % groups != 0 || y.channels() % groups != 0) {
            throw new IllegalArgumentException(
                    "conv transposed: expected groups to divide the channels, actual groups="
                            + groups
                            + " inChannels="
                            + x.channels()
                            + " outChannels="
                            + y.channels());
        }
        if (x.batch() != y.batch()) {
            throw new IllegalArgumentException(
                    "conv transposed: expected equal batches, actual x="
                            + x.batch()
                            + " y="
                            + y.batch());
        }
        if (x.top() < window.transposedHaloTop()
                || x.left() < window.transposedHaloLeft()
                || x.bottom() < window.transposedHaloBottom(x.height(), y.height())
                || x.right() < window.transposedHaloRight(x.width(), y.width())) {
            throw new IllegalArgumentException(
                    "conv transposed: expected the input's halo to hold what "
                            + window
                            + " reads around it, actual x="
                            + x
                            + " y="
                            + y);
        }
    }

    /** Whether every output channel sees exactly its own input channel. */
    public boolean isDepthwise() {
        return groups > 1 && groups == x.channels() && groups == y.channels();
    }

    /** Whether windows lie side by side and make up y: each output has one input pixel. */
    public boolean isPatches() {
        return window.kernelH() == window.strideH()
                && window.kernelW() == window.strideW()
                && Math.max(window.dilationH(), window.dilationW()) == 1
                && Math.max(window.padTop(), window.padLeft()) == 0
                && y.height() == (long) x.height() * window.strideH()
                && y.width() == (long) x.width() * window.strideW();
    }

    /** Weights. */
    public long weights() {
        return (long) x.channels() * (y.channels() / groups) * window.size();
    }

    /** Multiplications (with as many additions), of which those by the halo's zeros are a few. */
    public long macs() {
        return x.elements() * (y.channels() / groups) * window.size();
    }
}
