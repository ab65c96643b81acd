package dev.lanewise.cli;

import dev.lanewise.model.explain.FeatureMaps;
import dev.lanewise.model.explain.PictureGrid;

import java.awt.image.BufferedImage;
import java.util.List;

/** Grids of a convolution's filters or maps. */
final class LayerPictures {

    private static final int MOST = 128;
    private static final int COLUMNS = 16;
    private static final int SIDE = 56;

    private LayerPictures() {}

    static BufferedImage grid(Subject subject, FeatureMaps.Layer layer, boolean filters) {
        return grid(subject, layer, filters, MOST);
    }

    static BufferedImage grid(Subject subject, FeatureMaps.Layer layer, boolean filters, int most) {
        List<PictureGrid.Tile> tiles =
                filters
                        ? FeatureMaps.filters(subject.explainer(), layer)
                        : FeatureMaps.maps(subject.explainer(), subject.values(), layer);
        int shown = Math.min(most, tiles.size());
        String count = shown < tiles.size() ? shown + " of " + tiles.size() : "" + shown;
        return PictureGrid.of(
                layer.name() + ": " + count + (filters ? " filters" : " feature maps"),
                tiles.subList(0, shown),
                COLUMNS,
                SIDE);
    }
}
