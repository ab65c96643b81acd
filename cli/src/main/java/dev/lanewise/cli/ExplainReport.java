package dev.lanewise.cli;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.classify.Classes;
import dev.lanewise.model.explain.Attribution;
import dev.lanewise.model.explain.Explainer;
import dev.lanewise.model.explain.FeatureMaps;
import dev.lanewise.model.explain.HeatMap;
import dev.lanewise.model.explain.HeatMapPicture;
import dev.lanewise.model.explain.IntegratedGradients;
import dev.lanewise.model.explain.WeightRandomization;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All methods side by side in one HTML file that needs no other. */
final class ExplainReport {

    private static final int TOP = 5;
    private static final int MOST_MAPS = 48;
    private static final int CHECKED_LAYERS = 6;

    private final Subject subject;
    private final List<Methods.Described> methods;
    private final Progress progress;
    private int parts;

    ExplainReport(Subject subject, List<Methods.Described> methods, Progress progress) {
        this.subject = subject;
        this.methods = methods;
        this.progress = progress;
    }

    void write(Path file) {
        Explainer explainer = subject.explainer();
        int all = methods.size() + 2;
        explainer.onProgress((done, total) ->
                progress.stepTo(10_000L * parts / all + 10_000L * done / total / all));
        StringBuilder cards = new StringBuilder();
        for (Methods.Described method : methods) {
            cards.append(card(method));
            parts++;
        }
        String page =
                template()
                        .replace("{{label}}", escaped(subject.label()))
                        .replace("{{score}}", escaped(subject.scoreText()))
                        .replace("{{model}}", escaped(subject.model()))
                        .replace("{{image}}", escaped(subject.given().name()))
                        .replace("{{photo}}", data(subject.image()))
                        .replace("{{shape}}", escaped(explainer.shape().toString()))
                        .replace("{{ratio}}", ratio())
                        .replace("{{classes}}", classes())
                        .replace("{{check}}", check())
                        .replace("{{layers}}", layers())
                        .replace("{{cards}}", cards);
        try {
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new ModelException(file + ": can't be written: " + Errors.reason(e), e);
        }
    }

    private static String template() {
        try (InputStream stream = ExplainReport.class.getResourceAsStream("explain.html")) {
            if (stream == null) {
                throw new IllegalStateException("resource explain.html is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String ratio() {
        return subject.image().getWidth() + " / " + subject.image().getHeight();
    }

    private String classes() {
        Classes probabilities = subject.probabilities();
        return probabilities.top(TOP, subject.labels()).stream()
                .map(ranked ->
                        String.format(
                                Locale.ROOT,
                                "<li%s><span>%s</span><span class=bar><i"
                                    + " style=\"width:%.1f%%\"></i></span><b>%.1f %%</b></li>%n",
                                ranked.index() == subject.target() ? " class=on" : "",
                                escaped(ranked.label()),
                                100 * ranked.value(),
                                100 * ranked.value()))
                .collect(Collectors.joining());
    }

    private String card(Methods.Described described) {
        long start = System.nanoTime();
        HeatMapPicture picture;
        String note = "";
        try {
            Attribution attribution;
            if (described.method() instanceof IntegratedGradients integrated) {
                IntegratedGradients.Integral integral =
                        integrated.integrate(
                                subject.explainer(), subject.values(), subject.target());
                note =
                        " "
                                + Methods.completeness(integral, subject.what())
                                        .replace(" %", "\u00a0%")
                                + ".";
                attribution = integral.attribution();
            } else {
                attribution =
                        described
                                .method()
                                .attribute(subject.explainer(), subject.values(), subject.target());
            }
            picture = HeatMapPicture.of(attribution.heatMap());
        } catch (ModelException e) {
            return "<article><h3>"
                    + escaped(described.title())
                    + "</h3><p>Not possible with this network: "
                    + escaped(String.valueOf(e.getMessage()))
                    + "</p></article>\n";
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        HeatMap map = picture.map();
        HeatMap sized = map.resized(subject.image().getWidth(), subject.image().getHeight());
        HeatMapPicture shown = new HeatMapPicture(sized, picture.range(), picture.signed());
        return String.format(
                Locale.ROOT,
                "<article><div class=stack><img src=\"%s\" alt=\"\"><img class=map src=\"%s\""
                        + " alt=\"Heat map of %s\"></div><div class=\"scale %s\"><span>%s</span>"
                        + "<span>%.3g</span></div><h3>%s <small>%s</small></h3><p>%s%s</p>"
                        + "<p class=dim>%s</p></article>%n",
                data(subject.image()),
                data(shown.image()),
                escaped(described.title()),
                picture.signed() ? "signed" : "plain",
                picture.signed() ? String.format(Locale.ROOT, "%.3g", -picture.range()) : "0",
                picture.range(),
                escaped(described.title()),
                escaped(described.paper()),
                escaped(described.how()),
                escaped(note),
                Quantity.time((long) (seconds * 1e9)));
    }

    /** Whether saliency and guided backpropagation depend on the weights. */
    private String check() {
        StringBuilder rows = new StringBuilder();
        for (Methods.Described described : methods) {
            String name = described.method().name();
            if (!List.of("grad-cam", "saliency", "guided-backprop").contains(name)) {
                continue;
            }
            List<WeightRandomization.Step> steps;
            try {
                steps =
                        new WeightRandomization(1)
                                .check(
                                        subject.explainer(),
                                        described.method(),
                                        subject.values(),
                                        subject.target(),
                                        CHECKED_LAYERS);
            } catch (ModelException e) {
                continue;
            }
            String cells =
                    steps.stream()
                            .map(step ->
                                    String.format(
                                            Locale.ROOT,
                                            "<td title=\"%s\" style=\"--v:%.2f\">%.2f</td>",
                                            escaped(step.layer()),
                                            Math.abs(step.correlation()),
                                            step.correlation()))
                            .collect(Collectors.joining());
            rows.append("<tr><th>")
                    .append(escaped(described.title()))
                    .append("</th>")
                    .append(cells)
                    .append("<td class=verdict>")
                    .append(
                            WeightRandomization.passes(steps)
                                    ? "depends on what was learned"
                                    : "stays much the same: shows the picture")
                    .append("</td></tr>\n");
        }
        parts++;
        return rows.toString();
    }

    private String layers() {
        List<FeatureMaps.Layer> layers = FeatureMaps.layers(subject.explainer());
        List<String> figures = new ArrayList<>();
        if (!layers.isEmpty() && !layers.getFirst().weight().isEmpty()) {
            figures.add(figure(LayerPictures.grid(subject, layers.getFirst(), true, MOST_MAPS)));
        }
        for (int i : chosen(layers.size())) {
            figures.add(figure(LayerPictures.grid(subject, layers.get(i), false, MOST_MAPS)));
        }
        parts++;
        return String.join("\n", figures);
    }

    /** The first, a middle and the last of so many. */
    private static List<Integer> chosen(int count) {
        return IntStream.of(0, count / 2, count - 1)
                .filter(i -> i >= 0 && i < count)
                .distinct()
                .boxed()
                .toList();
    }

    private static String figure(BufferedImage image) {
        return "<img class=grid src=\"" + data(image) + "\" alt=\"\">";
    }

    private static String data(BufferedImage image) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(PngFiles.bytes(image));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("{{", "{ {");
    }
}
