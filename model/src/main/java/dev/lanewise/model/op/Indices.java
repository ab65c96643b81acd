package dev.lanewise.model.op;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

/** Indices that come as data. */
final class Indices {

    private Indices() {}

    /** What is wrong with an index. */
    static String outOfRange(long index, int extent) {
        return "expected indices from " + -extent + " to " + (extent - 1) + ", actual " + index;
    }

    /** An index from -extent to extent - 1, made non-negative. */
    static int checked(long index, int extent) {
        if (index < -extent || index >= extent) {
            throw new ModelException(outOfRange(index, extent));
        }
        return (int) (index < 0 ? index + extent : index);
    }

    /**
     * Which slice of x an index vector names, row-major over the axes that it spans.
     *
     * @param indices [..., length]
     * @param vector which vector
     * @param batchDims leading axes of x that the vector doesn't index
     * @param batch flat index over those
     */
    static int slice(Tensor indices, int vector, Shape x, int batchDims, int batch) {
        int length = indices.shape().dim(-1);
        int slice = batch;
        for (int i = 0; i < length; i++) {
            int extent = x.dim(batchDims + i);
            slice = slice * extent + checked(indices.getLong(vector * length + i), extent);
        }
        return slice;
    }
}
