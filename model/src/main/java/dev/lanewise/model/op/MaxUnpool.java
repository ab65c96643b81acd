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
 * Puts maxima back to where a MaxPool found them; zeros elsewhere. Inputs: x [N, C, D1, ...]; the
 * flat indices that the pooling gave; optional constant shape of the output, which is otherwise
 * that of the pooling's smallest possible input.
 *
 * @param window the pooling's kernel, strides, pads
 */
public record MaxUnpool(SpatialWindow window) implements PlainOp {

    @Override
    public String type() {
        return "MaxUnpool";
    }

    /** The shape to which the indices refer. */
    private Shape pooled(Shape x) {
        window.checkAxes(x.rank() - 2);
        long[] dims = new long[x.rank()];
        dims[0] = x.dim(0);
        dims[1] = x.dim(1);
        for (int i = 0; i < x.rank() - 2; i++) {
            dims[i + 2] =
                    (long) (x.dim(i + 2) - 1) * window.stride(i)
                            + window.kernel().get(i)
                            - window.begin(i)
                            - window.end(i);
        }
        return Shape.of(dims);
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 3);
        in.checkType(1, DType.INT64);
        in.check(in.shape(1).equals(x), "expected indices of " + x + ", actual " + in.shape(1));
        in.check(
                window.kernel().size() == x.rank() - 2,
                "expected a kernel of " + (x.rank() - 2) + " axes, actual " + window.kernel());
        Shape y = in.has(2) ? Shape.of(in.longs(2, "the output shape")) : pooled(x);
        in.check(y.rank() == x.rank(), "expected an output of rank " + x.rank() + ", actual " + y);
        return List.of(in.type(0).withShape(y));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor indices = IndexedCopy.required(inputs, 1);
        Tensor y = outputs.getFirst();
        Shape from = pooled(x.shape());
        long[] strides = y.shape().strides();
        y.segment().fill((byte) 0);
        for (int i = 0; i < x.shape().elements(); i++) {
            long rest = indices.getLong(i);
            if (rest < 0 || rest >= from.elements()) {
                throw new ModelException(
                        "expected indices from 0 to " + (from.elements() - 1) + ", actual " + rest);
            }
            long target = 0;
            for (int axis = from.rank() - 1; axis >= 0; axis--) {
                long index = rest % from.dim(axis);
                rest /= from.dim(axis);
                if (index >= y.shape().dim(axis)) {
                    throw new ModelException(
                            "expected indices within " + y.shape() + ", actual " + index);
                }
                target += index * strides[axis];
            }
            IndexedCopy.element(x, i, y, target);
        }
    }
}
