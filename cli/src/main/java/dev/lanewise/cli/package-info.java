/**
 * The {@code lanewise} command: a class per command, and the few pieces that they share. Options
 * and output live here; whatever a program could want is in {@code dev.lanewise.model}. Pictures
 * become {@code [1, C, H, W]} tensors.
 */
@NullMarked
package dev.lanewise.cli;

import org.jspecify.annotations.NullMarked;
