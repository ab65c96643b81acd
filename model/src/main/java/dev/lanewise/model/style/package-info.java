/**
 * Pictures painted in the style of others: {@link dev.lanewise.model.style.StyleTransfer} optimises
 * the pixels so that features of a network are those of one picture and their correlations those of
 * another. Pictures are {@code [3, H, W]}, red, green, blue from 0 to 1.
 */
@NullMarked
package dev.lanewise.model.style;

import org.jspecify.annotations.NullMarked;
