package dev.lanewise.model.onnx;

import dev.lanewise.model.op.Attention;
import dev.lanewise.model.op.LinearAttention;
import dev.lanewise.model.op.RotaryEmbedding;
import dev.lanewise.model.op.TensorScatter;

import java.util.List;

/** Operators of transformers. */
final class AttentionOperators {

    private AttentionOperators() {}

    static void register(Operators.Registry r) {
        r.add("Attention", 3, 7, AttentionOperators::attention);
        r.add(
                "RotaryEmbedding",
                3,
                4,
                node ->
                        node.becomes(
                                new RotaryEmbedding(
                                        node.flag("interleaved", false),
                                        node.int32("num_heads", 0),
                                        node.int32("rotary_embedding_dim", 0))));
        r.add("LinearAttention", 3, 6, AttentionOperators::linearAttention);
        r.add("TensorScatter", 2, 3, AttentionOperators::tensorScatter);
    }

    private static void attention(OnnxNode node) {
        // Everything is computed in double.
        node.ignore("softmax_precision");
        node.becomes(
                new Attention(
                        node.flag("is_causal", false),
                        node.int32("q_num_heads", 0),
                        node.int32("kv_num_heads", 0),
                        node.real("scale", 0),
                        node.real("softcap", 0),
                        node.int32("qk_matmul_output_mode", 0),
                        node.int32("left_window_size", -1),
                        node.int32("right_window_size", -1)));
    }

    private static void linearAttention(OnnxNode node) {
        node.ignore("chunk_size");
        String rule = node.text("update_rule", "gated_delta");
        if (!List.of("linear", "gated", "delta", "gated_delta").contains(rule)) {
            throw node.wrong(
                    "attribute update_rule expected linear, gated, delta or gated_delta, actual '"
                            + rule
                            + "'");
        }
        node.becomes(
                new LinearAttention(
                        rule.startsWith("gated"),
                        rule.endsWith("delta"),
                        node.int32("q_num_heads"),
                        node.int32("kv_num_heads"),
                        node.real("scale", 0)));
    }

    private static void tensorScatter(OnnxNode node) {
        String mode = node.text("mode", "linear");
        if (!mode.equals("linear") && !mode.equals("circular")) {
            throw node.wrong("attribute mode expected linear or circular, actual '" + mode + "'");
        }
        node.becomes(new TensorScatter(node.int32("axis", -2), mode.equals("circular")));
    }
}
