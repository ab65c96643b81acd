package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Turns round the first elements along the time axis, as many as the second input tells for each
 * index of the batch axis.
 *
 * @param batchAxis 0 or 1
 * @param timeAxis the other of 0 and 1
 */
public record ReverseSequence(int batchAxis, int timeAxis) implements PlainOp {

    /**
     * @throws IllegalArgumentException unless the axes are 0 and 1
     */
    public ReverseSequence {
        if (batchAxis + timeAxis != 1 || batchAxis * timeAxis != 0) {
            throw new IllegalArgumentException(
                    "expected batch_axis and time_axis 0 and 1, actual "
                            + batchAxis
                            + " and "
                            + timeAxis);
        }
    }

    @Override
    public String type() {
        return "ReverseSequence";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 2);
        in.checkType(1, DType.INT64);
        in.check(
                in.shape(1).equals(Shape.of(x.dim(batchAxis))),
                "expected lengths of [" + x.dim(batchAxis) + "], actual " + in.shape(1));
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor lengths = IndexedCopy.required(inputs, 1);
        Tensor y = outputs.getFirst();
        Shape shape = x.shape();
        long[] strides = shape.strides();
        int inner = shape.product(2, shape.rank());
        for (int b = 0; b < shape.dim(batchAxis); b++) {
            long length = lengths.getLong(b);
            if (length < 0 || length > shape.dim(timeAxis)) {
                throw new ModelException(
                        "expected lengths from 0 to " + shape.dim(timeAxis) + ", actual " + length);
            }
            for (int t = 0; t < shape.dim(timeAxis); t++) {
                long from = t < length ? length - 1 - t : t;
                long base = b * strides[batchAxis];
                for (int i = 0; i < inner; i++) {
                    IndexedCopy.element(
                            x,
                            base + from * strides[timeAxis] + i,
                            y,
                            base + t * strides[timeAxis] + i);
                }
            }
        }
    }
}
