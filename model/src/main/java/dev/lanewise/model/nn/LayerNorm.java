package dev.lanewise.model.nn;

import dev.lanewise.model.Shape;
import dev.lanewise.model.op.LayerNormalization;

/**
 * Brings the last axes to mean 0 and variance 1.
 *
 * @param normalizedShape extents of those axes
 * @param eps added to the variance
 * @param elementwiseAffine whether each element then has a factor and a summand
 */
public record LayerNorm(Shape normalizedShape, float eps, boolean elementwiseAffine)
        implements Module {

    /** With PyTorch's defaults: eps 1e-5, affine. */
    public static LayerNorm of(int... normalizedShape) {
        return new LayerNorm(Shape.of(normalizedShape), 1e-5f, true);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        Shape shape = builder.shape(x);
        int rank = normalizedShape.rank();
        boolean fits = rank > 0 && rank <= shape.rank();
        for (int i = 1; fits && i <= rank; i++) {
            fits = shape.dim(-i) == normalizedShape.dim(-i);
        }
        Norms.check("LayerNorm", !fits, "[..., " + normalizedShape + "]", shape);
        return builder.add(
                new LayerNormalization(-rank, eps),
                x,
                Norms.affine(builder, "weight", normalizedShape, 1, elementwiseAffine),
                Norms.affine(builder, "bias", normalizedShape, 0, elementwiseAffine));
    }
}
