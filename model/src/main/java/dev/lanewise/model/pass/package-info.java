/**
 * Small pure functions from graph to graph, each named after what it does. The order in which they
 * run is in {@link dev.lanewise.model.pass.Passes}. Image tensors are {@code [N, C, H, W]}.
 */
@NullMarked
package dev.lanewise.model.pass;

import org.jspecify.annotations.NullMarked;
