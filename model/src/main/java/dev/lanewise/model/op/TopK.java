package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The largest or smallest elements along an axis, in order, and their indices. The second input,
 * constant, tells how many. Of equal elements the one with the lower index comes first.
 *
 * @param axis from -rank to rank - 1
 * @param largest whether the largest are sought
 */
public record TopK(int axis, boolean largest) implements PlainOp {

    @Override
    public String type() {
        return "TopK";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 1);
        int a = in.axis(axis, x.rank());
        long[] k = in.longs(1, "the number of elements");
        in.check(
                k.length == 1 && k[0] >= 0 && k[0] <= x.dim(a),
                "expected one number of elements from 0 to "
                        + x.dim(a)
                        + ", actual "
                        + Arrays.toString(k));
        Shape y = x.with(a, k[0]);
        return List.of(in.type(0).withShape(y), new TensorType(DType.INT64, y));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor values = outputs.getFirst();
        Tensor indices = outputs.get(1);
        AxisVectors from = AxisVectors.of(x.shape(), axis, false);
        AxisVectors to = AxisVectors.of(values.shape(), axis, false);
        from.forEach(first -> {
            Comparator<Integer> ascending =
                    (i, j) ->
                            Ordering.compare(
                                    x, first + i * from.step(), x, first + j * from.step());
            List<Integer> order =
                    IntStream.range(0, from.count())
                            .boxed()
                            .sorted(largest ? ascending.reversed() : ascending)
                            .toList();
            int target =
                    first / (from.step() * from.count()) * to.step() * to.count()
                            + first % from.step();
            for (int i = 0; i < to.count(); i++) {
                int at = target + i * to.step();
                IndexedCopy.element(x, first + order.get(i) * from.step(), values, at);
                indices.setLong(at, order.get(i));
            }
        });
    }
}
