package dev.lanewise.model.onnx;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.op.AffineGrid;
import dev.lanewise.model.op.GridSample;
import dev.lanewise.model.op.Resize;

import java.util.List;

/** Operators that take elements at places in between. */
final class ResizeOperators {

    private ResizeOperators() {}

    static void register(Operators.Registry r) {
        r.add("Resize", 1, 4, ResizeOperators::resize);
        r.add("Upsample", 1, 2, ResizeOperators::upsample);
        r.add(
                "AffineGrid",
                2,
                2,
                node -> node.becomes(new AffineGrid(node.flag("align_corners", false))));
        r.add("GridSample", 2, 2, ResizeOperators::gridSample);
    }

    private static void resize(OnnxNode node) {
        Resize.Mode mode = node.choice("mode", Resize.Mode.class, Resize.Mode.NEAREST);
        if (node.opset() < 11) {
            node.becomes(Resize.of(mode), node.input(0), "", node.input(1));
            return;
        }
        node.becomes(
                new Resize(
                        mode,
                        node.choice(
                                "coordinate_transformation_mode",
                                Resize.Coordinates.class,
                                Resize.Coordinates.HALF_PIXEL),
                        node.choice(
                                "nearest_mode",
                                Resize.Nearest.class,
                                Resize.Nearest.ROUND_PREFER_FLOOR),
                        node.real("cubic_coeff_a", -0.75f),
                        node.flag("exclude_outside", false),
                        node.real("extrapolation_value", 0),
                        node.flag("antialias", false),
                        node.choice(
                                "keep_aspect_ratio_policy",
                                Resize.Policy.class,
                                Resize.Policy.STRETCH),
                        node.int32s("axes")));
    }

    /** The scales were an attribute up to opset 8. */
    private static void upsample(OnnxNode node) {
        Resize op = Resize.of(node.choice("mode", Resize.Mode.class, Resize.Mode.NEAREST));
        if (node.opset() >= 9) {
            node.becomes(op, node.input(0), "", node.input(1));
            return;
        }
        // There was an attribute for each of two axes up to opset 6.
        List<Float> scales =
                node.opset() < 7
                        ? List.of(1f, 1f, node.real("height_scale", 1), node.real("width_scale", 1))
                        : node.reals("scales");
        float[] array = new float[scales.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = scales.get(i);
        }
        String value = node.constant("scales", Tensor.of(Shape.of(array.length), array));
        node.becomes(op, node.input(0), "", value);
    }

    private static void gridSample(OnnxNode node) {
        String mode = node.text("mode", "linear");
        node.becomes(
                new GridSample(
                        switch (mode) {
                            case "nearest" -> Resize.Mode.NEAREST;
                            case "linear", "bilinear" -> Resize.Mode.LINEAR;
                            case "cubic", "bicubic" -> Resize.Mode.CUBIC;
                            default ->
                                    throw node.wrong(
                                            "attribute mode expected nearest, linear or cubic,"
                                                    + " actual '"
                                                    + mode
                                                    + "'");
                        },
                        node.choice(
                                "padding_mode", GridSample.Padding.class, GridSample.Padding.ZEROS),
                        node.flag("align_corners", false)));
    }
}
