package dev.lanewise.kernels.vector;

/**
 * How the pixels of {@link PoolWindowLoops} lie.
 *
 * @param columns pixels of a row
 * @param tapBytes bytes from one column of a window to the next
 * @param stepBytes bytes from one pixel's window to the next
 * @param strideBytes bytes from the windows of one row of pixels to those of the next
 * @param yBytes bytes from one row of pixels to the next
 */
record PoolPlace(int columns, long tapBytes, int stepBytes, long strideBytes, long yBytes) {}
