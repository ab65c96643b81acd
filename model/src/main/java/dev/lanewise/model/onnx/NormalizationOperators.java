package dev.lanewise.model.onnx;

import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.GroupNormalization;
import dev.lanewise.model.op.Hardmax;
import dev.lanewise.model.op.LRN;
import dev.lanewise.model.op.LayerNormalization;
import dev.lanewise.model.op.LpNormalization;
import dev.lanewise.model.op.MeanVarianceNormalization;
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
            throw node.unsupported("attribute spatial=0");
        }
        if (node.opset() >= 14 && node.flag("training_mode", false)) {
            throw node.unsupported("training mode");
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

    private static void meanVariance(OnnxNode node) {
        if (node.opset() < 9) {
            throw node.unsupported("an opset below 9");
        }
        node.becomes(
                new MeanVarianceNormalization(
                        node.hasAttribute("axes") ? node.int32s("axes") : List.of(0, 2, 3)));
    }
}
