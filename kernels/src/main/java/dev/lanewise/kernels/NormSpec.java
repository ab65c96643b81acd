package dev.lanewise.kernels;

/**
 * The sets of elements of an image tensor that a normalisation brings to mean 0 and variance 1: a
 * group of neighbouring channels of one image, or of all images together.
 *
 * <p>Instance normalisation has as many groups as channels, group normalisation fewer, batch
 * normalisation as many as channels {@code acrossBatch}. Sets are numbered [N][groups], or [groups]
 * across the batch.
 *
 * @param x the tensor [N, C, H, W]
 * @param groups divides the channels
 * @param acrossBatch whether the images are taken together
 */
public record NormSpec(Layout x, int groups, boolean acrossBatch) {

    /**
     * @throws IllegalArgumentException if groups doesn't divide the channels
     */
    public NormSpec {
        if (groups < 1 || x.channels() % groups != 0) {
            throw new IllegalArgumentException(
                    "norm: expected groups to divide the channels, actual groups="
                            + groups
                            + " channels="
                            + x.channels());
        }
    }

    /** Channels of a group. */
    public int groupChannels() {
        return x.channels() / groups;
    }

    /** Number of sets. */
    public int sets() {
        return acrossBatch ? groups : Math.multiplyExact(x.batch(), groups);
    }

    /** The set of channel {@code c} of image {@code n}. */
    public int set(int n, int c) {
        return (acrossBatch ? 0 : n * groups) + c / groupChannels();
    }

    /** Elements of a set. */
    public long count() {
        return (acrossBatch ? x.batch() : 1L) * groupChannels() * x.height() * x.width();
    }
}
