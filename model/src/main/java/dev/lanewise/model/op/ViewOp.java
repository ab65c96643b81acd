package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * An operator whose first output has the elements of its first input, in the same row-major order,
 * under another shape.
 */
public sealed interface ViewOp extends Op
        permits AlignAxis, Dropout, Flatten, Identity, Reshape, ReshapeLike, Squeeze, Unsqueeze {

    @Override
    default void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        outputs.getFirst().segment().copyFrom(IndexedCopy.required(inputs, 0).segment());
    }
}
