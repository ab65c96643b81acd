/**
 * Where a network puts pictures: the features before its last layer, and maps of them in the plane,
 * by {@link dev.lanewise.model.features.Pca} and {@link dev.lanewise.model.features.Tsne}. Points
 * are rows, {@code [count, dims]}.
 */
@NullMarked
package dev.lanewise.model.features;

import org.jspecify.annotations.NullMarked;
