/**
 * The one representation of a network: an immutable list of nodes over named values, with shape and
 * type inference. Values are dense tensors; image tensors are {@code [N, C, H, W]}.
 */
@NullMarked
package dev.lanewise.model.graph;

import org.jspecify.annotations.NullMarked;
