package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Puts columns back where a window took them from, and adds where windows overlap. Inputs: columns
 * [N, C * block, L]; constant extents of the image; constant extents of the block. The output is
 * [N, C, image].
 *
 * @param strides steps of the block; none for 1
 * @param pads padding of the image, first all beginnings, then all ends; none for 0
 * @param dilations distances between elements of the block; none for 1
 */
public record Col2Im(List<Integer> strides, List<Integer> pads, List<Integer> dilations)
        implements PlainOp {

    /**
     * @throws IllegalArgumentException if a stride or dilation is below 1, or a pad below 0
     */
    public Col2Im {
        strides = List.copyOf(strides);
        pads = List.copyOf(pads);
        dilations = List.copyOf(dilations);
        if (strides.stream().anyMatch(s -> s < 1)
                || dilations.stream().anyMatch(d -> d < 1)
                || pads.stream().anyMatch(p -> p < 0)) {
            throw new IllegalArgumentException(
                    "expected strides and dilations of at least 1 and pads of at least 0, actual "
                            + strides
                            + ", "
                            + dilations
                            + " and "
                            + pads);
        }
    }

    @Override
    public String type() {
        return "Col2Im";
    }

    private static int or(List<Integer> list, int i, int otherwise) {
        return list.isEmpty() ? otherwise : list.get(i);
    }

    /** Positions of the block along each axis. */
    private long[] positions(long[] image, long[] block) {
        long[] positions = new long[image.length];
        for (int i = 0; i < image.length; i++) {
            long padded = image[i] + or(pads, i, 0) + or(pads, image.length + i, 0);
            long span = or(dilations, i, 1) * (block[i] - 1) + 1;
            positions[i] = padded < span ? 0 : (padded - span) / or(strides, i, 1) + 1;
        }
        return positions;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0);
        long[] image = in.longs(1, "the image's extents");
        long[] block = in.longs(2, "the block's extents");
        int axes = image.length;
        in.check(
                block.length == axes
                        && (strides.isEmpty() || strides.size() == axes)
                        && (dilations.isEmpty() || dilations.size() == axes)
                        && (pads.isEmpty() || pads.size() == 2 * axes),
                "expected block, strides, dilations and pads for " + axes + " axes");
        Shape blocks = Shape.of(block);
        int count = blocks.elements();
        int columns = Shape.of(positions(image, block)).elements();
        in.check(
                x.rank() == 3 && count > 0 && x.dim(1) % count == 0 && x.dim(2) == columns,
                "expected columns of [N, a multiple of "
                        + count
                        + ", "
                        + columns
                        + "], actual "
                        + x);
        return List.of(
                in.type(0)
                        .withShape(
                                Shape.of(
                                        LongStream.concat(
                                                        LongStream.of(x.dim(0), x.dim(1) / count),
                                                        LongStream.of(image))
                                                .toArray())));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        long[] image = IndexedCopy.required(inputs, 1).toLongArray();
        long[] block = IndexedCopy.required(inputs, 2).toLongArray();
        Tensor y = outputs.getFirst();
        y.segment().fill((byte) 0);
        int plane = Shape.of(image).elements();
        long[] strideOf = Shape.of(image).strides();
        Walk within = new Walk(Shape.of(block));
        Walk places = new Walk(Shape.of(positions(image, block)));
        for (int row = 0; row < x.shape().dim(0) * x.shape().dim(1); row++) {
            int first = row / Shape.of(block).elements() * plane;
            for (int column = 0; column < x.shape().dim(2); column++) {
                long at = first;
                boolean inside = true;
                for (int axis = 0; axis < image.length; axis++) {
                    long index =
                            (long) places.index(axis) * or(strides, axis, 1)
                                    + (long) within.index(axis) * or(dilations, axis, 1)
                                    - or(pads, axis, 0);
                    inside &= index >= 0 && index < image[axis];
                    at += index * strideOf[axis];
                }
                if (inside) {
                    int to = (int) at;
                    int from = row * x.shape().dim(2) + column;
                    y.setDouble(to, y.getDouble(to) + x.getDouble(from));
                }
                places.next();
            }
            within.next();
        }
    }
}
