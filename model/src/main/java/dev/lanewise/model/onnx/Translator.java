package dev.lanewise.model.onnx;

/** What an ONNX operator, in any of its versions, means in operators of {@code model.op}. */
@FunctionalInterface
interface Translator {

    /** Translates one node by calling {@link OnnxNode#becomes}. */
    void translate(OnnxNode node);
}
