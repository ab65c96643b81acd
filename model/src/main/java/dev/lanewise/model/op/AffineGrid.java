package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Where each element of an output of the constant size in the second input, [N, C, H, W] or [N, C,
 * D, H, W], lies in the input, by an affine map theta [N, 2, 3] or [N, 3, 4]. The output is [N, H,
 * W, 2] or [N, D, H, W, 3], x first: what {@link GridSample} takes.
 *
 * @param alignCorners whether -1 and 1 are the centres of the outermost elements rather than their
 *     outer borders
 */
public record AffineGrid(boolean alignCorners) implements PlainOp {

    @Override
    public String type() {
        return "AffineGrid";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        long[] size = in.longs(1, "the size");
        int space = size.length - 2;
        in.check(space == 2 || space == 3, "expected a size of 4 or 5 extents, actual " + space);
        in.check(
                in.shape(0).equals(Shape.of(size[0], space, space + 1)),
                "expected theta of ["
                        + size[0]
                        + ", "
                        + space
                        + ", "
                        + (space + 1)
                        + "], actual "
                        + in.shape(0));
        long[] dims = new long[space + 2];
        dims[0] = size[0];
        System.arraycopy(size, 2, dims, 1, space);
        dims[space + 1] = space;
        return List.of(in.type(0).withShape(Shape.of(dims)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor theta = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        int space = y.shape().dim(-1);
        Shape points = Shape.of(Arrays.copyOf(y.shape().dims(), space + 1));
        Walk walk = new Walk(points);
        for (int i = 0; i < points.elements(); i++) {
            int matrix = walk.index(0) * space * (space + 1);
            for (int row = 0; row < space; row++) {
                double sum = theta.getDouble(matrix + row * (space + 1) + space);
                for (int j = 0; j < space; j++) {
                    // The first coordinate is of the last axis.
                    int axis = space - j;
                    sum +=
                            theta.getDouble(matrix + row * (space + 1) + j)
                                    * place(walk.index(axis), points.dim(axis));
                }
                y.setDouble(i * space + row, sum);
            }
            walk.next();
        }
    }

    private double place(int index, int extent) {
        if (alignCorners) {
            return extent == 1 ? 0 : 2.0 * index / (extent - 1) - 1;
        }
        return (2.0 * index + 1) / extent - 1;
    }
}
