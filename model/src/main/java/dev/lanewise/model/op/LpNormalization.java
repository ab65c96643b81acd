package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Divides by the p-norm along an axis; a vector of zeros stays as it is.
 *
 * @param axis from -rank to rank - 1
 * @param p the exponent, 1 or 2
 */
public record LpNormalization(int axis, int p) implements PlainOp {

    /**
     * @throws IllegalArgumentException if p is neither 1 nor 2
     */
    public LpNormalization {
        if (p != 1 && p != 2) {
            throw new IllegalArgumentException("expected p of 1 or 2, actual " + p);
        }
    }

    @Override
    public String type() {
        return "LpNormalization";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkFloats(0);
        in.axis(axis, in.shape(0, 1).rank());
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        AxisVectors vectors = AxisVectors.of(x.shape(), axis, false);
        vectors.forEach(first -> {
            double sum = 0;
            for (int i = 0; i < vectors.count(); i++) {
                double value = x.getDouble(first + i * vectors.step());
                sum += p == 1 ? Math.abs(value) : value * value;
            }
            double norm = p == 1 ? sum : Math.sqrt(sum);
            for (int i = 0; i < vectors.count(); i++) {
                int at = first + i * vectors.step();
                y.setDouble(at, norm == 0 ? x.getDouble(at) : x.getDouble(at) / norm);
            }
        });
    }
}
