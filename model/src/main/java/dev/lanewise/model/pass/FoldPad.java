package dev.lanewise.model.pass;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Pad;
import dev.lanewise.model.op.SpatialWindow;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lets a convolution or pooling add the zeros that a Pad before it adds, beside its own padding,
 * unless that would be more than a window spans.
 *
 * <p>An average has to count padding, or have none of its own, and a maximum of values that may be
 * negative isn't that of the values and zeros, so that these keep their Pad.
 */
final class FoldPad {

    private FoldPad() {}

    static Graph apply(Graph graph) {
        Rewrite rewrite = new Rewrite(graph);
        for (Node node : graph.nodes()) {
            rewrite.add(folded(graph, rewrite, node));
        }
        return rewrite.graph();
    }

    private static Node folded(Graph graph, Rewrite rewrite, Node node) {
        Node pad = node.inputs().isEmpty() ? null : rewrite.producer(node.input(0));
        int[][] zeros = pad == null ? null : zeros(graph, pad);
        Op padded =
                zeros == null || pad == null
                        ? null
                        : padded(new Inputs(node, graph.types(), graph.constants()), node, zeros);
        if (padded == null
                || pad == null
                || padded instanceof MaxPool && !isBounded(rewrite, pad)) {
            return node;
        }
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.set(0, pad.input(0));
        return new Node(node.name(), padded, inputs, node.outputs());
    }

    /** The zeros before and after each spatial axis, or null if the Pad adds something else. */
    private static int @Nullable [][] zeros(Graph graph, Node pad) {
        Shape x = graph.type(pad.input(0)).shape();
        boolean constant =
                pad.op() instanceof Pad op
                        && op.mode() == Pad.Mode.CONSTANT
                        && isZero(graph, pad.input(2))
                        && x.rank() >= 3
                        && x.elements() > 0;
        if (!constant) {
            return null;
        }
        long[][] around = Pad.around(new Inputs(pad, graph.types(), graph.constants()));
        int[][] zeros = new int[2][x.rank() - 2];
        for (int end = 0; end < 2; end++) {
            for (int axis = 0; axis < x.rank(); axis++) {
                long count = around[end][axis];
                if (count < 0 || axis < 2 && count > 0) {
                    return null;
                }
                if (axis >= 2) {
                    zeros[end][axis - 2] = Math.toIntExact(count);
                }
            }
        }
        return zeros;
    }

    private static boolean isZero(Graph graph, String value) {
        Tensor tensor = graph.constant(value);
        return value.isEmpty() || tensor != null && tensor.getDouble(0) == 0;
    }

    private static @Nullable Op padded(Inputs in, Node node, int[][] zeros) {
        return switch (node.op()) {
            case Conv conv -> {
                SpatialWindow window = padded(conv.window(), conv.axes(in), zeros);
                yield window == null ? null : new Conv(window, conv.groups(), conv.epilogue());
            }
            case AveragePool pool -> {
                List<SpatialWindow.Axis> axes = axes(in, pool.window());
                boolean counted =
                        pool.countIncludePad()
                                || axes.stream().allMatch(a -> a.begin() == 0 && a.end() == 0);
                SpatialWindow window = counted ? paddedPool(pool.window(), axes, zeros) : null;
                yield window == null ? null : new AveragePool(window, true);
            }
            case MaxPool pool -> {
                boolean alone = node.outputs().size() == 1;
                SpatialWindow window =
                        alone ? paddedPool(pool.window(), axes(in, pool.window()), zeros) : null;
                yield window == null ? null : new MaxPool(window, pool.columnMajor());
            }
            default -> null;
        };
    }

    private static List<SpatialWindow.Axis> axes(Inputs in, SpatialWindow window) {
        Shape x = in.shape(0);
        return window.resolve(
                in, IntStream.range(2, x.rank()).mapToObj(x::dim).toList(), window.kernel());
    }

    /** Every window still has to see some of the input. */
    private static @Nullable SpatialWindow paddedPool(
            SpatialWindow window, List<SpatialWindow.Axis> axes, int[][] zeros) {
        boolean simple = !window.ceilMode() && axes.stream().allMatch(axis -> axis.dilation() == 1);
        return simple ? padded(window, axes, zeros) : null;
    }

    /** The window with more padding, or null where that would exceed what one window spans. */
    private static @Nullable SpatialWindow padded(
            SpatialWindow window, List<SpatialWindow.Axis> axes, int[][] zeros) {
        List<Integer> begins = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            SpatialWindow.Axis axis = axes.get(i);
            int most = (axis.kernel() - 1) * axis.dilation();
            if (zeros[0][i] > most - axis.begin() || zeros[1][i] > most - axis.end()) {
                return null;
            }
            begins.add(axis.begin() + zeros[0][i]);
            ends.add(axis.end() + zeros[1][i]);
        }
        begins.addAll(ends);
        return new SpatialWindow(
                window.kernel(),
                window.strides(),
                begins,
                window.dilations(),
                AutoPad.NOTSET,
                window.ceilMode());
    }

    /** Whether what is padded has no values below zero. */
    private static boolean isBounded(Rewrite rewrite, Node pad) {
        Node producer = rewrite.producer(pad.input(0));
        if (producer == null || !(producer.op() instanceof Elementwise elementwise)) {
            return false;
        }
        Unary function = elementwise.function();
        return switch (function.function()) {
            case RELU, SIGMOID, HARD_SIGMOID, ABS, EXP, SQRT -> true;
            case CLIP -> function.alpha() >= 0;
            default -> false;
        };
    }
}
