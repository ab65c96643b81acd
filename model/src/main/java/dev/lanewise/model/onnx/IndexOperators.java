package dev.lanewise.model.onnx;

import dev.lanewise.model.op.Compress;
import dev.lanewise.model.op.Gather;
import dev.lanewise.model.op.GatherElements;
import dev.lanewise.model.op.GatherND;
import dev.lanewise.model.op.NonMaxSuppression;
import dev.lanewise.model.op.NonZero;
import dev.lanewise.model.op.OneHot;
import dev.lanewise.model.op.ScatterElements;
import dev.lanewise.model.op.ScatterND;
import dev.lanewise.model.op.ScatterReduction;
import dev.lanewise.model.op.TfIdfVectorizer;
import dev.lanewise.model.op.Unique;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** Operators that take or give indices. */
final class IndexOperators {

    private IndexOperators() {}

    static void register(Operators.Registry r) {
        r.add("Gather", 2, 2, node -> node.becomes(new Gather(node.int32("axis", 0))));
        r.add(
                "GatherElements",
                2,
                2,
                node -> node.becomes(new GatherElements(node.int32("axis", 0))));
        r.add("GatherND", 2, 2, node -> node.becomes(new GatherND(node.int32("batch_dims", 0))));
        for (String type : new String[] {"Scatter", "ScatterElements"}) {
            r.add(
                    type,
                    3,
                    3,
                    node ->
                            node.becomes(
                                    new ScatterElements(node.int32("axis", 0), reduction(node))));
        }
        r.add("ScatterND", 3, 3, node -> node.becomes(new ScatterND(reduction(node))));
        r.add("TfIdfVectorizer", 1, 1, IndexOperators::tfIdf);
        r.add("OneHot", 3, 3, node -> node.becomes(new OneHot(node.int32("axis", -1))));
        r.add("Compress", 2, 2, node -> node.becomes(new Compress(axis(node))));
        r.add("NonZero", 1, 1, node -> node.becomes(new NonZero()));
        r.add(
                "NonMaxSuppression",
                2,
                5,
                node -> node.becomes(new NonMaxSuppression(node.flag("center_point_box", false))));
        r.add(
                "Unique",
                1,
                1,
                node -> node.becomes(new Unique(axis(node), node.flag("sorted", true))));
    }

    /** Of integers only. */
    private static void tfIdf(OnnxNode node) {
        if (node.hasAttribute("pool_strings")) {
            throw node.unsupported("texts are not supported");
        }
        node.becomes(
                new TfIdfVectorizer(
                        node.choice("mode", TfIdfVectorizer.Mode.class, TfIdfVectorizer.Mode.TF),
                        node.int32("min_gram_length"),
                        node.int32("max_gram_length"),
                        node.int32("max_skip_count"),
                        node.int32s("ngram_counts"),
                        node.int32s("ngram_indexes"),
                        Arrays.stream(node.int64s("pool_int64s")).boxed().toList(),
                        node.reals("weights")));
    }

    private static ScatterReduction reduction(OnnxNode node) {
        return node.choice("reduction", ScatterReduction.class, ScatterReduction.NONE);
    }

    private static @Nullable Integer axis(OnnxNode node) {
        return node.hasAttribute("axis") ? Integer.valueOf(node.int32("axis")) : null;
    }
}
