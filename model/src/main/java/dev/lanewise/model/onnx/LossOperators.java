package dev.lanewise.model.onnx;

import dev.lanewise.model.op.NegativeLogLikelihoodLoss;
import dev.lanewise.model.op.NegativeLogLikelihoodLoss.Reduction;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Softmax;

/** What a network is trained to make small. */
final class LossOperators {

    private LossOperators() {}

    static void register(Operators.Registry r) {
        r.add("NegativeLogLikelihoodLoss", 2, 3, node -> node.becomes(loss(node)));
        r.add("SoftmaxCrossEntropyLoss", 2, 3, LossOperators::crossEntropy);
    }

    private static Op loss(OnnxNode node) {
        Long ignored = node.hasAttribute("ignore_index") ? node.int64("ignore_index", 0) : null;
        return new NegativeLogLikelihoodLoss(
                node.choice("reduction", Reduction.class, Reduction.MEAN), ignored);
    }

    /** The second output are the log-probabilities. */
    private static void crossEntropy(OnnxNode node) {
        Op softmax = new Softmax(1, true, false);
        String logits =
                node.needs(1)
                        ? node.output(1, softmax, node.input(0))
                        : node.value(softmax, node.input(0));
        if (node.has(2)) {
            node.becomesFirst(loss(node), logits, node.input(1), node.input(2));
        } else {
            node.becomesFirst(loss(node), logits, node.input(1));
        }
    }
}
