package dev.lanewise.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a model says of an input or output.
 *
 * @param name the tensor's name
 * @param dtype its element type
 * @param dims its extents, each fixed or symbolic
 */
public record TensorInfo(String name, DType dtype, List<Dim> dims) {

    /**
     * An extent: a fixed size, or a symbol whose size is given with the session.
     *
     * @param symbol the symbol, empty if the size is fixed or unnamed
     * @param size the size, -1 if symbolic
     */
    public record Dim(String symbol, long size) {
        /** Whether the size is known. */
        public boolean isFixed() {
            return size >= 0;
        }

        @Override
        public String toString() {
            return isFixed() ? Long.toString(size) : symbol.isEmpty() ? "?" : symbol;
        }
    }

    /** Copies the list. */
    public TensorInfo {
        dims = List.copyOf(dims);
    }

    /** Information of fixed shape. */
    public static TensorInfo of(String name, DType dtype, Shape shape) {
        return new TensorInfo(
                name, dtype, Arrays.stream(shape.dims()).mapToObj(d -> new Dim("", d)).toList());
    }

    /** Whether every extent is known. */
    public boolean isFixed() {
        return dims.stream().allMatch(Dim::isFixed);
    }

    /** The shape, with {@code unknown} in place of each symbolic extent. */
    public Shape shape(long unknown) {
        return Shape.of(dims.stream().mapToLong(d -> d.isFixed() ? d.size() : unknown).toArray());
    }

    @Override
    public String toString() {
        return name
                + " "
                + dtype
                + dims.stream().map(Dim::toString).collect(Collectors.joining(",", "[", "]"));
    }
}
