package dev.lanewise.model.nn;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.Shape;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.MatMul;
import dev.lanewise.model.op.Transpose;

import java.util.List;

/**
 * Fully connected: [N, ..., in] to [N, ..., out], y = x W^T + b.
 *
 * @param inFeatures last extent of the input
 * @param outFeatures last extent of the output
 * @param bias whether each output adds a number
 */
public record Linear(int inFeatures, int outFeatures, boolean bias) implements Module {

    /** With a bias. */
    public static Linear of(int inFeatures, int outFeatures) {
        return new Linear(inFeatures, outFeatures, true);
    }

    /** This layer without a bias. */
    public Linear withoutBias() {
        return new Linear(inFeatures, outFeatures, false);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        Channels.perGroup("Linear", inFeatures, outFeatures, 1);
        String weight =
                builder.parameter(
                        "weight",
                        Shape.of(outFeatures, inFeatures),
                        Initializer.kaimingUniform(inFeatures, Math.sqrt(5)));
        String add = bias ? Channels.bias(builder, outFeatures, inFeatures) : "";
        if (builder.shape(x).rank() == 2) {
            Gemm gemm = new Gemm(1, 1, false, true, Unary.IDENTITY);
            return bias ? builder.add(gemm, x, weight, add) : builder.add(gemm, x, weight);
        }
        String columns = builder.add(new Transpose(List.of(1, 0)), weight);
        String product = builder.add(new MatMul(), x, columns);
        return bias ? builder.add(new Arithmetic(Binary.ADD), product, add) : product;
    }

    @Override
    public String toString() {
        return "Linear(" + inFeatures + ", " + outFeatures + (bias ? ")" : ", bias=false)");
    }
}
