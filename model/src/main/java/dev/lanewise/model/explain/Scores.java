package dev.lanewise.model.explain;

import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.Softmax;
import dev.lanewise.model.op.ViewOp;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** Finds the values of a network that explanations begin at. */
final class Scores {

    private Scores() {}

    /** What goes into the softmax at the end, views behind it passed over; else the output. */
    static String beforeSoftmax(Graph graph) {
        Map<String, Node> producers = graph.producers();
        String output = graph.outputs().getFirst();
        Node node = producers.get(output);
        while (node != null && node.op() instanceof ViewOp) {
            node = producers.get(node.input(0));
        }
        return node != null && node.op() instanceof Softmax ? node.input(0) : output;
    }

    /**
     * The last feature maps: of the height and width of the last convolution that has more than one
     * pixel, the last value, so that what is added, normalised or joined behind it counts.
     *
     * @param graph with types, which computes the score
     * @return null if there is no convolution
     */
    static @Nullable String lastFeatureMaps(Graph graph) {
        List<Integer> extents = null;
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Conv && pixels(graph, node.output()) > 1) {
                extents = extents(graph, node.output());
            }
        }
        String last = null;
        for (Node node : graph.nodes()) {
            if (extents != null && extents.equals(extents(graph, node.output()))) {
                last = node.output();
            }
        }
        return last;
    }

    private static int pixels(Graph graph, String value) {
        return extents(graph, value).stream().reduce(1, (a, b) -> a * b);
    }

    /** Height and width, or nothing for what are no maps. */
    private static List<Integer> extents(Graph graph, String value) {
        var shape = graph.type(value).shape();
        return shape.rank() == 4 ? List.of(shape.dim(2), shape.dim(3)) : List.of();
    }
}
