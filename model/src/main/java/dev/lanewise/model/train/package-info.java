/**
 * Training: losses, optimisers, schedules, and runs that can be stopped at any moment and go on as
 * if nothing had happened. A step is one compiled graph of network, loss and gradients, whose
 * weights are inputs, followed by the optimiser in the memory of these inputs. Pictures are [N, C,
 * H, W].
 */
@NullMarked
package dev.lanewise.model.train;

import org.jspecify.annotations.NullMarked;
