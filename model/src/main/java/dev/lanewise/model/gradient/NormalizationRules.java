package dev.lanewise.model.gradient;

import dev.lanewise.kernels.Binary;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.BatchNormalizationGradient;
import dev.lanewise.model.op.ChannelSum;
import dev.lanewise.model.op.FilledLike;
import dev.lanewise.model.op.GroupNormalization;
import dev.lanewise.model.op.GroupNormalizationGradient;
import dev.lanewise.model.op.LayerNormalization;
import dev.lanewise.model.op.LayerNormalizationGradient;

import java.util.List;

/** Normalisations. */
final class NormalizationRules {

    private NormalizationRules() {}

    /** In inference form it is linear in x: the same operator with a mean and a bias of zeros. */
    static void batch(Node node, BatchNormalization op, Backward b) {
        if (!op.activation().isIdentity()) {
            throw b.fail(MatrixRules.FUSED);
        }
        if (b.wants(3) || b.wants(4)) {
            throw b.fail(
                    "the mean and variance of the inference form have no gradient rule; use"
                            + " BatchNormalizationTraining to train through them");
        }
        String gradient = b.gradient(0);
        String scale = node.input(1);
        String mean = node.input(3);
        String variance = node.input(4);
        if (b.wants(0)) {
            String zeros = b.add(new FilledLike(0, false), mean);
            b.give(0, op, gradient, scale, zeros, zeros, variance);
        }
        if (b.wants(1)) {
            String ones = b.add(new FilledLike(1, false), mean);
            String zeros = b.add(new FilledLike(0, false), mean);
            String normal = b.add(op, node.input(0), ones, zeros, mean, variance);
            b.give(1, new ChannelSum(), b.add(new Arithmetic(Binary.MUL), gradient, normal));
        }
        b.give(2, new ChannelSum(), gradient);
    }

    static void batchTraining(Node node, Backward b) {
        if (node.outputs().size() < 5) {
            throw b.fail("expected all five outputs to be named for a gradient");
        }
        List<String> gradients =
                b.add(
                        new BatchNormalizationGradient(),
                        3,
                        node.input(0),
                        b.gradient(0),
                        node.input(1),
                        node.outputs().get(3),
                        node.outputs().get(4));
        for (int i = 0; i < 3; i++) {
            b.give(i, gradients.get(i));
        }
    }

    static void group(Node node, GroupNormalization op, Backward b) {
        List<String> gradients =
                b.add(
                        new GroupNormalizationGradient(op),
                        3,
                        node.input(0),
                        node.input(1),
                        b.gradient(0));
        for (int i = 0; i < 3; i++) {
            b.give(i, gradients.get(i));
        }
    }

    static void layer(Node node, LayerNormalization op, Backward b) {
        String gradient = b.gradient(0);
        List<String> gradients =
                b.add(
                        new LayerNormalizationGradient(op),
                        2,
                        node.input(0),
                        node.input(1),
                        gradient);
        b.give(0, gradients.get(0));
        b.give(1, gradients.get(1));
        b.giveBroadcast(2, gradient);
    }
}
