package dev.lanewise.model.explain;

import dev.lanewise.model.image.Colormap;
import dev.lanewise.model.image.Resampling;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * A heat map as a picture. Colours run from 0 to the magnitude that 99.5 % of the pixels don't
 * exceed, so that a few outliers don't make the rest dark; a map with negative values is red where
 * it is positive and blue where it is negative.
 *
 * @param map the numbers
 * @param range what gets the last colour
 * @param signed whether colours diverge from 0
 */
public record HeatMapPicture(HeatMap map, float range, boolean signed) {

    private static final double SHOWN = 0.995;
    private static final int MARGIN = 12;
    private static final int BAR_WIDTH = 14;
    private static final int SCALE_WIDTH = 74;

    /** Chooses range and colours by the values. */
    public static HeatMapPicture of(HeatMap map) {
        float shown = map.magnitude(SHOWN);
        float range = shown > 0 ? shown : Math.max(Math.abs(map.max()), Math.abs(map.min()));
        return new HeatMapPicture(map, range, map.min() < 0);
    }

    /** The colours. */
    public Colormap colours() {
        return signed ? Colormap.RED_BLUE : Colormap.INFERNO;
    }

    private int rgb(float value) {
        if (range == 0) {
            return colours().rgb(signed ? 0.5 : 0);
        }
        return colours().rgb(signed ? 0.5 + value / (2.0 * range) : value / (double) range);
    }

    /** The bare map, a pixel for each value. */
    public BufferedImage image() {
        BufferedImage image =
                new BufferedImage(map.width(), map.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < map.height(); y++) {
            for (int x = 0; x < map.width(); x++) {
                image.setRGB(x, y, rgb(map.at(x, y)));
            }
        }
        return image;
    }

    /**
     * The map laid over a picture, which is made grey.
     *
     * @param picture as the network sees it; the map is brought to its size
     * @param alpha from 0, the picture alone, to 1, the map alone
     */
    public BufferedImage over(BufferedImage picture, double alpha) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        HeatMapPicture sized = new HeatMapPicture(map.resized(width, height), range, signed);
        BufferedImage image = sized.image();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int rgb = picture.getRGB(x, y);
                int grey =
                        ((rgb >> 16 & 0xFF) * 299 + (rgb >> 8 & 0xFF) * 587 + (rgb & 0xFF) * 114)
                                / 1000;
                int hot = image.getRGB(x, y);
                image.setRGB(
                        x,
                        y,
                        blend(grey, hot >> 16 & 0xFF, alpha) << 16
                                | blend(grey, hot >> 8 & 0xFF, alpha) << 8
                                | blend(grey, hot & 0xFF, alpha));
            }
        }
        return image;
    }

    private static int blend(int below, int above, double alpha) {
        return (int) Math.round(below + alpha * (above - below));
    }

    /**
     * The picture, the map over it and the scale of the colours, side by side under a title.
     *
     * @param picture as the network sees it
     * @param title lines; the first is larger
     * @param alpha of the map over the picture
     */
    public BufferedImage sheet(BufferedImage picture, List<String> title, double alpha) {
        int side = Math.max(picture.getWidth(), picture.getHeight());
        int zoom = Math.max(1, Math.round(336f / side));
        int width = picture.getWidth() * zoom;
        int height = picture.getHeight() * zoom;
        BufferedImage plain = enlarged(picture, width, height);
        BufferedImage above = over(plain, alpha);
        int top = MARGIN + 24 + 18 * (title.size() - 1);
        BufferedImage sheet =
                new BufferedImage(
                        3 * MARGIN + 2 * width + MARGIN + BAR_WIDTH + SCALE_WIDTH,
                        top + height + MARGIN,
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D g = Lettering.begin(sheet);
        for (int i = 0; i < title.size(); i++) {
            g.setFont(new Font(Font.SANS_SERIF, i == 0 ? Font.BOLD : Font.PLAIN, i == 0 ? 15 : 12));
            g.drawString(
                    Lettering.fit(title.get(i), g.getFontMetrics(), sheet.getWidth() - 2 * MARGIN),
                    MARGIN,
                    MARGIN + 13 + 18 * i);
        }
        g.drawImage(plain, MARGIN, top, null);
        g.drawImage(above, 2 * MARGIN + width, top, null);
        bar(g, 3 * MARGIN + 2 * width, top, height);
        g.dispose();
        return sheet;
    }

    /** Small pictures keep their pixels, large ones are as they are. */
    private static BufferedImage enlarged(BufferedImage picture, int width, int height) {
        if (width == picture.getWidth()) {
            return picture;
        }
        if (picture.getWidth() >= 112) {
            return Resampling.stretch(picture, width, height);
        }
        BufferedImage large = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = large.createGraphics();
        g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        g.drawImage(picture, 0, 0, width, height, null);
        g.dispose();
        return large;
    }

    private void bar(Graphics2D g, int left, int top, int height) {
        for (int y = 0; y < height; y++) {
            g.setColor(new Color(colours().rgb(1 - y / (double) Math.max(1, height - 1))));
            g.fillRect(left, top + y, BAR_WIDTH, 1);
        }
        g.setColor(Color.DARK_GRAY);
        g.setStroke(new BasicStroke(1));
        g.drawRect(left, top, BAR_WIDTH, height - 1);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        FontMetrics metrics = g.getFontMetrics();
        float[] marks = signed ? new float[] {range, 0, -range} : new float[] {range, range / 2, 0};
        for (int i = 0; i < marks.length; i++) {
            int y = top + i * (height - 1) / (marks.length - 1);
            int baseline =
                    Math.clamp(
                            y + metrics.getAscent() / 2 - 1,
                            top + metrics.getAscent() - 2,
                            top + height - 1);
            g.drawLine(left + BAR_WIDTH, y, left + BAR_WIDTH + 3, y);
            g.drawString(number(marks[i]), left + BAR_WIDTH + 6, baseline);
        }
    }

    private static String number(float value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.3g", value);
    }
}
