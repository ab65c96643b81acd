package dev.lanewise.model.op;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A function of one value, applied to each element.
 *
 * @param function which, with its parameters
 */
public record Elementwise(Unary function) implements Op {

    @Override
    public String type() {
        return switch (function.function()) {
            case IDENTITY -> "Identity";
            case RELU -> "Relu";
            case CLIP -> "Clip";
            case LEAKY_RELU -> "LeakyRelu";
            case HARD_SIGMOID -> "HardSigmoid";
            case HARD_SWISH -> "HardSwish";
            case SCALED_HARD_SWISH -> "ScaledHardSwish";
            case SIGMOID -> "Sigmoid";
            case SILU -> "Silu";
            case TANH -> "Tanh";
            case GELU -> "Gelu";
            case ELU -> "Elu";
            case SOFTPLUS -> "Softplus";
            case EXP -> "Exp";
            case LOG -> "Log";
            case ERF -> "Erf";
            case SQRT -> "Sqrt";
            case RECIPROCAL -> "Reciprocal";
            case NEG -> "Neg";
            case ABS -> "Abs";
            case FLOOR -> "Floor";
            case CEIL -> "Ceil";
            case AFFINE -> "Affine";
        };
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        int elements = y.shape().elements();
        for (int i = 0; i < elements; i++) {
            if (x.dtype().isFloat()) {
                y.setDouble(i, function.apply(x.getDouble(i)));
            } else {
                y.setLong(i, integer(x.getLong(i)));
            }
        }
    }

    /** The function on integers, which few have. */
    private long integer(long x) {
        return switch (function.function()) {
            case NEG -> -x;
            case ABS -> Math.abs(x);
            case RELU -> Math.max(x, 0);
            default -> (long) function.apply((double) x);
        };
    }
}
