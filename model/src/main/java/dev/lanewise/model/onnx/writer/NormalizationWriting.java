package dev.lanewise.model.onnx.writer;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.op.GroupNormalization;
import dev.lanewise.model.op.NegativeLogLikelihoodLoss;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.LongStream;

/** Operators that bring values to a common scale, and losses. */
final class NormalizationWriting {

    private NormalizationWriting() {}

    /** Up to opset 12 all axes from one on belonged together; now it takes a detour. */
    static void along(String type, int axis, boolean flattened, NodeWriting out) {
        if (!flattened) {
            out.becomes(out.form(type).integer("axis", axis));
            return;
        }
        String x = out.input(0);
        String matrix = out.value(out.form("Flatten").integer("axis", axis), x);
        String result = out.value(out.form(type).integer("axis", 1), matrix);
        out.becomes(out.form("Reshape").flag("allowzero", true), result, out.value("Shape", x));
    }

    /** ONNX has groups only since opset 18; an instance norm over groups is the same. */
    static void group(GroupNormalization op, NodeWriting out) {
        if (op.groups() == 0) {
            out.becomes(out.form("InstanceNormalization").real("epsilon", op.epsilon()));
            return;
        }
        String x = out.input(0);
        Shape shape = out.shape(0);
        int channels = shape.dim(1);
        String groups = out.value("Reshape", x, out.constant("groups", 0, op.groups(), -1));
        String normal =
                out.value(
                        out.form("InstanceNormalization").real("epsilon", op.epsilon()),
                        groups,
                        out.value("CastLike", fill(out, op.groups(), 1), x),
                        out.value("CastLike", fill(out, op.groups(), 0), x));
        String back =
                out.value(
                        out.form("Reshape").flag("allowzero", true), normal, out.value("Shape", x));
        long[] spatial = LongStream.range(1, shape.rank() - 1).toArray();
        String scaled = out.value("Mul", back, perChannel(out, 1, channels, spatial));
        out.becomes(out.form("Add"), scaled, perChannel(out, 2, channels, spatial));
    }

    private static String fill(NodeWriting out, int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return out.constant("constant", Tensor.of(Shape.of(count), values));
    }

    /** A vector of one element for each channel or group, as [C, 1, ...]. */
    private static String perChannel(NodeWriting out, int input, int channels, long[] spatial) {
        String vector = out.input(input);
        int count = out.shape(input).dim(0);
        if (count != channels) {
            String column = out.value("Unsqueeze", vector, out.constant("axes", 1));
            String[] both = {column, out.constant("shape", count, channels / count)};
            vector = out.value("Reshape", out.value("Expand", both), out.constant("channels", -1));
        }
        return spatial.length == 0
                ? vector
                : out.value("Unsqueeze", vector, out.constant("axes", spatial));
    }

    static void loss(NegativeLogLikelihoodLoss op, NodeWriting out) {
        NodeForm form =
                out.form("NegativeLogLikelihoodLoss")
                        .text("reduction", op.reduction().name().toLowerCase(Locale.ROOT));
        out.becomes(op.ignored() == null ? form : form.integer("ignore_index", op.ignored()));
    }
}
