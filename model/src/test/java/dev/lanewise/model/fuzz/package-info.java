/** Damaged files of every format, made of sound ones: whatever is read, it ends in an answer. */
@NullMarked
package dev.lanewise.model.fuzz;

import org.jspecify.annotations.NullMarked;
