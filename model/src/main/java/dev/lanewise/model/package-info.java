/**
 * Loading and running convolutional networks: a {@link dev.lanewise.model.Model} is immutable and
 * shared, a {@link dev.lanewise.model.Session} is one thread's memory and state. Image tensors are
 * {@code [N, C, H, W]}.
 */
@NullMarked
package dev.lanewise.model;

import org.jspecify.annotations.NullMarked;
