/**
 * Numeric kernels over native memory segments, each prepared once for fixed shapes and then run
 * without allocating.
 *
 * <p>A {@link dev.lanewise.kernels.Kernels} provider (vector or scalar) makes a {@link
 * dev.lanewise.kernels.Kernel} for a specification such as {@link dev.lanewise.kernels.ConvSpec};
 * {@link dev.lanewise.kernels.Kernel#bind binding} it to segments checks every operand once and
 * gives a {@link dev.lanewise.kernels.Kernel.Call} that only computes.
 *
 * <p>Shape legend: {@code N} batch, {@code C} channels, {@code H} rows, {@code W} columns; {@code
 * c} is the channel block of a {@link dev.lanewise.kernels.Layout}. All values are 32-bit floats in
 * native byte order unless a name says otherwise.
 */
@NullMarked
package dev.lanewise.kernels;

import org.jspecify.annotations.NullMarked;
