/**
 * The kernels in the Vector API: this package alone needs {@code jdk.incubator.vector}, and is
 * loaded by name so that a JVM without that module can do without.
 *
 * <p>Channels are lanes: 4-D tensors are NCHWc with c = {@link
 * dev.lanewise.kernels.Kernels#lanes()}. Every inner loop is one flat counted loop over addresses
 * marked with {@link dev.lanewise.kernels.memory.Memory#address}; vectors are locals and never
 * cross a method that is not inlined.
 */
@NullMarked
package dev.lanewise.kernels.vector;

import org.jspecify.annotations.NullMarked;
