package dev.lanewise.model.onnx;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.op.CastLike;
import dev.lanewise.model.op.CenterCropPad;
import dev.lanewise.model.op.Concat;
import dev.lanewise.model.op.ConstantOfShape;
import dev.lanewise.model.op.DepthToSpace;
import dev.lanewise.model.op.Expand;
import dev.lanewise.model.op.EyeLike;
import dev.lanewise.model.op.Flatten;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Pad;
import dev.lanewise.model.op.Range;
import dev.lanewise.model.op.Reduce;
import dev.lanewise.model.op.Reshape;
import dev.lanewise.model.op.ReverseSequence;
import dev.lanewise.model.op.ShapeOf;
import dev.lanewise.model.op.Slice;
import dev.lanewise.model.op.SpaceToDepth;
import dev.lanewise.model.op.Split;
import dev.lanewise.model.op.Squeeze;
import dev.lanewise.model.op.Tile;
import dev.lanewise.model.op.Transpose;
import dev.lanewise.model.op.Trilu;
import dev.lanewise.model.op.Unsqueeze;

import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/** Operators that move elements or give them another shape, and those that make tensors. */
final class ShapeOperators {

    /** More would be no picture. */
    private static final int MOST_TILES = 4096;

    private ShapeOperators() {}

    static void register(Operators.Registry r) {
        r.add("Constant", 0, 0, ShapeOperators::constant);
        r.add("ConstantOfShape", 1, 1, ShapeOperators::constantOfShape);
        r.add(
                "Shape",
                1,
                1,
                node ->
                        node.becomes(
                                new ShapeOf(
                                        node.int32("start", 0),
                                        node.int32("end", Integer.MAX_VALUE))));
        r.add("Reshape", 1, 2, ShapeOperators::reshape);
        r.add("Flatten", 1, 1, node -> node.becomes(new Flatten(node.int32("axis", 1))));
        r.add("Squeeze", 1, 2, node -> axes(node, new Squeeze()));
        r.add("Unsqueeze", 1, 2, node -> axes(node, new Unsqueeze()));
        r.add("Transpose", 1, 1, node -> node.becomes(new Transpose(node.int32s("perm"))));
        r.add("Concat", 1, Operators.ANY, ShapeOperators::concat);
        r.add("Slice", 1, 5, ShapeOperators::slice);
        r.add("Pad", 1, 4, ShapeOperators::pad);
        r.add("CenterCropPad", 2, 2, node -> node.becomes(new CenterCropPad(node.int32s("axes"))));
        r.add("Expand", 2, 2, node -> node.becomes(new Expand()));
        r.add("Size", 1, 1, ShapeOperators::size);
        r.add("Split", 1, 2, ShapeOperators::split);
        r.add("Tile", 2, 3, ShapeOperators::tile);
        r.add(
                "Range",
                3,
                3,
                node -> {
                    // Everything is computed in double.
                    node.ignore("stash_type");
                    node.becomes(new Range());
                });
        r.add("EyeLike", 1, 1, ShapeOperators::eyeLike);
        r.add("Trilu", 1, 2, node -> node.becomes(new Trilu(node.flag("upper", true))));
        r.add("DepthToSpace", 1, 1, ShapeOperators::depthToSpace);
        r.add(
                "SpaceToDepth",
                1,
                1,
                node ->
                        node.becomes(
                                new SpaceToDepth(node.int32("blocksize"), isChannelMajor(node))));
        r.add(
                "ReverseSequence",
                2,
                2,
                node ->
                        node.becomes(
                                new ReverseSequence(
                                        node.int32("batch_axis", 1), node.int32("time_axis", 0))));
    }

    private static void constant(OnnxNode node) {
        Tensor tensor;
        if (node.hasAttribute("value_float")) {
            tensor = Tensor.of(Shape.of(new int[0]), node.real("value_float", 0));
        } else if (node.hasAttribute("value_floats")) {
            tensor = floats(node.reals("value_floats"));
        } else if (node.hasAttribute("value_int")) {
            tensor = Tensor.ofLongs(Shape.of(new int[0]), node.int64("value_int", 0));
        } else if (node.hasAttribute("value_ints")) {
            long[] values = node.int64s("value_ints");
            tensor = Tensor.ofLongs(Shape.of(values.length), values);
        } else {
            for (String other : List.of("sparse_value", "value_string", "value_strings")) {
                if (node.hasAttribute(other)) {
                    throw node.unsupported("attribute " + other);
                }
            }
            tensor = node.tensor("value");
            if (tensor == null) {
                throw node.wrong("attribute value expected, actual none");
            }
        }
        node.becomes(tensor);
    }

    private static Tensor floats(List<Float> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return Tensor.of(Shape.of(array.length), array);
    }

    private static void constantOfShape(OnnxNode node) {
        Tensor value = node.tensor("value");
        node.becomes(new ConstantOfShape(value == null ? Tensor.of(Shape.of(1), 0) : value));
    }

    /** The target was an attribute up to opset 4. */
    private static void reshape(OnnxNode node) {
        Op op = new Reshape(node.flag("allowzero", false));
        if (node.opset() < 5) {
            node.becomes(op, node.input(0), node.constant("shape", node.int64s("shape")));
        } else {
            required(node, 1, "the target shape");
            node.becomes(op);
        }
    }

    /** The axes were an attribute up to opset 12. */
    private static void axes(OnnxNode node, Op op) {
        if (node.opset() >= 13) {
            if (op instanceof Unsqueeze) {
                required(node, 1, "the axes");
            }
            node.becomes(op);
        } else if (node.hasAttribute("axes")) {
            node.becomes(op, node.input(0), node.constant("axes", node.int64s("axes")));
        } else if (op instanceof Unsqueeze) {
            throw node.wrong("attribute axes expected, actual none");
        } else {
            node.becomes(op, node.input(0));
        }
    }

    private static void required(OnnxNode node, int i, String what) {
        if (!node.has(i)) {
            throw node.wrong("expected " + what + " as input " + i + ", actual none");
        }
    }

    private static void concat(OnnxNode node) {
        // Up to opset 3 there was a default.
        node.becomes(new Concat(node.opset() < 4 ? node.int32("axis", 1) : node.int32("axis")));
    }

    /** All but the tensor were attributes up to opset 9. */
    private static void slice(OnnxNode node) {
        if (node.opset() >= 10) {
            required(node, 1, "the starts");
            required(node, 2, "the ends");
            node.becomes(new Slice());
            return;
        }
        long[] starts = node.int64s("starts");
        long[] axes =
                node.hasAttribute("axes")
                        ? node.int64s("axes")
                        : LongStream.range(0, starts.length).toArray();
        node.becomes(
                new Slice(),
                node.input(0),
                node.constant("starts", starts),
                node.constant("ends", node.int64s("ends")),
                node.constant("axes", axes));
    }

    /** All but the tensor were attributes up to opset 10. */
    private static void pad(OnnxNode node) {
        Op op = new Pad(node.choice("mode", Pad.Mode.class, Pad.Mode.CONSTANT));
        if (node.opset() >= 11) {
            required(node, 1, "the pads");
            node.becomes(op);
            return;
        }
        float value = node.real("value", 0);
        String pads = node.constant("pads", node.int64s(node.opset() < 2 ? "paddings" : "pads"));
        if (value == 0) {
            node.becomes(op, node.input(0), pads);
        } else {
            String fill =
                    node.value(
                            new CastLike(),
                            node.constant("value", Tensor.of(Shape.of(1), value)),
                            node.input(0));
            node.becomes(op, node.input(0), pads, fill);
        }
    }

    /** The product of the extents. */
    private static void size(OnnxNode node) {
        String shape = node.value(new ShapeOf(0, Integer.MAX_VALUE), node.input(0));
        node.becomes(new Reduce(Reduce.Kind.PROD, false, false), shape);
    }

    /** The extents of the parts were an attribute up to opset 12. */
    private static void split(OnnxNode node) {
        Split op = new Split(node.int32("axis", 0));
        if (node.int32("num_outputs", node.outputs()) != node.outputs()) {
            throw node.wrong(
                    "attribute num_outputs expected to be the number of outputs, "
                            + node.outputs());
        }
        if (node.opset() < 13 && node.hasAttribute("split")) {
            node.becomes(op, node.input(0), node.constant("split", node.int64s("split")));
        } else {
            node.becomes(op);
        }
    }

    /** Up to opset 5, how often and along which axis were an input each. */
    private static void tile(OnnxNode node) {
        if (node.opset() >= 6) {
            if (node.inputs() > 2) {
                throw node.wrong("expected 2 inputs, actual " + node.inputs());
            }
            node.becomes(new Tile());
            return;
        }
        Tensor tiles = node.known(1);
        Tensor axis = node.known(2);
        if (tiles == null || axis == null) {
            throw node.unsupported("tiles or an axis that are known at run time only");
        }
        long count = tiles.getLong(0);
        if (count < 1 || count > MOST_TILES) {
            throw node.unsupported(count + " tiles; expected 1 to " + MOST_TILES);
        }
        node.becomes(
                new Concat((int) axis.getLong(0)), Collections.nCopies((int) count, node.input(0)));
    }

    private static void eyeLike(OnnxNode node) {
        DType dtype =
                node.hasAttribute("dtype")
                        ? ElementwiseOperators.type(node, node.int32("dtype"))
                        : null;
        node.becomes(new EyeLike(dtype, node.int32("k", 0)));
    }

    private static void depthToSpace(OnnxNode node) {
        node.becomes(new DepthToSpace(node.int32("blocksize"), isChannelMajor(node)));
    }

    private static boolean isChannelMajor(OnnxNode node) {
        String mode = node.text("mode", "DCR");
        if (!mode.equals("DCR") && !mode.equals("CRD")) {
            throw node.wrong("attribute mode expected DCR or CRD, actual '" + mode + "'");
        }
        return mode.equals("CRD");
    }
}
