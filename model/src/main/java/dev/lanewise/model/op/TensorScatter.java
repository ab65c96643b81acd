package dev.lanewise.model.op;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Writes an update [N, ..., S, ...] into a cache [N, ..., T, ...] along one axis, in each image
 * from a place of its own. Inputs: cache; update; optional places [N], 0 by default.
 *
 * @param axis from -rank to rank - 1; not the first
 * @param circular whether what goes beyond the end begins again
 */
public record TensorScatter(int axis, boolean circular) implements PlainOp {

    @Override
    public String type() {
        return "TensorScatter";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape cache = in.shape(0, 2);
        Shape update = in.shape(1, 2);
        int a = in.axis(axis, cache.rank());
        in.check(a > 0, "expected another axis than the first, actual " + axis);
        in.checkType(1, in.type(0).dtype());
        in.check(
                update.rank() == cache.rank()
                        && update.dim(a) <= cache.dim(a)
                        && update.equals(cache.with(a, update.dim(a))),
                "expected an update that fits into " + cache + ", actual " + update);
        if (in.has(2)) {
            in.check(
                    in.shape(2).equals(Shape.of(cache.dim(0))),
                    "expected places of [" + cache.dim(0) + "], actual " + in.shape(2));
        }
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor cache = IndexedCopy.required(inputs, 0);
        Tensor update = IndexedCopy.required(inputs, 1);
        Tensor places = IndexedCopy.optional(inputs, 2);
        Tensor y = outputs.getFirst();
        y.segment().copyFrom(cache.segment());
        int rank = cache.shape().rank();
        int a = axis < 0 ? axis + rank : axis;
        int extent = cache.shape().dim(a);
        int inner = cache.shape().product(a + 1, rank);
        int steps = update.shape().dim(a);
        int perImage = cache.shape().product(1, a);
        for (int i = 0; i < update.shape().elements(); i++) {
            int outer = i / inner / steps;
            long place = places == null ? 0 : places.getLong(outer / perImage);
            long at = place + i / inner % steps;
            if (place < 0 || at >= extent && !circular) {
                throw new ModelException(
                        "expected places from 0 to "
                                + (extent - steps)
                                + ", where the update ends within the cache, actual "
                                + place);
            }
            IndexedCopy.element(
                    update, i, y, (outer * (long) extent + at % extent) * inner + i % inner);
        }
    }
}
