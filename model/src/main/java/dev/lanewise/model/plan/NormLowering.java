package dev.lanewise.model.plan;

import dev.lanewise.kernels.CopySpec;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.NormSpec;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.GroupNormalization;
import dev.lanewise.model.op.LayerNormalization;

import java.util.List;

/**
 * Plans normalisations whose statistics are known at run time only. Images stay in the layout in
 * which they come.
 */
final class NormLowering {

    private final Planner planner;
    private final Kernels kernels;

    NormLowering(Planner planner, Kernels kernels) {
        this.planner = planner;
        this.kernels = kernels;
    }

    /** Plans group or instance normalisation, or returns false if no kernel fits. */
    boolean group(Node node, GroupNormalization op) {
        int channels = imageChannels(node);
        boolean perChannel =
                channels > 0
                        && shape(node, 1).equals(Shape.of(channels))
                        && shape(node, 2).equals(Shape.of(channels));
        if (!perChannel) {
            return false;
        }
        Value x = planner.value(node.input(0));
        int groups = op.groups() == 0 ? channels : op.groups();
        NormSpec spec = new NormSpec(x.layout(), groups, false);
        standardize(node, x, spec, moments(node, x, spec), op.epsilon());
        return true;
    }

    /** Plans batch normalisation with given statistics. */
    boolean batch(Node node, BatchNormalization op) {
        int channels = imageChannels(node);
        if (channels == 0) {
            return false;
        }
        Value x = planner.value(node.input(0));
        Value moments = allocate(2 * channels);
        for (int i = 0; i < 2; i++) {
            copy(node, planner.plain(node.input(3 + i)), 1, 0, moments, 2, i, channels);
        }
        NormSpec spec = new NormSpec(x.layout(), channels, true);
        Value y = standardize(node, x, spec, moments, op.epsilon());
        if (!op.activation().isIdentity()) {
            planner.run(node, kernels.unary(op.activation(), y.layout(), y.layout()), y, y);
        }
        return true;
    }

    /** Plans layer normalisation, or returns false if no kernel fits. */
    boolean layer(Node node, LayerNormalization op) {
        Shape x = shape(node, 0);
        int axis = planner.inputs(node).axis(op.axis(), x.rank());
        int outer = x.product(0, axis);
        int size = x.product(axis, x.rank());
        boolean bias = planner.inputs(node).has(2);
        boolean fits =
                node.outputs().stream().skip(1).allMatch(String::isEmpty)
                        && isRow(shape(node, 1), x, axis)
                        && (!bias || isRow(shape(node, 2), x, axis));
        if (!fits) {
            return false;
        }
        Value shift =
                bias
                        ? planner.plain(node.input(2))
                        : planner.constant(floats(size), new float[size]);
        planner.run(
                node,
                kernels.layerNorm(outer, size, op.epsilon()),
                planner.plain(node.input(0)),
                planner.plain(node.input(1)),
                shift,
                planner.definePlain(node.output()));
        return true;
    }

    /** Whether a tensor is one row from {@code axis} on. */
    private static boolean isRow(Shape shape, Shape x, int axis) {
        Shape padded = shape.padded(x.rank());
        for (int i = 0; i < x.rank(); i++) {
            if (padded.dim(i) != (i < axis ? 1 : x.dim(i))) {
                return false;
            }
        }
        return true;
    }

    private Value moments(Node node, Value x, NormSpec spec) {
        Value moments = allocate(2 * spec.sets());
        planner.run(node, kernels.moments(spec), x, moments);
        return moments;
    }

    private Value standardize(Node node, Value x, NormSpec spec, Value moments, float epsilon) {
        Layout plain = Layouts.plain(planner.type(node.output()).shape());
        Layout layout = planner.halo(node.output()).on(plain.withBlock(x.layout().block()));
        Value y = planner.define(node.output(), layout);
        planner.run(
                node,
                kernels.standardize(spec, layout, epsilon),
                x,
                moments,
                planner.plain(node.input(1)),
                planner.plain(node.input(2)),
                y);
        return y;
    }

    private void copy(
            Node node, Value from, long step, long start, Value to, long toStep, long at, int n) {
        CopySpec spec =
                new CopySpec(Float.BYTES, List.of(n), List.of(step), List.of(toStep), start, at);
        planner.run(node, kernels.copy(spec), from, to);
    }

    /** The channels of an image of some elements whose parameters are all FLOAT32, else 0. */
    private int imageChannels(Node node) {
        Shape x = shape(node, 0);
        boolean floats =
                node.inputs().stream()
                        .allMatch(input -> planner.type(input).dtype() == DType.FLOAT32);
        return floats && Layouts.isImage(x) && x.elements() > 0 ? x.dim(1) : 0;
    }

    private Shape shape(Node node, int input) {
        return planner.type(node.input(input)).shape();
    }

    private static TensorType floats(int count) {
        return new TensorType(DType.FLOAT32, Shape.of(count));
    }

    private Value allocate(int count) {
        return planner.allocate(floats(count), Layout.flat(count));
    }
}
