package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Takes each element from the second input where the first, booleans, is true, else from the third.
 */
public record Where() implements PlainOp {

    @Override
    public String type() {
        return "Where";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkType(0, DType.BOOL);
        in.checkType(2, in.type(1).dtype());
        Shape values = Shape.broadcast(in.shape(1), in.shape(2));
        return List.of(in.type(1).withShape(Shape.broadcast(in.shape(0), values)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor condition = IndexedCopy.required(inputs, 0);
        Tensor a = IndexedCopy.required(inputs, 1);
        Tensor b = IndexedCopy.required(inputs, 2);
        Tensor y = outputs.getFirst();
        Shape shape = y.shape();
        Walk walk =
                new Walk(
                        shape,
                        Walk.broadcast(condition.shape(), shape),
                        Walk.broadcast(a.shape(), shape),
                        Walk.broadcast(b.shape(), shape));
        int elements = shape.elements();
        for (int i = 0; i < elements; i++) {
            boolean first = condition.getLong(walk.offset(0)) != 0;
            IndexedCopy.element(first ? a : b, walk.offset(first ? 1 : 2), y, i);
            walk.next();
        }
    }
}
