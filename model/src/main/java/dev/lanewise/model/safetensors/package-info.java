/**
 * Tensors by name in files of the safetensors format: a length, a header in JSON, then all elements
 * without gaps. Files are hostile until read: every error names the file, the tensor and what was
 * expected. Tensors of any shape, row-major.
 */
@NullMarked
package dev.lanewise.model.safetensors;

import org.jspecify.annotations.NullMarked;
