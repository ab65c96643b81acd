package dev.lanewise.model.graph;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

/**
 * The type of a value in a graph whose input shapes are known.
 *
 * @param dtype element type
 * @param shape extents
 */
public record TensorType(DType dtype, Shape shape) {

    /** The type of a tensor. */
    public static TensorType of(Tensor tensor) {
        return new TensorType(tensor.dtype(), tensor.shape());
    }

    /** Number of elements. */
    public long elements() {
        return shape.elements();
    }

    /** Bytes of a row-major tensor of this type. */
    public long bytes() {
        return (long) shape.elements() * dtype.bytes();
    }

    /** This element type under another shape. */
    public TensorType withShape(Shape other) {
        return new TensorType(dtype, other);
    }

    @Override
    public String toString() {
        return dtype + shape.toString();
    }
}
