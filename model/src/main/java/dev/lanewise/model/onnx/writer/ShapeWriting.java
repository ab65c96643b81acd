package dev.lanewise.model.onnx.writer;

import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.AlignAxis;
import dev.lanewise.model.op.EyeLike;
import dev.lanewise.model.op.GridSample;
import dev.lanewise.model.op.Pad;
import dev.lanewise.model.op.Resize;
import dev.lanewise.model.op.ShapeOf;
import dev.lanewise.model.op.SpaceToDepth;
import dev.lanewise.model.op.Split;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Operators that move elements, give them another shape or take those in between. */
final class ShapeWriting {

    private ShapeWriting() {}

    /** The axes that broadcasting began at before opset 7 are appended. */
    static void alignAxis(AlignAxis op, NodeWriting out) {
        Shape b = out.shape(0);
        Shape a = out.shape(1);
        int from = b.rank() == 0 ? 0 : op.axis() < 0 ? op.axis() + a.rank() : op.axis();
        long[] appended = LongStream.range(b.rank(), a.rank() - from).toArray();
        if (appended.length == 0) {
            out.becomes(out.form("Identity"), out.input(0));
        } else {
            out.becomes(out.form("Unsqueeze"), out.input(0), out.constant("axes", appended));
        }
    }

    static void shapeOf(ShapeOf op, NodeWriting out) {
        NodeForm form = out.form("Shape");
        if (op.start() != 0) {
            form.integer("start", op.start());
        }
        if (op.end() != Integer.MAX_VALUE) {
            form.integer("end", op.end());
        }
        out.becomes(form);
    }

    /** Since opset 18 the number of parts is told, and the last may be smaller. */
    static void split(Split op, NodeWriting out) {
        NodeForm form = out.form("Split").integer("axis", op.axis());
        Optional<TensorType> x = out.type(0);
        if (!out.has(1) && x.isPresent() && x.get().shape().dim(op.axis()) % out.outputs() != 0) {
            out.needs(18);
        }
        boolean told = !out.has(1) && out.opset() >= 18;
        out.becomes(told ? form.integer("num_outputs", out.outputs()) : form);
    }

    static void pad(Pad op, NodeWriting out) {
        if (out.has(3)) {
            out.needs(18);
        }
        if (op.mode() == Pad.Mode.WRAP) {
            out.needs(19);
        }
        out.becomes(out.form("Pad").choice("mode", op.mode()));
    }

    static void eyeLike(EyeLike op, NodeWriting out) {
        NodeForm form = out.form("EyeLike").integer("k", op.diagonal());
        out.becomes(op.dtype() == null ? form : form.dtype("dtype", op.dtype()));
    }

    static void resize(Resize op, NodeWriting out) {
        NodeForm form =
                out.form("Resize")
                        .choice("mode", op.mode())
                        .choice("coordinate_transformation_mode", op.coordinates())
                        .choice("nearest_mode", op.nearest())
                        .real("cubic_coeff_a", op.cubicA())
                        .flag("exclude_outside", op.excludeOutside())
                        .real("extrapolation_value", op.extrapolation());
        if (op.coordinates() == Resize.Coordinates.HALF_PIXEL_SYMMETRIC) {
            out.needs(19);
        }
        if (op.antialias() || op.policy() != Resize.Policy.STRETCH || !op.axes().isEmpty()) {
            out.needs(18);
            form.flag("antialias", op.antialias())
                    .choice("keep_aspect_ratio_policy", op.policy())
                    .integersIfAny("axes", op.axes());
        }
        out.becomes(form);
    }

    /** The modes changed their names in opset 20. */
    static void gridSample(GridSample op, NodeWriting out) {
        boolean newNames = out.opset() >= 20;
        String mode =
                switch (op.mode()) {
                    case NEAREST -> "nearest";
                    case LINEAR -> newNames ? "linear" : "bilinear";
                    case CUBIC -> newNames ? "cubic" : "bicubic";
                };
        out.becomes(
                out.form("GridSample")
                        .text("mode", mode)
                        .choice("padding_mode", op.padding())
                        .flag("align_corners", op.alignCorners()));
    }

    /** The inputs joined along their channels. */
    static String joined(NodeWriting out) {
        String[] inputs =
                IntStream.range(0, out.inputs()).mapToObj(out::input).toArray(String[]::new);
        return inputs.length == 1
                ? inputs[0]
                : out.value(out.form("Concat").integer("axis", 1), inputs);
    }

    static void spaceToDepth(SpaceToDepth op, NodeWriting out) {
        NodeForm form = out.form("SpaceToDepth").integer("blocksize", op.block());
        if (op.channelMajor()) {
            out.needs(28);
            form.text("mode", "CRD");
        }
        out.becomes(form);
    }
}
