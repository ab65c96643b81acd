/**
 * Raw native memory and the parts of a tensor that no kernel computes: its halo and the padding of
 * its last channel block.
 */
@NullMarked
package dev.lanewise.kernels.memory;

import org.jspecify.annotations.NullMarked;
