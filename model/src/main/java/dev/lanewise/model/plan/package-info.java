/**
 * From a typed graph to kernel calls: layouts, packed weights, and one arena with offsets by
 * lifetime. Nothing here runs a network; a session binds a plan to memory. Image tensors are {@code
 * [N, C, H, W]}, in memory mostly channel-blocked.
 */
@NullMarked
package dev.lanewise.model.plan;

import org.jspecify.annotations.NullMarked;
