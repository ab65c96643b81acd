/**
 * Single kernels beside those of native libraries: what is computed ({@link
 * dev.lanewise.bench.kernel.Work}), who computes it ({@link dev.lanewise.bench.kernel.Engine}), and
 * two ways to time it, the table of {@link dev.lanewise.bench.kernel.KernelTable} and JMH.
 */
@NullMarked
package dev.lanewise.bench.kernel;

import org.jspecify.annotations.NullMarked;
