/**
 * Whole files in and out of native memory, for the readers and writers of formats, and work of
 * loading that several threads share. Not exported.
 */
@NullMarked
package dev.lanewise.model.file;

import org.jspecify.annotations.NullMarked;
