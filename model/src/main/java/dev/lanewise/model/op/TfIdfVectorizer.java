package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the n-grams of a pool in each row of x [C] or [N, C], a tensor of integers. The output is
 * [K] or [N, K], FLOAT32, with K one more than the largest of the indices.
 *
 * @param mode what becomes of the counts
 * @param minLength shortest n-grams that count
 * @param maxLength longest
 * @param maxSkip most elements left out between two of an n-gram
 * @param starts where in the pool the n-grams of each length begin, from length 1 on
 * @param indices place in the output of each n-gram
 * @param pool the n-grams, one behind the other
 * @param weights one for each n-gram, or none
 */
public record TfIdfVectorizer(
        Mode mode,
        int minLength,
        int maxLength,
        int maxSkip,
        List<Integer> starts,
        List<Integer> indices,
        List<Long> pool,
        List<Float> weights)
        implements PlainOp {

    /** What becomes of the counts. */
    public enum Mode {
        /** They are the output. */
        TF,
        /** The weight, where there is any. */
        IDF,
        /** They are multiplied by the weights. */
        TFIDF
    }

    /**
     * @throws IllegalArgumentException if the lists contradict each other
     */
    public TfIdfVectorizer {
        starts = List.copyOf(starts);
        indices = List.copyOf(indices);
        pool = List.copyOf(pool);
        weights = List.copyOf(weights);
        if (minLength < 1 || maxLength < minLength || maxSkip < 0) {
            throw new IllegalArgumentException(
                    "expected 1 <= min_gram_length <= max_gram_length and max_skip_count >= 0,"
                            + " actual "
                            + minLength
                            + ", "
                            + maxLength
                            + " and "
                            + maxSkip);
        }
        long grams = 0;
        for (int n = 1; n <= starts.size(); n++) {
            int from = starts.get(n - 1);
            int to = n < starts.size() ? starts.get(n) : pool.size();
            if (from < 0 || to < from || to > pool.size() || (to - from) % n != 0) {
                throw new IllegalArgumentException(
                        "expected ngram_counts to part the pool of "
                                + pool.size()
                                + " into n-grams, actual "
                                + starts);
            }
            grams += (to - from) / n;
        }
        if (indices.size() != grams
                || grams == 0
                || (!weights.isEmpty() && weights.size() != grams)
                || indices.stream().anyMatch(i -> i < 0)) {
            throw new IllegalArgumentException(
                    "expected ngram_indexes of at least 0, and weights if any, for each of "
                            + grams
                            + " n-grams, actual "
                            + indices.size()
                            + " and "
                            + weights.size());
        }
    }

    @Override
    public String type() {
        return "TfIdfVectorizer";
    }

    private int width() {
        return 1 + indices.stream().mapToInt(i -> i).max().orElse(0);
    }

    @Override
    public long workPerElement(Inputs in) {
        return (long) in.shape(0).elements() * Math.min(maxSkip + 1L, in.shape(0).elements());
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 1);
        in.check(
                x.rank() <= 2 && !in.type(0).dtype().isFloat(),
                "expected integers of [C] or [N, C], actual " + in.type(0));
        return List.of(
                new TensorType(
                        DType.FLOAT32,
                        x.rank() == 1 ? Shape.of(width()) : Shape.of(x.dim(0), width())));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        y.segment().fill((byte) 0);
        Map<List<Long>, Integer> grams = grams();
        int columns = x.shape().dim(-1);
        int width = width();
        int rows = x.shape().rank() == 1 ? 1 : x.shape().dim(0);
        for (int row = 0; row < rows; row++) {
            for (int n = minLength; n <= Math.min(maxLength, starts.size()); n++) {
                // Nothing can be left out within a single element.
                for (int step = 1; step <= (n == 1 ? 1 : maxSkip + 1L); step++) {
                    long span = (n - 1L) * step;
                    if (span >= columns) {
                        break;
                    }
                    for (int from = 0; from + span < columns; from++) {
                        List<Long> gram = new ArrayList<>();
                        for (int i = 0; i < n; i++) {
                            gram.add(x.getLong(row * columns + from + i * step));
                        }
                        Integer found = grams.get(gram);
                        if (found != null) {
                            count(y, row * width + indices.get(found), found);
                        }
                    }
                }
            }
        }
    }

    private void count(Tensor y, int at, int gram) {
        double weight = weights.isEmpty() ? 1 : weights.get(gram);
        switch (mode) {
            case TF -> y.setDouble(at, y.getDouble(at) + 1);
            case IDF -> y.setDouble(at, weight);
            case TFIDF -> y.setDouble(at, y.getDouble(at) + weight);
        }
    }

    private Map<List<Long>, Integer> grams() {
        Map<List<Long>, Integer> grams = new HashMap<>();
        int number = 0;
        for (int n = 1; n <= starts.size(); n++) {
            int to = n < starts.size() ? starts.get(n) : pool.size();
            for (int at = starts.get(n - 1); at < to; at += n) {
                grams.put(pool.subList(at, at + n), number++);
            }
        }
        return grams;
    }
}
