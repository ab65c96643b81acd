package dev.lanewise.model.onnx.writer;

import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Prologue;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.Col2Im;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.ConvTranspose;
import dev.lanewise.model.op.DeformConv;
import dev.lanewise.model.op.GlobalPool;
import dev.lanewise.model.op.LpPool;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.RoiAlign;
import dev.lanewise.model.op.SpatialWindow;

/** Operators whose window slides over spatial axes. */
final class WindowWriting {

    private WindowWriting() {}

    /** The attributes that all have; {@code ceil_mode} and {@code dilations} only where needed. */
    static NodeForm window(String type, SpatialWindow window) {
        NodeForm form =
                new NodeForm(type)
                        .integersIfAny("kernel_shape", window.kernel())
                        .integersIfAny("strides", window.strides());
        if (isDilated(window)) {
            form.integers("dilations", window.dilations());
        }
        if (window.ceilMode()) {
            form.integer("ceil_mode", 1);
        }
        return window.autoPad() == AutoPad.NOTSET
                ? form.integersIfAny("pads", window.pads())
                : form.text("auto_pad", window.autoPad().name());
    }

    private static boolean isDilated(SpatialWindow window) {
        return window.dilations().stream().anyMatch(d -> d != 1);
    }

    static NodeForm convolution(String type, SpatialWindow window, int groups) {
        return window(type, window).integer("group", groups);
    }

    /**
     * Prologue and residual, which is added before the activation, have no place in ONNX's
     * operator.
     */
    static void conv(Conv op, NodeWriting out) {
        NodeForm form = convolution("Conv", op.window(), op.groups());
        String[] three = weighted(out);
        if (op.prologue() != null) {
            three[0] = prologue(op.prologue(), out);
        }
        if (op.epilogue().residual()) {
            ElementwiseWriting.activated(
                    op.epilogue().activation(),
                    out,
                    out.form("Add"),
                    out.value(form, three),
                    out.input(3));
        } else {
            ElementwiseWriting.activated(op.epilogue().activation(), out, form, three);
        }
    }

    private static String prologue(Prologue prologue, NodeWriting out) {
        String x = out.value("Mul", out.input(0), out.input(4));
        x = prologue.shift() ? out.value("Add", x, out.input(5)) : x;
        return switch (prologue.activation().function()) {
            case IDENTITY -> x;
            case RELU -> out.value("Relu", x);
            default ->
                    throw out.unsupported(
                            "a convolution behind " + prologue.activation() + " of its input");
        };
    }

    static void convTranspose(ConvTranspose op, NodeWriting out) {
        NodeForm form =
                convolution("ConvTranspose", op.window(), op.groups())
                        .integersIfAny("output_padding", op.outputPadding())
                        .integersIfAny("output_shape", op.outputShape());
        ElementwiseWriting.activated(op.activation(), out, form, weighted(out));
    }

    /** Input, weights and, if there is one, bias. */
    private static String[] weighted(NodeWriting out) {
        return out.has(2)
                ? new String[] {out.input(0), out.input(1), out.input(2)}
                : new String[] {out.input(0), out.input(1)};
    }

    static void maxPool(MaxPool op, NodeWriting out) {
        out.becomes(window("MaxPool", op.window()).flag("storage_order", op.columnMajor()));
    }

    static void averagePool(AveragePool op, NodeWriting out) {
        if (isDilated(op.window())) {
            out.needs(19);
        }
        out.becomes(
                window("AveragePool", op.window()).flag("count_include_pad", op.countIncludePad()));
    }

    static void lpPool(LpPool op, NodeWriting out) {
        if (isDilated(op.window()) || op.window().ceilMode()) {
            out.needs(18);
        }
        out.becomes(window("LpPool", op.window()).integer("p", exponent(op.p(), out)));
    }

    /** An integer since opset 2. */
    static int exponent(float p, NodeWriting out) {
        if (p != (int) p) {
            throw out.unsupported("p=" + p);
        }
        return (int) p;
    }

    static void globalPool(GlobalPool op, NodeWriting out) {
        out.becomes(op.kind() == PoolSpec.Kind.MAX ? "GlobalMaxPool" : "GlobalAveragePool");
    }

    static void deformConv(DeformConv op, NodeWriting out) {
        out.needs(19);
        out.becomes(
                convolution("DeformConv", op.window(), op.groups())
                        .integer("offset_group", op.offsetGroups()));
    }

    static void col2Im(Col2Im op, NodeWriting out) {
        out.needs(18);
        out.becomes(
                out.form("Col2Im")
                        .integersIfAny("strides", op.strides())
                        .integersIfAny("pads", op.pads())
                        .integersIfAny("dilations", op.dilations()));
    }

    static void roiAlign(RoiAlign op, NodeWriting out) {
        out.becomes(
                out.form("RoiAlign")
                        .text("mode", op.max() ? "max" : "avg")
                        .text(
                                "coordinate_transformation_mode",
                                op.halfPixel() ? "half_pixel" : "output_half_pixel")
                        .integer("output_height", op.height())
                        .integer("output_width", op.width())
                        .integer("sampling_ratio", op.samples())
                        .real("spatial_scale", op.scale()));
    }
}
