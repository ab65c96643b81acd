package dev.lanewise.model.onnx;

import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.Hardmax;
import dev.lanewise.model.op.Softmax;

/** Operators that bring values to a common scale. */
final class NormalizationOperators {

    private NormalizationOperators() {}

    static void register(Operators.Registry r) {
        r.add("BatchNormalization", 5, 5, NormalizationOperators::batch);
        r.add("Softmax", 1, 1, node -> softmax(node, false));
        r.add("LogSoftmax", 1, 1, node -> softmax(node, true));
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
}
