package dev.lanewise.model.op;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Running sums, or products, along the axis in the second input.
 *
 * @param product whether products
 * @param exclusive whether an element's own value doesn't count
 * @param reverse whether sums run from the end
 */
public record CumSum(boolean product, boolean exclusive, boolean reverse) implements PlainOp {

    /** Of sums. */
    public CumSum(boolean exclusive, boolean reverse) {
        this(false, exclusive, reverse);
    }

    @Override
    public String type() {
        return product ? "CumProd" : "CumSum";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.shape(0, 1);
        in.check(in.shape(1).elements() == 1, "expected one axis, actual " + in.type(1));
        Tensor axis = in.constantOrNull(1);
        if (axis != null) {
            in.axis(axis.getLong(0), in.shape(0).rank());
        }
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        long axis = IndexedCopy.required(inputs, 1).getLong(0);
        int rank = x.shape().rank();
        if (axis < -rank || axis >= rank) {
            throw new ModelException("expected an axis within " + x + ", actual " + axis);
        }
        AxisVectors vectors = AxisVectors.of(x.shape(), (int) axis, false);
        vectors.forEach(first -> {
            double result = product ? 1 : 0;
            long exact = product ? 1 : 0;
            for (int i = 0; i < vectors.count(); i++) {
                int at = first + (reverse ? vectors.count() - 1 - i : i) * vectors.step();
                if (x.dtype().isFloat()) {
                    double before = result;
                    double value = x.getDouble(at);
                    result = product ? result * value : result + value;
                    y.setDouble(at, exclusive ? before : result);
                } else {
                    long before = exact;
                    long value = x.getLong(at);
                    exact = product ? exact * value : exact + value;
                    y.setLong(at, exclusive ? before : exact);
                }
            }
        });
    }
}
