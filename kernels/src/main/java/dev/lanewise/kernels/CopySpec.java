package dev.lanewise.kernels;

import java.util.List;

/**
 * A strided copy: element (i0, i1, ...) goes from sum(ik * sourceStrides[k]) to sum(ik *
 * targetStrides[k]). Transposes, slices, concatenations, expansions and channel shuffles are copies
 * of this kind.
 *
 * @param elementBytes 1, 2, 4 or 8
 * @param shape extents of the iteration
 * @param sourceStrides in elements; 0 repeats, negative walks backwards
 * @param targetStrides in elements, positive
 * @param sourceStart first element read
 * @param targetStart first element written
 */
public record CopySpec(
        int elementBytes,
        List<Integer> shape,
        List<Long> sourceStrides,
        List<Long> targetStrides,
        long sourceStart,
        long targetStart) {

    /**
     * @throws IllegalArgumentException if ranks differ, the element size is unknown, an extent is
     *     negative, a target stride is not positive or an offset would be negative
     */
    public CopySpec {
        shape = List.copyOf(shape);
        sourceStrides = List.copyOf(sourceStrides);
        targetStrides = List.copyOf(targetStrides);
        if (elementBytes != 1 && elementBytes != 2 && elementBytes != 4 && elementBytes != 8) {
            throw new IllegalArgumentException(
                    "copy: expected elements of 1, 2, 4 or 8 bytes, actual " + elementBytes);
        }
        if (shape.size() != sourceStrides.size() || shape.size() != targetStrides.size()) {
            throw new IllegalArgumentException(
                    "copy: expected equal ranks, actual shape="
                            + shape
                            + " sourceStrides="
                            + sourceStrides
                            + " targetStrides="
                            + targetStrides);
        }
        if (shape.stream().anyMatch(extent -> extent < 0)
                || targetStrides.stream().anyMatch(stride -> stride <= 0)) {
            throw new IllegalArgumentException(
                    "copy: expected extents >= 0 and target strides > 0, actual shape="
                            + shape
                            + " targetStrides="
                            + targetStrides);
        }
        if (lowest(shape, sourceStrides, sourceStart) < 0
                || lowest(shape, targetStrides, targetStart) < 0) {
            throw new IllegalArgumentException(
                    "copy: expected no negative offset, actual shape="
                            + shape
                            + " sourceStrides="
                            + sourceStrides
                            + " sourceStart="
                            + sourceStart);
        }
    }

    /** Bytes of the source up to the last element read. */
    public long sourceBytes() {
        return bytes(sourceStrides, sourceStart);
    }

    /** Bytes of the target up to the last element written. */
    public long targetBytes() {
        return bytes(targetStrides, targetStart);
    }

    /** Elements copied. */
    public long elements() {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    private long bytes(List<Long> strides, long start) {
        long last = start;
        for (int i = 0; i < shape.size(); i++) {
            if (shape.get(i) == 0) {
                return 0;
            }
            long reach = Math.multiplyExact(Math.max(0, strides.get(i)), shape.get(i) - 1);
            last = Math.addExact(last, reach);
        }
        return Math.multiplyExact(last + 1, elementBytes);
    }

    /** In double, since a sum of any strides may exceed a long. */
    private static double lowest(List<Integer> shape, List<Long> strides, long start) {
        double low = start;
        for (int i = 0; i < shape.size(); i++) {
            low += (double) Math.min(0, strides.get(i)) * (shape.get(i) - 1);
        }
        return low;
    }
}
