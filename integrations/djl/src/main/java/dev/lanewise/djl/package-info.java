/**
 * Lanewise as an engine of the Deep Java Library, named {@code Lanewise}: with it on the class path
 * a DJL program loads ONNX models and runs its translators without a native library. Arrays have
 * the operations that pictures need before a model, and answers behind it; the others throw {@link
 * java.lang.UnsupportedOperationException} with their name.
 */
@NullMarked
package dev.lanewise.djl;

import org.jspecify.annotations.NullMarked;
