package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import java.util.List;

/**
 * Gives the first input the shape in the second; -1 is inferred.
 *
 * @param allowZero whether 0 means an extent of zero rather than a copy of the input's extent
 */
public record Reshape(boolean allowZero) implements ViewOp {

    @Override
    public String type() {
        return "Reshape";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0);
        long[] dims = in.longs(1, "the target shape");
        int unknown = -1;
        long known = 1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == 0 && !allowZero) {
                in.check(
                        i < x.rank(),
                        "expected 0 to copy an extent of " + x + ", actual position " + i);
                dims[i] = x.dim(i);
            }
            if (dims[i] == -1) {
                in.check(unknown < 0, "expected at most one -1 in the target shape");
                unknown = i;
            } else {
                in.check(dims[i] >= 0, "expected extents of at least -1, actual " + dims[i]);
                in.check(
                        dims[i] <= Shape.MAX_ELEMENTS && known <= Shape.MAX_ELEMENTS,
                        "expected a smaller target shape");
                known *= dims[i];
            }
        }
        if (unknown >= 0) {
            in.check(
                    known > 0 && x.elements() % known == 0,
                    "expected " + x + " to divide into " + known + " per -1");
            dims[unknown] = x.elements() / known;
        }
        Shape y = Shape.of(dims);
        in.check(
                y.elements() == x.elements(),
                "expected as many elements as " + x + ", actual " + y);
        return List.of(in.type(0).withShape(y));
    }
}
