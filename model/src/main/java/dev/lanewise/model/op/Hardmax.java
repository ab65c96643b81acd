package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One for the first largest element along an axis, zero for the others.
 *
 * @param axis the axis
 * @param flattened opset 12 and before: all axes from {@code axis} on count as one
 */
public record Hardmax(int axis, boolean flattened) implements PlainOp {

    @Override
    public String type() {
        return "Hardmax";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkFloats(0);
        in.axis(axis, in.shape(0).rank());
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        AxisVectors vectors = AxisVectors.of(x.shape(), axis, flattened);
        y.segment().fill((byte) 0);
        vectors.forEach(first -> {
            int best = first;
            for (int i = 1; i < vectors.count(); i++) {
                int candidate = first + i * vectors.step();
                best = Ordering.compare(x, candidate, x, best) > 0 ? candidate : best;
            }
            y.setDouble(best, 1);
        });
    }
}
