package dev.lanewise.model.op;

/**
 * An operator whose first output has the elements of its first input, in the same row-major order,
 * under another shape.
 */
public sealed interface ViewOp extends Op
        permits Dropout, Flatten, Identity, Reshape, Squeeze, Unsqueeze {}
