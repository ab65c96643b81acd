/**
 * From a picture file to a network's input: {@link dev.lanewise.model.image.Pictures} reads, {@link
 * dev.lanewise.model.image.Resampling} resizes, {@link dev.lanewise.model.image.Preprocessing} does
 * all of it and fills a {@code [1, C, H, W]} tensor, {@link
 * dev.lanewise.model.image.PreprocessingGuess} says what a model probably wants, and {@link
 * dev.lanewise.model.image.Labels} names its classes. Needs the module {@code java.desktop};
 * formats that ImageIO doesn't know (WebP, CMYK JPEG) come from its plugins.
 */
@NullMarked
package dev.lanewise.model.image;

import org.jspecify.annotations.NullMarked;
