package dev.lanewise.model.op;

/**
 * An operator without kernels: it always runs as {@link Op#compute}. Rare ones, and those on
 * integers.
 */
public sealed interface PlainOp extends Op
        permits Cast, Clip, ConstantOfShape, Expand, Gather, Pad, ShapeOf, Slice {}
