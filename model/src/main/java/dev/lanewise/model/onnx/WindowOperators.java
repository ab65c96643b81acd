package dev.lanewise.model.onnx;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.GlobalPool;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.SpatialWindow;

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
        r.add("GlobalMaxPool", 1, 1, node -> node.becomes(new GlobalPool(PoolSpec.Kind.MAX)));
        r.add(
                "GlobalAveragePool",
                1,
                1,
                node -> node.becomes(new GlobalPool(PoolSpec.Kind.AVERAGE)));
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
    private static java.util.List<Integer> ignored(OnnxNode node) {
        node.ignore("pads");
        return java.util.List.of();
    }
}
