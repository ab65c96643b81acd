package dev.lanewise.model.onnx;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.Unary.Function;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.CastLike;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.GroupNormalization;
import dev.lanewise.model.op.Hardmax;
import dev.lanewise.model.op.LRN;
import dev.lanewise.model.op.LayerNormalization;
import dev.lanewise.model.op.LpNormalization;
import dev.lanewise.model.op.MeanVarianceNormalization;
import dev.lanewise.model.op.RMSNormalization;
import dev.lanewise.model.op.ReduceMean;
import dev.lanewise.model.op.Reshape;
import dev.lanewise.model.op.Softmax;

import java.util.List;

/** Operators that bring values to a common scale. */
final class NormalizationOperators {

    private NormalizationOperators() {}

    static void register(Operators.Registry r) {
        r.add("BatchNormalization", 5, 5, NormalizationOperators::batch);
        r.add("Softmax", 1, 1, node -> softmax(node, false));
        r.add("LogSoftmax", 1, 1, node -> softmax(node, true));
        r.add(
                "InstanceNormalization",
                3,
                3,
                node -> node.becomes(new GroupNormalization(0, node.real("epsilon", 1e-5f))));
        r.add("GroupNormalization", 3, 3, NormalizationOperators::group);
        r.add("LayerNormalization", 2, 3, NormalizationOperators::layer);
        r.add("RMSNormalization", 2, 2, NormalizationOperators::rootMeanSquare);
        r.add("MeanVarianceNormalization", 1, 1, NormalizationOperators::meanVariance);
        r.add(
                "LpNormalization",
                1,
                1,
                node ->
                        node.becomes(
                                new LpNormalization(node.int32("axis", -1), node.int32("p", 2))));
        r.add(
                "LRN",
                1,
                1,
                node ->
                        node.becomes(
                                new LRN(
                                        node.real("alpha", 1e-4f),
                                        node.real("beta", 0.75f),
                                        node.real("bias", 1),
                                        node.int32("size"))));
        r.add("Hardmax", 1, 1, NormalizationOperators::hardmax);
    }

    /** Inference form: the further outputs belong to training. */
    private static void batch(OnnxNode node) {
        node.ignore("momentum");
        if (node.opset() < 7) {
            node.ignore("is_test");
        }
        if (node.opset() < 9 && !node.flag("spatial", true)) {
            elementwiseBatch(node);
            return;
        }
        if (node.opset() >= 14 && node.flag("training_mode", false)) {
            trainingBatch(node);
            return;
        }
        for (int i = 1; i < node.outputs(); i++) {
            if (node.needs(i)) {
                throw node.unsupported("an output of training mode");
            }
        }
        node.becomesFirst(
                new BatchNormalization(node.real("epsilon", 1e-5f)),
                node.input(0),
                node.input(1),
                node.input(2),
                node.input(3),
                node.input(4));
    }

    /** Each element of an image has its own statistics: x [N, ...], the others [...]. */
    private static void elementwiseBatch(OnnxNode node) {
        Tensor epsilon = Tensor.of(Shape.of(new int[0]), node.real("epsilon", 1e-5f));
        String added = node.value(new CastLike(), node.constant("epsilon", epsilon), node.input(4));
        String variance = node.value(new Arithmetic(Binary.ADD), node.input(4), added);
        String deviation = node.value(new Elementwise(Unary.of(Function.SQRT)), variance);
        String centred = node.value(new Arithmetic(Binary.SUB), node.input(0), node.input(3));
        String normal = node.value(new Arithmetic(Binary.DIV), centred, deviation);
        String scaled = node.value(new Arithmetic(Binary.MUL), normal, node.input(1));
        node.becomesFirst(new Arithmetic(Binary.ADD), scaled, node.input(2));
    }

    /** By the statistics of the batch, which are mixed into those given. */
    private static void trainingBatch(OnnxNode node) {
        float momentum = node.real("momentum", 0.9f);
        // [N, C, the rest]: the rank isn't known here.
        String x = node.value(new Reshape(false), node.input(0), node.constant("shape", 0, 0, -1));
        String axes = node.constant("axes", 0, 2);
        String centre = node.value(new ReduceMean(true), x, axes);
        String centred = node.value(new Arithmetic(Binary.SUB), x, centre);
        String squares = node.value(new Arithmetic(Binary.MUL), centred, centred);
        List<String> moments =
                List.of(
                        node.value(new ReduceMean(false), x, axes),
                        node.value(new ReduceMean(false), squares, axes));
        node.output(
                0,
                new BatchNormalization(node.real("epsilon", 1e-5f)),
                node.input(0),
                node.input(1),
                node.input(2),
                moments.get(0),
                moments.get(1));
        for (int i = 1; i <= 2; i++) {
            if (node.needs(i)) {
                String now = node.value(new CastLike(), moments.get(i - 1), node.input(i + 2));
                node.output(
                        i,
                        new Arithmetic(Binary.ADD),
                        node.value(times(momentum), node.input(i + 2)),
                        node.value(times(1 - momentum), now));
            }
        }
    }

    private static Elementwise times(float factor) {
        return new Elementwise(new Unary(Function.AFFINE, factor, 0));
    }

    /** Up to opset 12 all axes from one on belonged together. */
    private static void softmax(OnnxNode node, boolean log) {
        boolean flattened = node.opset() < 13;
        node.becomes(new Softmax(node.int32("axis", flattened ? 1 : -1), log, flattened));
    }

    private static void hardmax(OnnxNode node) {
        boolean flattened = node.opset() < 13;
        node.becomes(new Hardmax(node.int32("axis", flattened ? 1 : -1), flattened));
    }

    private static void group(OnnxNode node) {
        node.ignore("stash_type");
        int groups = node.int32("num_groups");
        if (groups < 1) {
            throw node.wrong("attribute num_groups expected at least 1, actual " + groups);
        }
        node.becomes(new GroupNormalization(groups, node.real("epsilon", 1e-5f)));
    }

    private static void layer(OnnxNode node) {
        node.ignore("stash_type");
        node.becomes(new LayerNormalization(node.int32("axis", -1), node.real("epsilon", 1e-5f)));
    }

    private static void rootMeanSquare(OnnxNode node) {
        node.ignore("stash_type");
        node.becomes(new RMSNormalization(node.int32("axis", -1), node.real("epsilon", 1e-5f)));
    }

    private static void meanVariance(OnnxNode node) {
        if (node.opset() < 9) {
            throw node.unsupported("an opset below 9");
        }
        node.becomes(
                new MeanVarianceNormalization(
                        node.hasAttribute("axes") ? node.int32s("axes") : List.of(0, 2, 3)));
    }
}
