package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Index of the largest or smallest element along an axis.
 *
 * @param largest whether the largest is sought
 * @param axis from -rank to rank - 1
 * @param keepDims whether the axis stays, with extent 1
 * @param last whether the last of equal ones counts rather than the first
 */
public record ArgExtreme(boolean largest, int axis, boolean keepDims, boolean last)
        implements PlainOp {

    @Override
    public String type() {
        return largest ? "ArgMax" : "ArgMin";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 1);
        int a = in.axis(axis, x.rank());
        in.check(x.dim(a) > 0, "expected elements on axis " + a + " of " + x + ", actual none");
        Shape y = new ReducedAxes(a).shape(x, keepDims);
        return List.of(new TensorType(DType.INT64, y));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        AxisVectors vectors = AxisVectors.of(x.shape(), axis, false);
        int[] out = {0};
        vectors.forEach(first -> {
            int best = 0;
            for (int i = 1; i < vectors.count(); i++) {
                int order =
                        Ordering.compare(
                                x, first + i * vectors.step(), x, first + best * vectors.step());
                order = largest ? order : -order;
                best = order > 0 || order == 0 && last ? i : best;
            }
            y.setLong(out[0]++, best);
        });
    }
}
