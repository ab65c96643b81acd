package dev.lanewise.model.op;

/** How padding is found: ONNX's {@code auto_pad}. */
public enum AutoPad {
    /** The pads are given. */
    NOTSET,
    /** Output extent = ceil(input / stride); an odd pad goes to the end. */
    SAME_UPPER,
    /** Output extent = ceil(input / stride); an odd pad goes to the beginning. */
    SAME_LOWER,
    /** No padding. */
    VALID
}
