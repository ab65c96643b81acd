package dev.lanewise.cli;

import dev.lanewise.cli.GraphPicture.Arrow;
import dev.lanewise.cli.GraphPicture.Box;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Boxes and arrows as an SVG picture. */
final class GraphSvg {

    private static final double ROW = 78;
    private static final double BOX = 40;
    private static final double MARGIN = 20;

    /** About the width of a letter. */
    private static final double LETTER = 7.5;

    private static final double SMALL_LETTER = 6;

    private static final String HEAD =
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="%1$.0f" height="%2$.0f" viewBox="0 0 %1$.0f %2$.0f" \
            font-family="Helvetica, Arial, sans-serif" text-anchor="middle">
            <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">\
            <path d="M0 0L8 4L0 8z" fill="#555"/></marker></defs>
            <rect width="100%%" height="100%%" fill="white"/>
            """;

    private final List<Box> boxes;
    private final List<Arrow> arrows;
    private final List<LayeredLayout.Edge> edges = new ArrayList<>();
    private final double[] widths;
    private final LayeredLayout layout;

    GraphSvg(List<Box> boxes, List<Arrow> arrows) {
        this.boxes = boxes;
        this.arrows = arrows;
        Map<String, Integer> index = new HashMap<>();
        this.widths = new double[boxes.size()];
        for (int i = 0; i < widths.length; i++) {
            Box box = boxes.get(i);
            index.put(box.id(), i);
            widths[i] =
                    20
                            + Math.max(
                                    LETTER * box.title().length(),
                                    SMALL_LETTER * box.detail().length());
        }
        for (Arrow arrow : arrows) {
            edges.add(new LayeredLayout.Edge(index.get(arrow.from()), index.get(arrow.to())));
        }
        this.layout = new LayeredLayout(widths, edges);
    }

    /** The picture. */
    String text() {
        double height = 2 * MARGIN + (layout.rowCount() - 1) * ROW + BOX;
        StringBuilder out = new StringBuilder();
        append(out, HEAD, layout.width() + 2 * MARGIN, height);
        for (LayeredLayout.Edge edge : edges) {
            arrow(edge, out);
        }
        for (int i = 0; i < boxes.size(); i++) {
            box(i, out);
        }
        Set<String> labelled = new HashSet<>();
        for (int i = 0; i < arrows.size(); i++) {
            // What a box gives to several readers is said once.
            if (labelled.add(arrows.get(i).from() + " " + arrows.get(i).label())) {
                append(
                        out,
                        "<text x=\"%.1f\" y=\"%.1f\" font-size=\"10\" fill=\"#555\""
                                + " stroke=\"white\" stroke-width=\"3\""
                                + " paint-order=\"stroke\">%s</text>%n",
                        x(edges.get(i).from()),
                        top(edges.get(i).from()) + BOX + 13,
                        escaped(arrows.get(i).label()));
            }
        }
        return out.append("</svg>\n").toString();
    }

    private double x(int place) {
        return MARGIN + layout.x(place);
    }

    private double top(int box) {
        return MARGIN + layout.row(box) * ROW;
    }

    private void arrow(LayeredLayout.Edge edge, StringBuilder out) {
        double x = x(edge.from());
        double y = top(edge.from()) + BOX;
        append(out, "<path d=\"M%.1f %.1f", x, y);
        int row = layout.row(edge.from());
        for (int lane : layout.lanes(edge)) {
            row++;
            curve(out, x, y, x(lane), MARGIN + row * ROW);
            x = x(lane);
            y = MARGIN + row * ROW + BOX;
            append(out, "V%.1f", y);
        }
        curve(out, x, y, x(edge.to()), top(edge.to()));
        out.append("\" fill=\"none\" stroke=\"#555\" marker-end=\"url(#tip)\"/>\n");
    }

    private static void curve(StringBuilder out, double x, double y, double toX, double toY) {
        double middle = (y + toY) / 2;
        append(out, "C%.1f %.1f %.1f %.1f %.1f %.1f", x, middle, toX, middle, toX, toY);
    }

    private void box(int i, StringBuilder out) {
        Box box = boxes.get(i);
        append(
                out,
                "<rect class=\"box\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"6\""
                        + " fill=\"%s\" stroke=\"#333\"/>%n",
                x(i) - widths[i] / 2,
                top(i),
                widths[i],
                BOX,
                box.colour());
        double line = top(i) + (box.detail().isEmpty() ? 25 : 18);
        append(
                out,
                "<text x=\"%.1f\" y=\"%.1f\" font-size=\"13\">%s</text>%n",
                x(i),
                line,
                escaped(box.title()));
        if (!box.detail().isEmpty()) {
            append(
                    out,
                    "<text x=\"%.1f\" y=\"%.1f\" font-size=\"10\">%s</text>%n",
                    x(i),
                    line + 14,
                    escaped(box.detail()));
        }
    }

    private static void append(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
