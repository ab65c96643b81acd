package dev.lanewise.model.plan;

import dev.lanewise.kernels.Layout;
import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Concat;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.ConvInputGradient;
import dev.lanewise.model.op.ConvTranspose;
import dev.lanewise.model.op.SpatialWindow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The halo that the readers of each value want, so that its producer can write the zeros they would
 * otherwise test for.
 */
final class HaloDemands {

    private final Graph graph;
    private final Map<String, Halo> demands = new HashMap<>();

    HaloDemands(Graph graph) {
        this.graph = graph;
        // Backwards: what is passed on from an output to an input is complete then.
        for (Node node : graph.nodes().reversed()) {
            if (node.op() instanceof Conv conv) {
                conv(node, conv);
            } else if (node.op() instanceof ConvTranspose conv) {
                transposed(node, conv.axes(inputs(node), graph.type(node.output()).shape()));
            } else if (node.op() instanceof ConvInputGradient gradient) {
                transposed(node, gradient.axes(inputs(node)));
            } else if (node.op() instanceof Concat) {
                node.inputs().forEach(input -> demand(input, of(node.output())));
            }
        }
        // An input of a concatenation may be written straight into its part of the output: one halo
        // for all.
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Concat) {
                node.inputs().forEach(input -> demand(node.output(), of(input)));
            }
        }
        for (Node node : graph.nodes().reversed()) {
            if (node.op() instanceof Concat) {
                node.inputs().forEach(input -> demand(input, of(node.output())));
            }
        }
    }

    /** The halo of {@code value}. */
    Halo of(String value) {
        return demands.getOrDefault(value, Halo.NONE);
    }

    private void conv(Node node, Conv conv) {
        if (!Layouts.isImage(graph.type(node.input(0)).shape())) {
            return;
        }
        Layout x = Layouts.plain(graph.type(node.input(0)).shape());
        Inputs inputs = new Inputs(node, graph.types(), graph.constants());
        demand(node.input(0), Windows.halo(conv.axes(inputs), x.height(), x.width()));
        if (conv.epilogue().residual()) {
            // A residual has the layout of the output.
            demand(node.input(3), of(node.output()));
        }
    }

    private void transposed(Node node, List<SpatialWindow.Axis> axes) {
        Shape shape = graph.type(node.input(0)).shape();
        if (Layouts.isImage(shape)) {
            Layout y = Layouts.plain(graph.type(node.output()).shape());
            Halo halo = Windows.transposedHalo(axes, Layouts.plain(shape), y);
            demand(node.input(0), halo == null ? Halo.NONE : halo);
        }
    }

    private Inputs inputs(Node node) {
        return new Inputs(node, graph.types(), graph.constants());
    }

    private void demand(String value, Halo halo) {
        demands.merge(value, halo, Halo::max);
    }
}
