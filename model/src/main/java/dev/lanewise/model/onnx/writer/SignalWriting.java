package dev.lanewise.model.onnx.writer;

import dev.lanewise.model.op.Attention;
import dev.lanewise.model.op.DFT;
import dev.lanewise.model.op.LinearAttention;
import dev.lanewise.model.op.RotaryEmbedding;
import dev.lanewise.model.op.TensorScatter;
import dev.lanewise.model.op.TfIdfVectorizer;

/** Operators on sequences: of samples, of tokens, of words. */
final class SignalWriting {

    private SignalWriting() {}

    /** The axis is an input since opset 20. */
    static void dft(DFT op, NodeWriting out) {
        out.needs(20);
        out.becomes(out.form("DFT").flag("inverse", op.inverse()).flag("onesided", op.onesided()));
    }

    static void tfIdf(TfIdfVectorizer op, NodeWriting out) {
        NodeForm form =
                out.form("TfIdfVectorizer")
                        .text("mode", op.mode().name())
                        .integer("min_gram_length", op.minLength())
                        .integer("max_gram_length", op.maxLength())
                        .integer("max_skip_count", op.maxSkip())
                        .integers("ngram_counts", op.starts())
                        .integers("ngram_indexes", op.indices())
                        .integers("pool_int64s", op.pool());
        out.becomes(op.weights().isEmpty() ? form : form.reals("weights", op.weights()));
    }

    static void attention(Attention op, NodeWriting out) {
        out.needs(out.has(6) ? 24 : 23);
        NodeForm form =
                out.form("Attention")
                        .flag("is_causal", op.causal())
                        .real("softcap", op.softcap())
                        .integer("qk_matmul_output_mode", op.scores());
        if (op.queryHeads() > 0) {
            form.integer("q_num_heads", op.queryHeads()).integer("kv_num_heads", op.keyHeads());
        }
        if (op.left() >= 0 || op.right() >= 0) {
            out.needs(25);
            form.integer("left_window_size", op.left()).integer("right_window_size", op.right());
        }
        out.becomes(op.scale() == 0 ? form : form.real("scale", op.scale()));
    }

    static void linearAttention(LinearAttention op, NodeWriting out) {
        out.needs(27);
        String rule =
                op.decays()
                        ? (op.corrects() ? "gated_delta" : "gated")
                        : (op.corrects() ? "delta" : "linear");
        out.becomes(
                out.form("LinearAttention")
                        .text("update_rule", rule)
                        .integer("q_num_heads", op.heads())
                        .integer("kv_num_heads", op.keyHeads())
                        .real("scale", op.scale()));
    }

    static void rotaryEmbedding(RotaryEmbedding op, NodeWriting out) {
        out.needs(23);
        NodeForm form =
                out.form("RotaryEmbedding")
                        .flag("interleaved", op.interleaved())
                        .integer("rotary_embedding_dim", op.size());
        out.becomes(op.heads() == 0 ? form : form.integer("num_heads", op.heads()));
    }

    static void tensorScatter(TensorScatter op, NodeWriting out) {
        out.needs(24);
        out.becomes(
                out.form("TensorScatter")
                        .integer("axis", op.axis())
                        .text("mode", op.circular() ? "circular" : "linear"));
    }
}
