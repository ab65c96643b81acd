/**
 * Tensors in files of NumPy's {@code .npy} format. Files are hostile until read: every error names
 * the file and what was expected. Tensors of any shape, row-major.
 */
@NullMarked
package dev.lanewise.model.npy;

import org.jspecify.annotations.NullMarked;
