package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of an operator that only moves, repeats and drops elements of its first input. Each
 * element of dy goes to where the operator fetched it: that is found by letting the operator move
 * numbers. Inputs: dy, like x, then the operator's other inputs; outputs beyond the first don't
 * count.
 *
 * @param op the operator; what it fills in besides elements of x must be 0
 */
public record MovementGradient(Op op) implements GradientOp {

    @Override
    public String type() {
        return op.type() + "Gradient";
    }

    @Override
    public boolean readsValue(int i) {
        return i != 1;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        return List.of(in.type(0).withShape(in.shape(1)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor dy = IndexedCopy.required(inputs, 0);
        Tensor dx = outputs.getFirst();
        double[] sums = new double[dx.shape().elements()];
        Tensor numbers = Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, dx.shape());
        for (int i = 0; i < sums.length; i++) {
            numbers.setDouble(i, i + 1);
        }
        Tensor moved = Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, dy.shape());
        List<@Nullable Tensor> arguments = new ArrayList<>(inputs.subList(1, inputs.size()));
        arguments.set(0, numbers);
        op.compute(arguments, List.of(moved));
        int elements = dy.shape().elements();
        for (int i = 0; i < elements; i++) {
            int number = (int) moved.getDouble(i);
            if (number > 0) {
                sums[number - 1] += dy.getDouble(i);
            }
        }
        for (int i = 0; i < sums.length; i++) {
            dx.setDouble(i, sums[i]);
        }
    }
}
