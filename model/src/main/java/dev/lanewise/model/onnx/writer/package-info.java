/**
 * Graphs into ONNX files: the way back of the translators in {@code model.onnx}. {@code
 * OperatorWriting} knows every operator; what Lanewise fused is written as the operators that it
 * was made of. Not exported.
 */
@NullMarked
package dev.lanewise.model.onnx.writer;

import org.jspecify.annotations.NullMarked;
