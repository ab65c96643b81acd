package dev.lanewise.model.explain;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Small pictures in rows, each with a label, under a title. */
public final class PictureGrid {

    private static final int MARGIN = 10;
    private static final int GAP = 6;
    private static final int LABEL = 13;

    private PictureGrid() {}

    /**
     * A tile.
     *
     * @param label below the picture
     * @param picture enlarged without smoothing, so that its pixels can be counted
     */
    public record Tile(String label, BufferedImage picture) {}

    /**
     * Draws a grid.
     *
     * @param title above it
     * @param columns tiles of a row
     * @param side pixels that the longer side of a tile gets
     */
    public static BufferedImage of(String title, List<Tile> tiles, int columns, int side) {
        int across = Math.min(columns, Math.max(1, tiles.size()));
        int rows = Math.max(1, Math.ceilDiv(tiles.size(), across));
        int top = MARGIN + 26;
        BufferedImage grid =
                new BufferedImage(
                        Math.max(320, 2 * MARGIN + across * (side + GAP) - GAP),
                        top + rows * (side + LABEL + GAP) + MARGIN - GAP,
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D g = Lettering.begin(grid);
        g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
        g.drawString(
                Lettering.fit(title, g.getFontMetrics(), grid.getWidth() - 2 * MARGIN),
                MARGIN,
                MARGIN + 12);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
        g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        for (int i = 0; i < tiles.size(); i++) {
            Tile tile = tiles.get(i);
            int left = MARGIN + i % across * (side + GAP);
            int y = top + i / across * (side + LABEL + GAP);
            int w = tile.picture.getWidth();
            int h = tile.picture.getHeight();
            int longer = Math.max(w, h);
            g.drawImage(tile.picture, left, y, side * w / longer, side * h / longer, null);
            g.setColor(Color.DARK_GRAY);
            g.drawString(
                    Lettering.fit(tile.label, g.getFontMetrics(), side),
                    left,
                    y + side + LABEL - 3);
        }
        g.dispose();
        return grid;
    }
}
