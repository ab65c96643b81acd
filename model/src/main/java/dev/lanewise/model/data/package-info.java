/**
 * Pictures to learn from: datasets read from files, and the mini-batches made of them. Files are
 * hostile until read. What is random follows from a seed and a place, never from what was asked
 * before. Pictures are [N, C, H, W].
 */
@NullMarked
package dev.lanewise.model.data;

import org.jspecify.annotations.NullMarked;
