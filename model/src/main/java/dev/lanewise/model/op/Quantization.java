package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;

/**
 * How a tensor's integers stand for numbers: (integer - zero point) * scale, with one scale and
 * zero point or one of each for every index of an axis, or for every block along it.
 */
final class Quantization {

    private final @Nullable Tensor scale;
    private final @Nullable Tensor zero;
    private final int extent;
    private final int inner;
    private final int block;
    private final Shape shape;

    private Quantization(
            Shape shape, int axis, int block, @Nullable Tensor scale, @Nullable Tensor zero) {
        this.block = block;
        this.scale = scale;
        this.zero = zero;
        this.shape = shape;
        int rank = shape.rank();
        int a = axis < 0 ? axis + rank : axis;
        this.extent = a >= 0 && a < rank ? shape.dim(a) : 1;
        this.inner = a >= 0 && a < rank ? shape.product(a + 1, rank) : 1;
    }

    static Quantization of(Shape shape, int axis, Tensor scale, @Nullable Tensor zero) {
        return new Quantization(shape, axis, 0, scale, zero);
    }

    /** With parameters for each block along the axis; a block of 0 for the other forms. */
    static Quantization of(Shape shape, int axis, int block, Tensor scale, @Nullable Tensor zero) {
        return new Quantization(shape, axis, block, scale, zero);
    }

    /** Without a scale. */
    static Quantization ofZero(Shape shape, int axis, @Nullable Tensor zero) {
        return new Quantization(shape, axis, 0, null, zero);
    }

    /** Checks scale and zero point, the input behind it, of input x. */
    static void check(Inputs in, int x, int scale, int axis) {
        check(in, x, scale, axis, 0);
    }

    /** Checks parameters for each block along the axis; a block of 0 for the other forms. */
    static void check(Inputs in, int x, int scale, int axis, int block) {
        if (block == 0) {
            checkCount(in, x, scale, axis);
        } else {
            Shape shape = in.shape(x);
            int a = in.axis(axis, shape.rank());
            Shape blocks = shape.with(a, (shape.dim(a) + block - 1L) / block);
            in.check(
                    in.shape(scale).equals(blocks),
                    "expected a scale for each block of "
                            + block
                            + " along axis "
                            + axis
                            + ", "
                            + blocks
                            + ", actual "
                            + in.shape(scale));
        }
        in.check(
                in.type(scale).dtype().isFloat(),
                "expected a scale of floats, actual " + in.type(scale));
        if (in.has(scale + 1)) {
            in.check(
                    in.shape(scale + 1).elements() == in.shape(scale).elements(),
                    "expected as many zero points as scales, actual " + in.type(scale + 1));
        }
    }

    /** Checks the zero point of input x. */
    static void checkZero(Inputs in, int x, int zero, int axis) {
        if (in.has(zero)) {
            checkCount(in, x, zero, axis);
        }
    }

    private static void checkCount(Inputs in, int x, int parameter, int axis) {
        int count = in.shape(parameter).elements();
        Shape shape = in.shape(x);
        int a = axis < 0 ? axis + shape.rank() : axis;
        in.check(
                count == 1 || a >= 0 && a < shape.rank() && count == shape.dim(a),
                "expected input "
                        + parameter
                        + " of one element, or of one for each index of axis "
                        + axis
                        + " of "
                        + shape
                        + ", actual "
                        + in.type(parameter));
    }

    private int parameter(Tensor of, int i) {
        if (block > 0) {
            int blocks = (extent + block - 1) / block;
            return (i / inner / extent * blocks + i / inner % extent / block) * inner + i % inner;
        }
        return of.shape().elements() == 1 ? 0 : i / inner % extent;
    }

    /** The scale of element i. */
    double scale(int i) {
        return scale == null ? 1 : scale.getDouble(parameter(scale, i));
    }

    private long zero(int i) {
        return zero == null ? 0 : zero.getLong(parameter(zero, i));
    }

    /** Element i of x minus its zero point. */
    long centred(Tensor x, int i) {
        return x.getLong(i) - zero(i);
    }

    /** All elements of x minus their zero points. */
    Tensor centred(Tensor x, DType dtype) {
        Tensor centred = Tensor.allocate(Arena.ofAuto(), dtype, shape);
        for (int i = 0; i < shape.elements(); i++) {
            centred.setLong(i, centred(x, i));
        }
        return centred;
    }

    /** The numbers that x stands for. */
    Tensor dequantized(Tensor x) {
        Tensor numbers = Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, shape);
        for (int i = 0; i < shape.elements(); i++) {
            numbers.setDouble(i, dequantized(x, i));
        }
        return numbers;
    }

    /** The number that element i of x stands for; floats have no zero point but 0. */
    double dequantized(Tensor x, int i) {
        return (x.dtype().isFloat() ? x.getDouble(i) : centred(x, i)) * scale(i);
    }

    /** Sets element i of y to what stands for a number. */
    void quantize(double number, Tensor y, int i) {
        quantize(number, y, i, true);
    }

    /**
     * Sets element i of y to what stands for a number.
     *
     * @param saturate as in {@link Cast}; integers always are
     */
    void quantize(double number, Tensor y, int i, boolean saturate) {
        if (y.dtype().isFloat()) {
            double quotient = (float) (number / scale(i));
            if (saturate) {
                y.setDouble(i, quotient);
            } else {
                y.setDoubleUnsaturated(i, quotient);
            }
            return;
        }
        // Halves must be found where a quotient of 32-bit floats has them.
        double rounded = Math.rint((float) (number / scale(i))) + zero(i);
        int bits = y.dtype().bits();
        double low = y.dtype().isUnsigned() ? 0 : -Math.pow(2, bits - 1);
        double high = Math.pow(2, y.dtype().isUnsigned() ? bits : bits - 1) - 1;
        y.setDouble(i, Math.clamp(rounded, low, high));
    }
}
