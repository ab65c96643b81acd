package dev.lanewise.kernels;

/**
 * A 2-D convolution (cross-correlation, as in ONNX and PyTorch).
 *
 * <p>y[n, o, i, j] = sum over c, u, v of w[o, c, u, v] * x[n, g C/groups + c, i sH - pT + u dH, j
 * sW - pL + v dW], where g is the group of output channel o. Weights are [outChannels, inChannels /
 * groups, kernelH, kernelW], row-major.
 *
 * @param x input; its halo holds the padding
 * @param y output; channels = outChannels
 * @param window kernel, stride, padding, dilation
 * @param groups divides both channel counts
 */
public record ConvSpec(Layout x, Layout y, Window window, int groups) {

    /**
     * @throws IllegalArgumentException if the sizes contradict each other or the halo is too narrow
     *     for the padding
     */
    public ConvSpec {
        if (groups < 1 || x.channels() % groups != 0 || y.channels() % groups != 0) {
            throw new IllegalArgumentException(
                    "conv: expected groups to divide the channels, actual groups="
                            + groups
                            + " inChannels="
                            + x.channels()
                            + " outChannels="
                            + y.channels());
        }
        if (x.batch() != y.batch()) {
            throw new IllegalArgumentException(
                    "conv: expected equal batches, actual x=" + x.batch() + " y=" + y.batch());
        }
        if (!window.fits(x, y)) {
            throw new IllegalArgumentException(
                    "conv: expected the input's halo to hold the padding of "
                            + window
                            + ", actual x="
                            + x
                            + " y="
                            + y);
        }
    }

    /** Whether every output channel sees exactly its own input channel. */
    public boolean isDepthwise() {
        return groups > 1 && groups == x.channels() && groups == y.channels();
    }

    /** Bytes of the weights as they are given, row-major. */
    public long weightBytes() {
        return 4L * y.channels() * (x.channels() / groups) * window.size();
    }

    /** Multiplications (with as many additions) of the direct algorithm. */
    public long macs() {
        return y.elements() * (x.channels() / groups) * window.size();
    }
}
