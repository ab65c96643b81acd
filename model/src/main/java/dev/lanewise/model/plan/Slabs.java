package dev.lanewise.model.plan;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.Concat;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * Which values can be written straight into the concatenation that they become part of. With
 * channel blocks contiguous, a part of a concatenation along the channels is a run of its blocks; a
 * value that several concatenations take (densely connected networks) goes into the largest, of
 * which the smaller ones are then views.
 */
final class Slabs {

    /**
     * A place in the memory of another value.
     *
     * @param whole the value that is not itself part of another
     * @param block the channel block at which the part begins
     */
    record Place(String whole, int block) {}

    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, Integer> widths = new HashMap<>();

    Slabs(Graph graph, int lanes) {
        if (lanes == 1) {
            return;
        }
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Concat concat && fits(graph, node, concat, lanes)) {
                take(graph, node, lanes);
            }
        }
    }

    /** Where {@code value} belongs, or null if it has memory of its own. */
    @Nullable Place of(String value) {
        Place place = places.get(value);
        if (place == null) {
            return null;
        }
        Place outer = of(place.whole());
        return outer == null ? place : new Place(outer.whole(), outer.block() + place.block());
    }

    private static boolean fits(Graph graph, Node node, Concat concat, int lanes) {
        TensorType type = graph.type(node.output());
        Shape y = type.shape();
        boolean channels =
                type.dtype() == DType.FLOAT32
                        && Layouts.isImage(y)
                        && y.dim(0) == 1
                        && new Inputs(node, graph.types(), graph.constants())
                                        .axis(concat.axis(), y.rank())
                                == 1;
        return channels
                && new HashSet<>(node.inputs()).size() == node.inputs().size()
                && node.inputs().stream()
                        .limit(node.inputs().size() - 1L)
                        .allMatch(input -> graph.type(input).shape().dim(1) % lanes == 0);
    }

    private void take(Graph graph, Node node, int lanes) {
        int width = graph.type(node.output()).shape().dim(1);
        int block = 0;
        for (String input : node.inputs()) {
            if (width > widths.getOrDefault(input, 0)) {
                widths.put(input, width);
                places.put(input, new Place(node.output(), block));
            }
            block += graph.type(input).shape().dim(1) / lanes;
        }
    }
}
