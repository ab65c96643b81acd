package dev.lanewise.cli;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.TensorType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A network as a picture: SVG, or text that tools draw, Graphviz's DOT or Mermaid. */
final class GraphPicture {

    private static final List<String> ENDINGS = List.of(".svg", ".dot", ".mmd");

    /** A box. */
    record Box(String id, String title, String detail, String colour) {}

    /** An arrow from box to box; the label is the shape of what flows. */
    record Arrow(String from, String to, String label) {}

    private final List<Box> boxes = new ArrayList<>();
    private final List<Arrow> arrows = new ArrayList<>();

    /**
     * @param graph with types
     */
    GraphPicture(Graph graph) {
        Map<String, String> sources = new HashMap<>();
        for (TensorInfo input : graph.inputs()) {
            String id = "i" + boxes.size();
            boxes.add(new Box(id, input.name(), graph.type(input.name()).toString(), "lightblue"));
            sources.put(input.name(), id);
        }
        for (Node node : graph.nodes()) {
            String id = "n" + boxes.size();
            boxes.add(new Box(id, node.op().type(), weights(graph, node), "whitesmoke"));
            for (String input : node.inputs()) {
                if (sources.containsKey(input)) {
                    arrows.add(new Arrow(sources.get(input), id, shape(graph, input)));
                }
            }
            node.outputs().forEach(output -> sources.put(output, id));
        }
        for (String output : graph.outputs()) {
            String id = "o" + boxes.size();
            boxes.add(new Box(id, output, graph.type(output).toString(), "lightgreen"));
            if (sources.containsKey(output)) {
                arrows.add(new Arrow(sources.get(output), id, shape(graph, output)));
            }
        }
    }

    /** Shapes of the constants that a node reads. */
    private static String weights(Graph graph, Node node) {
        return String.join(
                " ",
                node.inputs().stream()
                        .filter(input -> graph.constant(input) != null)
                        .map(input -> shape(graph, input))
                        .toList());
    }

    private static String shape(Graph graph, String value) {
        TensorType type = graph.type(value);
        return type.shape().toString();
    }

    /**
     * Writes the picture in the format that the file's name ends in.
     *
     * @throws ModelException if it ends in none of them, or the file can't be written
     */
    void write(Path file) {
        try {
            Files.writeString(
                    file,
                    switch (ending(file)) {
                        case ".svg" -> new GraphSvg(boxes, arrows).text();
                        case ".dot" -> dot();
                        default -> mermaid();
                    });
        } catch (IOException e) {
            throw new ModelException(file + ": can't be written: " + Errors.reason(e), e);
        }
    }

    /**
     * Which format a file's name ends in.
     *
     * @throws ModelException if it is none
     */
    static String ending(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream()
                .filter(name::endsWith)
                .findFirst()
                .orElseThrow(() ->
                        new ModelException(
                                file
                                        + ": expected a name that ends in .svg, .dot (Graphviz) or"
                                        + " .mmd (Mermaid)"));
    }

    /** Graphviz. */
    String dot() {
        StringBuilder out = new StringBuilder("digraph model {\n");
        out.append("  node [shape=box style=\"rounded,filled\" fontname=\"Helvetica\"];\n");
        out.append("  edge [fontname=\"Helvetica\" fontsize=10];\n");
        for (Box box : boxes) {
            String label = box.detail.isEmpty() ? box.title : box.title + "\n" + box.detail;
            out.append(
                    "  %s [label=%s fillcolor=%s];\n".formatted(box.id, quoted(label), box.colour));
        }
        for (Arrow arrow : arrows) {
            out.append(
                    "  %s -> %s [label=%s];\n"
                            .formatted(arrow.from, arrow.to, quoted(arrow.label)));
        }
        return out.append("}\n").toString();
    }

    private static String quoted(String text) {
        String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return "\"" + escaped + "\"";
    }

    /** Mermaid. */
    String mermaid() {
        StringBuilder out = new StringBuilder("flowchart TD\n");
        for (Box box : boxes) {
            String detail = box.detail.isEmpty() ? "" : "<br/>" + plain(box.detail);
            out.append("  %s[\"%s%s\"]\n".formatted(box.id, plain(box.title), detail));
        }
        for (Arrow arrow : arrows) {
            out.append("  %s -->|\"%s\"| %s\n".formatted(arrow.from, plain(arrow.label), arrow.to));
        }
        return out.toString();
    }

    /** Mermaid has entities for what would end a label. */
    private static String plain(String text) {
        return text.replace("#", "#35;")
                .replace("\"", "#quot;")
                .replace("<", "#lt;")
                .replace(">", "#gt;");
    }
}
