/**
 * The layer stack: networks put together from layers with PyTorch's names, argument order, defaults
 * and initial distributions. A layer is a description that adds ordinary nodes and named weights to
 * a graph; from there on it is a network like one read from a file. Images are [N, C, H, W].
 */
@NullMarked
package dev.lanewise.model.nn;

import org.jspecify.annotations.NullMarked;
