package dev.lanewise.model.plan;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.CopySpec;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.NormSpec;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.BatchNormalizationTraining;
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

    /** Plans batch normalisation of training. */
    boolean training(Node node, BatchNormalizationTraining op) {
        int channels = imageChannels(node);
        if (channels == 0) {
            return false;
        }
        Value x = planner.value(node.input(0));
        NormSpec spec = new NormSpec(x.layout(), channels, true);
        Value moments = moments(node, x, spec);
        standardize(node, x, spec, moments, op.epsilon());
        Value mean = output(node, 3, channels);
        copy(node, moments, 2, 0, mean, 1, 0, channels);
        Value variance = allocate(channels);
        copy(node, moments, 2, 1, variance, 1, 0, channels);
        double unbiased = (double) spec.count() / (spec.count() - 1);
        running(node, 1, mean, op.momentum(), op.momentum());
        running(node, 2, variance, op.momentum(), op.momentum() * unbiased);
        Value factor = output(node, 4, channels);
        unary(node, new Unary(Unary.Function.AFFINE, 1, op.epsilon()), variance, factor);
        unary(node, Unary.of(Unary.Function.SQRT), factor, factor);
        unary(node, Unary.of(Unary.Function.RECIPROCAL), factor, factor);
        return true;
    }

    /** Output {@code i} = (1 - momentum) input + weight batch, the input two places further. */
    private void running(Node node, int i, Value batch, double momentum, double weight) {
        int channels = batch.type().shape().elements();
        Value old = planner.plain(node.input(i + 2));
        Value y = output(node, i, channels);
        Value weighted = allocate(channels);
        unary(node, affine(1 - momentum), old, weighted);
        unary(node, affine(weight), batch, y);
        Layout flat = Layout.flat(channels);
        planner.run(
                node, kernels.binary(Binary.ADD, flat, flat, flat, Unary.IDENTITY), y, weighted, y);
    }

    private static Unary affine(double factor) {
        return new Unary(Unary.Function.AFFINE, (float) factor, 0);
    }

    private void unary(Node node, Unary function, Value x, Value y) {
        Layout flat = Layout.flat(y.type().shape().elements());
        planner.run(node, kernels.unary(function, flat, flat), x, y);
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

    /** Output {@code i}, or memory in its place if nobody reads it. */
    private Value output(Node node, int i, int channels) {
        String name = i < node.outputs().size() ? node.outputs().get(i) : "";
        return name.isEmpty() ? allocate(channels) : planner.definePlain(name);
    }
}
