/**
 * Reads ONNX files into graphs. Files are hostile until read: every error names the node, the
 * operator and what was expected. Image tensors are {@code [N, C, H, W]}.
 */
@NullMarked
package dev.lanewise.model.onnx;

import org.jspecify.annotations.NullMarked;
