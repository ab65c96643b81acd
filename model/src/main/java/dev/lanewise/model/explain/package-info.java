/**
 * What a network learned: which parts of a picture a score rests on, by gradients and by covering,
 * and the filters and feature maps behind it. {@link dev.lanewise.model.explain.Explainer} makes
 * any network ready for the {@link dev.lanewise.model.explain.AttributionMethod}s. Pictures are
 * {@code [C, H, W]}.
 */
@NullMarked
package dev.lanewise.model.explain;

import org.jspecify.annotations.NullMarked;
