package dev.lanewise.model.onnx;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.Col2Im;
import dev.lanewise.model.op.Concat;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.ConvTranspose;
import dev.lanewise.model.op.DeformConv;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.GlobalLpPool;
import dev.lanewise.model.op.GlobalPool;
import dev.lanewise.model.op.LpPool;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.MaxRoiPool;
import dev.lanewise.model.op.MaxUnpool;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Pad;
import dev.lanewise.model.op.RoiAlign;
import dev.lanewise.model.op.Slice;
import dev.lanewise.model.op.SpatialWindow;

import java.util.List;

/** Operators whose window slides over spatial axes. */
final class WindowOperators {

    private WindowOperators() {}

    static void register(Operators.Registry r) {
        r.add(
                "Conv",
                2,
                3,
                node ->
                        node.becomes(
                                new Conv(window(node), node.int32("group", 1), Epilogue.NONE)));
        r.add(
                "MaxPool",
                1,
                1,
                node -> node.becomes(new MaxPool(pool(node), node.flag("storage_order", false))));
        r.add(
                "AveragePool",
                1,
                1,
                node ->
                        node.becomes(
                                new AveragePool(
                                        pool(node), node.flag("count_include_pad", false))));
        r.add(
                "ConvTranspose",
                2,
                3,
                node ->
                        node.becomes(
                                new ConvTranspose(
                                        window(node),
                                        node.int32("group", 1),
                                        node.int32s("output_padding"),
                                        node.int32s("output_shape"))));
        r.add("LpPool", 1, 1, node -> node.becomes(new LpPool(pool(node), exponent(node))));
        r.add("GlobalLpPool", 1, 1, node -> node.becomes(new GlobalLpPool(exponent(node))));
        r.add("MaxUnpool", 2, 3, node -> node.becomes(new MaxUnpool(pool(node))));
        r.add("RoiAlign", 3, 3, WindowOperators::roiAlign);
        r.add("MaxRoiPool", 2, 2, WindowOperators::maxRoiPool);
        r.add(
                "Col2Im",
                3,
                3,
                node ->
                        node.becomes(
                                new Col2Im(
                                        node.int32s("strides"),
                                        node.int32s("pads"),
                                        node.int32s("dilations"))));
        r.add(
                "DeformConv",
                3,
                5,
                node ->
                        node.becomes(
                                new DeformConv(
                                        window(node),
                                        node.int32("group", 1),
                                        node.int32("offset_group", 1))));
        r.add("CausalConvWithState", 2, 4, WindowOperators::causalConv);
        r.add("GlobalMaxPool", 1, 1, node -> node.becomes(new GlobalPool(PoolSpec.Kind.MAX)));
        r.add(
                "GlobalAveragePool",
                1,
                1,
                node -> node.becomes(new GlobalPool(PoolSpec.Kind.AVERAGE)));
    }

    /**
     * A depthwise convolution [N, C, L] over what came before and x: the state is the last of what
     * it read.
     */
    private static void causalConv(OnnxNode node) {
        long channels = node.extent(1, 0);
        long before = node.extent(1, 2) - 1;
        String activation = node.text("activation", "none");
        if (!List.of("none", "silu", "swish").contains(activation)) {
            throw node.wrong(
                    "attribute activation expected none, silu or swish, actual '"
                            + activation
                            + "'");
        }
        String x =
                node.has(3)
                        ? node.value(new Concat(2), node.input(3), node.input(0))
                        : node.value(
                                new Pad(Pad.Mode.CONSTANT),
                                node.input(0),
                                node.constant("pads", 0, 0, before, 0, 0, 0));
        Conv conv =
                new Conv(
                        new SpatialWindow(
                                List.of(), List.of(), List.of(), List.of(), AutoPad.NOTSET, false),
                        Math.toIntExact(channels),
                        Epilogue.NONE);
        String[] inputs =
                node.has(2)
                        ? new String[] {x, node.input(1), node.input(2)}
                        : new String[] {x, node.input(1)};
        if (activation.equals("none")) {
            node.output(0, conv, inputs);
        } else {
            Op silu = new Elementwise(Unary.of(Unary.Function.SILU));
            node.output(0, silu, node.value(conv, inputs));
        }
        if (node.outputs() > 1) {
            node.output(
                    1,
                    new Slice(),
                    x,
                    node.constant("starts", before == 0 ? Long.MAX_VALUE : -before),
                    node.constant("ends", Long.MAX_VALUE),
                    node.constant("axes", 2));
        }
    }

    private static SpatialWindow pool(OnnxNode node) {
        if (!node.hasAttribute("kernel_shape")) {
            throw node.wrong("attribute kernel_shape expected, actual none");
        }
        return window(node);
    }

    static SpatialWindow window(OnnxNode node) {
        AutoPad autoPad = node.choice("auto_pad", AutoPad.class, AutoPad.NOTSET);
        return new SpatialWindow(
                node.int32s("kernel_shape"),
                node.int32s("strides"),
                autoPad == AutoPad.NOTSET ? node.int32s("pads") : ignored(node),
                node.int32s("dilations"),
                autoPad,
                node.flag("ceil_mode", false));
    }

    /** Pads beside a rule that finds them: exporters leave zeros there. */
    private static List<Integer> ignored(OnnxNode node) {
        node.ignore("pads");
        return List.of();
    }

    private static void maxRoiPool(OnnxNode node) {
        List<Integer> shape = node.int32s("pooled_shape");
        if (shape.size() != 2) {
            throw node.wrong("attribute pooled_shape expected 2 extents, actual " + shape);
        }
        node.becomes(new MaxRoiPool(shape.get(0), shape.get(1), node.real("spatial_scale", 1)));
    }

    /** A float in opset 1. */
    private static float exponent(OnnxNode node) {
        return node.opset() < 2 ? node.real("p", 2) : node.int32("p", 2);
    }

    private static void roiAlign(OnnxNode node) {
        String mode = node.text("mode", "avg");
        // There was no half pixel up to opset 15.
        String coordinates =
                node.text(
                        "coordinate_transformation_mode",
                        node.opset() < 16 ? "output_half_pixel" : "half_pixel");
        if (!mode.equals("avg") && !mode.equals("max")) {
            throw node.wrong("attribute mode expected avg or max, actual '" + mode + "'");
        }
        if (!coordinates.equals("half_pixel") && !coordinates.equals("output_half_pixel")) {
            throw node.wrong(
                    "attribute coordinate_transformation_mode expected half_pixel or"
                            + " output_half_pixel, actual '"
                            + coordinates
                            + "'");
        }
        node.becomes(
                new RoiAlign(
                        mode.equals("max"),
                        node.int32("output_height", 1),
                        node.int32("output_width", 1),
                        node.int32("sampling_ratio", 0),
                        node.real("spatial_scale", 1),
                        coordinates.equals("half_pixel")));
    }
}
