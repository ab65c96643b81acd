/**
 * One record per operator: its attributes, checked when it is made, and its shape rule. Plain
 * operators also carry their own computation. Shapes follow the ONNX specification.
 */
@NullMarked
package dev.lanewise.model.op;

import org.jspecify.annotations.NullMarked;
