package dev.lanewise.model.nn;

/**
 * Batch normalisation of [N, C, H, W]: each channel by its running mean and variance, or in
 * training by those of the batch.
 *
 * @param numFeatures channels
 * @param eps added to the variance
 * @param momentum weight of the batch in the running statistics
 * @param affine whether each channel has a factor and a summand
 */
public record BatchNorm2d(int numFeatures, float eps, float momentum, boolean affine)
        implements Module {

    /** With PyTorch's defaults: eps 1e-5, momentum 0.1, affine. */
    public static BatchNorm2d of(int numFeatures) {
        return new BatchNorm2d(numFeatures, 1e-5f, 0.1f, true);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        int rank = builder.shape(x).rank();
        Norms.check("BatchNorm2d", rank != 4, "[N, C, H, W]", builder.shape(x));
        return Norms.batch(builder, x, numFeatures, eps, momentum, affine);
    }

    @Override
    public String toString() {
        return "BatchNorm2d(" + numFeatures + ")";
    }
}
