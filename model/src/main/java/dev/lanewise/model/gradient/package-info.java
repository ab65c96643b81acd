/**
 * Gradients of a network, as another network. {@link dev.lanewise.model.gradient.Gradients} walks a
 * graph backwards and lets the rule of each operator add the nodes that compute its part. Image
 * tensors are {@code [N, C, H, W]}.
 */
@NullMarked
package dev.lanewise.model.gradient;

import org.jspecify.annotations.NullMarked;
