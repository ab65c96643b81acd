package dev.lanewise.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDArrayIndexer;
import ai.djl.ndarray.index.full.NDIndexFullPick;
import ai.djl.ndarray.index.full.NDIndexFullSlice;
import ai.djl.ndarray.index.full.NDIndexFullTake;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.op.Expand;
import dev.lanewise.model.op.Gather;

import java.util.stream.LongStream;

/** Parts of arrays by slices, and slices by indices along an axis. */
final class LwIndexer extends NDArrayIndexer {

    private final LwNDManager manager;

    LwIndexer(LwNDManager manager) {
        this.manager = manager;
    }

    @Override
    public NDArray get(NDArray array, NDIndexFullPick pick) {
        throw Refusal.of("pick");
    }

    @Override
    public NDArray get(NDArray array, NDIndexFullTake take) {
        return manager.array(
                Operations.apply(
                        new Gather(take.getAxis()),
                        LwNDArray.tensor(array),
                        LwNDArray.tensor(take.getIndices())));
    }

    @Override
    public NDArray get(NDArray array, NDIndexFullSlice slice) {
        long[] axes = LongStream.range(0, slice.getMin().length).toArray();
        Tensor part =
                Operations.slice(
                        LwNDArray.tensor(array),
                        slice.getMin(),
                        slice.getMax(),
                        axes,
                        slice.getStep());
        return manager.array(part.reshaped(Types.of(slice.getSqueezedShape())));
    }

    @Override
    public void set(NDArray array, NDIndexFullSlice slice, NDArray value) {
        set(array, slice, LwNDArray.tensor(value));
    }

    @Override
    public void set(NDArray array, NDIndexFullSlice slice, Number value) {
        set(array, slice, Operations.scalar(value));
    }

    private static void set(NDArray array, NDIndexFullSlice slice, Tensor value) {
        Tensor x = LwNDArray.tensor(array);
        // A value has the shape with or without the axes of single elements, or less of it.
        Shape part =
                Types.of(
                        value.shape().rank() > slice.getSqueezedShape().dimension()
                                ? slice.getShape()
                                : slice.getSqueezedShape());
        Tensor values =
                Operations.cast(
                        Operations.apply(new Expand(), value, Operations.longs(extents(part))),
                        x.dtype());
        if (values.shape().elements() != part.elements()) {
            throw new IllegalArgumentException(
                    "set: expected a value for " + part + ", actual " + value.shape());
        }
        Shape extents = Types.of(slice.getShape());
        long[] strides = x.shape().strides();
        int[] place = new int[extents.rank()];
        for (int i = 0; i < extents.elements(); i++) {
            long offset = 0;
            for (int axis = 0; axis < place.length; axis++) {
                offset +=
                        (slice.getMin()[axis] + place[axis] * slice.getStep()[axis])
                                * strides[axis];
            }
            if (x.dtype().isFloat()) {
                x.setDouble((int) offset, values.getDouble(i));
            } else {
                x.setLong((int) offset, values.getLong(i));
            }
            for (int axis = place.length - 1; axis >= 0; axis--) {
                if (++place[axis] < extents.dim(axis)) {
                    break;
                }
                place[axis] = 0;
            }
        }
    }

    private static long[] extents(Shape shape) {
        long[] extents = new long[shape.rank()];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = shape.dim(i);
        }
        return extents;
    }
}
