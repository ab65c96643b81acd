package dev.lanewise.cli;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.data.Augmentation;
import dev.lanewise.model.data.Batches;
import dev.lanewise.model.data.Dataset;
import dev.lanewise.model.data.Normalization;
import dev.lanewise.model.features.Points;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.IntStream;

/** Points of the plane as pictures. */
final class PointPictures {

    private static final int WIDTH = 1100;
    private static final int HEIGHT = 900;
    private static final int SIDE = 2000;
    private static final int MARGIN = 40;

    /** Matplotlib's tab20, the strong ones first; more classes begin again. */
    private static final int[] COLOURS = {
        0x1F77B4, 0xFF7F0E, 0x2CA02C, 0xD62728, 0x9467BD, 0x8C564B, 0xE377C2, 0x7F7F7F, 0xBCBD22,
        0x17BECF, 0xAEC7E8, 0xFFBB78, 0x98DF8A, 0xFF9896, 0xC5B0D5, 0xC49C94, 0xF7B6D2, 0xC7C7C7,
        0xDBDB8D, 0x9EDAE5
    };

    private PointPictures() {}

    private static Color colour(int label) {
        return new Color(COLOURS[label % COLOURS.length]);
    }

    /** A dot for each point, in the colour of its class, with a legend. */
    static BufferedImage scatter(Points plane, int[] labels, List<String> classes, String title) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).build();
        chart.getStyler()
                .setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
                .setChartBackgroundColor(Color.WHITE)
                .setLegendPosition(Styler.LegendPosition.OutsideE);
        chart.getStyler().setMarkerSize(plane.count() > 2_000 ? 5 : 7);
        chart.getStyler().setPlotGridLinesVisible(false);
        chart.getStyler().setAxisTicksVisible(false);
        for (int label = 0; label < classes.size(); label++) {
            int wanted = label;
            int[] members =
                    IntStream.range(0, labels.length).filter(i -> labels[i] == wanted).toArray();
            if (members.length > 0) {
                XYSeries series =
                        chart.addSeries(
                                classes.get(label),
                                IntStream.of(members).mapToDouble(i -> plane.at(i, 0)).toArray(),
                                IntStream.of(members).mapToDouble(i -> y(plane, i)).toArray());
                series.setMarker(SeriesMarkers.CIRCLE);
                series.setMarkerColor(colour(label));
            }
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static double y(Points plane, int i) {
        return plane.dims() > 1 ? plane.at(i, 1) : 0;
    }

    /**
     * Every picture small at its place, framed in the colour of its class; where several would lie
     * over each other, the first stays.
     */
    static BufferedImage thumbnails(Points plane, int[] labels, Dataset data) {
        BufferedImage sheet = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, SIDE, SIDE);
        g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        double left = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.POSITIVE_INFINITY;
        double top = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < plane.count(); i++) {
            left = Math.min(left, plane.at(i, 0));
            right = Math.max(right, plane.at(i, 0));
            bottom = Math.min(bottom, y(plane, i));
            top = Math.max(top, y(plane, i));
        }
        double scale = (SIDE - 2.0 * MARGIN) / Math.max(1e-9, Math.max(right - left, top - bottom));
        int size = 32;
        boolean[] taken = new boolean[(SIDE / size + 1) * (SIDE / size + 1)];
        Batches batches = Batches.inOrder(data, 1, Normalization.of(0, 1), Augmentation.NONE);
        Tensor values = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, batches.shape());
        Tensor label = Tensor.ofLongs(Shape.of(1), 0);
        for (int i = 0; i < plane.count(); i++) {
            int x = MARGIN + (int) ((plane.at(i, 0) - left) * scale);
            int y = MARGIN + (int) ((top - y(plane, i)) * scale);
            int cell = y / size * (SIDE / size + 1) + x / size;
            if (taken[cell]) {
                continue;
            }
            taken[cell] = true;
            batches.fill(0, i, values, label);
            int cx = x / size * size;
            int cy = y / size * size;
            g.setColor(colour(labels[i]));
            g.fillRect(cx, cy, size - 1, size - 1);
            g.drawImage(picture(values), cx + 2, cy + 2, size - 5, size - 5, null);
        }
        g.dispose();
        return sheet;
    }

    /** [1, C, H, W] from 0 to 1; three channels are taken for red, green and blue. */
    private static BufferedImage picture(Tensor values) {
        Shape shape = values.shape();
        int height = shape.dim(2);
        int width = shape.dim(3);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int plane = width * height;
        for (int i = 0; i < plane; i++) {
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                double level = values.getDouble((shape.dim(1) == 3 ? c : 0) * plane + i);
                rgb = rgb << 8 | Math.clamp(Math.round(255 * level), 0, 255);
            }
            image.setRGB(i % width, i / width, rgb);
        }
        return image;
    }
}
