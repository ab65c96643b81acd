package dev.lanewise.model;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The extents of a dense tensor, outermost first. Immutable; rank 0 is a scalar. */
public final class Shape {

    /** Most elements that a tensor may have. */
    public static final long MAX_ELEMENTS = Integer.MAX_VALUE;

    private final int[] dims;

    private Shape(int[] dims) {
        this.dims = dims;
    }

    /**
     * @throws IllegalArgumentException if an extent is negative or the product exceeds {@link
     *     #MAX_ELEMENTS}
     */
    public static Shape of(long... dims) {
        long elements = 1;
        long nonZero = 1;
        for (long dim : dims) {
            if (dim < 0 || dim > Integer.MAX_VALUE || nonZero > MAX_ELEMENTS) {
                throw tooLarge(dims);
            }
            elements *= dim;
            nonZero *= Math.max(dim, 1);
        }
        if (elements > MAX_ELEMENTS || nonZero > MAX_ELEMENTS) {
            throw tooLarge(dims);
        }
        return new Shape(Arrays.stream(dims).mapToInt(Math::toIntExact).toArray());
    }

    /** See {@link #of(long...)}. */
    public static Shape of(int... dims) {
        return of(Arrays.stream(dims).asLongStream().toArray());
    }

    private static IllegalArgumentException tooLarge(long[] dims) {
        return new IllegalArgumentException(
                "shape "
                        + Arrays.toString(dims)
                        + ": expected extents of at least 0 and at most "
                        + MAX_ELEMENTS
                        + " elements");
    }

    /** Number of dimensions. */
    public int rank() {
        return dims.length;
    }

    /** Extent of dimension {@code i}; negative counts from the end. */
    public int dim(int i) {
        return dims[i < 0 ? i + dims.length : i];
    }

    /** A copy of the extents. */
    public int[] dims() {
        return dims.clone();
    }

    /** Product of all extents. */
    public int elements() {
        return product(0, dims.length);
    }

    /** Product of extents {@code from} (inclusive) to {@code to} (exclusive). */
    public int product(int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= dims[i];
        }
        return product;
    }

    /** This shape with dimension {@code i} replaced. */
    public Shape with(int i, long extent) {
        long[] copy = IntStream.of(dims).asLongStream().toArray();
        copy[i < 0 ? i + dims.length : i] = extent;
        return of(copy);
    }

    /** Row-major strides, in elements. */
    public long[] strides() {
        long[] strides = new long[dims.length];
        long stride = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= dims[i];
        }
        return strides;
    }

    /**
     * The shape to which both broadcast, as NumPy and ONNX define it.
     *
     * @throws IllegalArgumentException if they don't
     */
    public static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        long[] dims = new long[rank];
        for (int i = 1; i <= rank; i++) {
            int da = i <= a.rank() ? a.dim(-i) : 1;
            int db = i <= b.rank() ? b.dim(-i) : 1;
            if (da != db && da != 1 && db != 1) {
                throw new IllegalArgumentException(
                        "shapes " + a + " and " + b + " don't broadcast");
            }
            dims[rank - i] = da == 1 ? db : da;
        }
        return of(dims);
    }

    /** This shape with ones in front, up to {@code rank}. */
    public Shape padded(int rank) {
        long[] padded = new long[rank];
        Arrays.fill(padded, 1);
        for (int i = 0; i < dims.length; i++) {
            padded[rank - dims.length + i] = dims[i];
        }
        return of(padded);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    @Override
    public String toString() {
        return IntStream.of(dims)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "[", "]"));
    }
}
