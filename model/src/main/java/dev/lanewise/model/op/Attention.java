package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Scaled dot-product attention: softmax(scale Q K^T + mask) V, by heads. Inputs: Q, K and V, [N,
 * heads, S, D] or [N, S, heads * D]; optional mask that broadcasts to [N, heads, S, T], of booleans
 * or to be added; optional past keys and values [N, heads, P, D]; optional count [N] of keys that
 * are no padding. Outputs: Y like Q; keys and values with the past; scores [N, heads, S, T].
 *
 * @param causal whether a query sees no later keys
 * @param queryHeads heads of Q, for the form of rank 3; a multiple of those of K and V
 * @param keyHeads heads of K and V, for the form of rank 3
 * @param scale factor of the products; 0 for 1 / sqrt(D)
 * @param softcap products become softcap tanh(product / softcap); 0 for none
 * @param scores what the last output holds: 0 the products, 1 capped, 2 with the mask, 3 the
 *     softmax
 * @param left how many keys before its own place a query sees; -1 for all
 * @param right how many keys behind its own place a query sees; -1 for all
 */
public record Attention(
        boolean causal,
        int queryHeads,
        int keyHeads,
        float scale,
        float softcap,
        int scores,
        int left,
        int right)
        implements PlainOp {

    /** Without a window. */
    public Attention(
            boolean causal, int queryHeads, int keyHeads, float scale, float softcap, int scores) {
        this(causal, queryHeads, keyHeads, scale, softcap, scores, -1, -1);
    }

    /**
     * @throws IllegalArgumentException if scores is none of 0 to 3, or a number of heads or keys is
     *     none
     */
    public Attention {
        if (scores < 0 || scores > 3 || queryHeads < 0 || keyHeads < 0) {
            throw new IllegalArgumentException(
                    "expected qk_matmul_output_mode from 0 to 3 and heads of at least 0, actual "
                            + scores
                            + ", "
                            + queryHeads
                            + " and "
                            + keyHeads);
        }
        if (left < -1 || right < -1) {
            throw new IllegalArgumentException(
                    "expected window sizes of at least -1, actual " + left + " and " + right);
        }
    }

    @Override
    public String type() {
        return "Attention";
    }

    @Override
    public long workPerElement(Inputs in) {
        return 2L * in.shape(1).elements();
    }

    /** [N, heads, S, D] of either form. */
    private static Shape heads(Inputs in, int i, int heads) {
        Shape x = in.shape(i);
        if (x.rank() == 3) {
            in.check(
                    heads > 0 && x.dim(2) % heads == 0,
                    "expected input " + i + " of " + heads + " heads, actual " + x);
            return Shape.of(x.dim(0), heads, x.dim(1), x.dim(2) / heads);
        }
        in.check(
                x.rank() == 4,
                "expected input " + i + " [N,heads,S,D] or [N,S,heads*D], actual " + x);
        return x;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkFloats(0);
        Shape q = heads(in, 0, queryHeads);
        Shape k = heads(in, 1, keyHeads);
        Shape v = heads(in, 2, keyHeads);
        in.check(
                q.dim(0) == k.dim(0)
                        && k.dim(0) == v.dim(0)
                        && k.dim(1) == v.dim(1)
                        && k.dim(1) > 0
                        && q.dim(1) % k.dim(1) == 0
                        && k.dim(2) == v.dim(2)
                        && q.dim(3) == k.dim(3),
                "expected Q, K and V that fit each other, actual " + q + ", " + k + " and " + v);
        in.check(in.has(4) == in.has(5), "expected past keys and values, actual one of them");
        for (int i = 4; i <= 5 && in.has(i); i++) {
            Shape now = i == 4 ? k : v;
            in.check(
                    in.shape(i, 4).equals(now.with(2, in.shape(4, 4).dim(2))),
                    "expected input " + i + " to go before " + now + ", actual " + in.shape(i));
        }
        int past = in.has(4) ? in.shape(4).dim(2) : 0;
        long total = (long) past + k.dim(2);
        Shape products = q.with(3, total);
        if (in.has(3)) {
            Shape mask = in.shape(3, 1);
            Shape masked = q.with(3, Mask.length(mask, Math.toIntExact(total)));
            in.check(
                    mask.rank() <= 4 && Shape.broadcast(mask, masked).equals(masked),
                    "expected a mask for " + products + ", actual " + mask);
        }
        if (in.has(6)) {
            in.check(
                    in.shape(6).equals(Shape.of(q.dim(0))),
                    "expected counts of [" + q.dim(0) + "], actual " + in.shape(6));
        }
        Shape y =
                in.shape(0).rank() == 3
                        ? Shape.of(q.dim(0), q.dim(2), (long) q.dim(1) * v.dim(3))
                        : q.with(3, v.dim(3));
        return List.of(
                in.type(0).withShape(y),
                in.type(1).withShape(k.with(2, total)),
                in.type(2).withShape(v.with(2, total)),
                in.type(0).withShape(products));
    }

    /** Copies keys or values, and the past before them, into [N, heads, T, D]. */
    private static void join(@Nullable Tensor past, Tensor now, Tensor all) {
        Shape shape = all.shape();
        int before = past == null ? 0 : past.shape().dim(2);
        int size = shape.dim(3);
        for (int i = 0; i < shape.elements(); i++) {
            int d = i % size;
            int t = i / size % shape.dim(2);
            int h = i / size / shape.dim(2) % shape.dim(1);
            int n = i / size / shape.dim(2) / shape.dim(1);
            if (past != null && t < before) {
                int at = ((n * shape.dim(1) + h) * before + t) * size + d;
                IndexedCopy.element(past, at, all, i);
            } else {
                IndexedCopy.element(
                        now,
                        place(now.shape().rank() == 3, shape, n, h, t - before, d, before),
                        all,
                        i);
            }
        }
    }

    /** Where an element of a tensor without the past lies, in either form. */
    private static int place(boolean joined, Shape all, int n, int h, int t, int d, int before) {
        int sequence = all.dim(2) - before;
        return joined
                ? ((n * sequence + t) * all.dim(1) + h) * all.dim(3) + d
                : ((n * all.dim(1) + h) * sequence + t) * all.dim(3) + d;
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor q = IndexedCopy.required(inputs, 0);
        Tensor keys = outputs.get(1);
        Tensor values = outputs.get(2);
        join(IndexedCopy.optional(inputs, 4), IndexedCopy.required(inputs, 1), keys);
        join(IndexedCopy.optional(inputs, 5), IndexedCopy.required(inputs, 2), values);
        Tensor products = outputs.get(3);
        Shape shape = products.shape();
        int total = shape.dim(3);
        int size = keys.shape().dim(3);
        int valueSize = values.shape().dim(3);
        boolean joined = q.shape().rank() == 3;
        Shape queries = shape.with(3, size);
        Shape results = shape.with(3, valueSize);
        double[] row = new double[total];
        Mask mask = mask(inputs, shape);
        for (int r = 0; r < shape.product(0, 3); r++) {
            int s = r % shape.dim(2);
            int h = r / shape.dim(2) % shape.dim(1);
            int n = r / shape.dim(2) / shape.dim(1);
            int key = n * keys.shape().dim(1) + h / (shape.dim(1) / keys.shape().dim(1));
            for (int t = 0; t < total; t++) {
                double sum = 0;
                for (int d = 0; d < size; d++) {
                    sum +=
                            q.getDouble(place(joined, queries, n, h, s, d, 0))
                                    * keys.getDouble((key * total + t) * size + d);
                }
                row[t] = sum * (scale == 0 ? 1 / Math.sqrt(size) : scale);
            }
            store(products, r, row, 0);
            for (int t = 0; t < total; t++) {
                row[t] = softcap == 0 ? row[t] : softcap * Math.tanh(row[t] / softcap);
            }
            store(products, r, row, 1);
            mask.add(row, n, h, s, shape.dim(2));
            store(products, r, row, 2);
            softmax(row);
            store(products, r, row, 3);
            for (int d = 0; d < valueSize; d++) {
                double sum = 0;
                for (int t = 0; t < total; t++) {
                    // What nothing sees may hold anything.
                    sum +=
                            row[t] == 0
                                    ? 0
                                    : row[t] * values.getDouble((key * total + t) * valueSize + d);
                }
                outputs.getFirst().setDouble(place(joined, results, n, h, s, d, 0), sum);
            }
        }
    }

    private void store(Tensor products, int r, double[] row, int mode) {
        for (int t = 0; mode == scores && t < row.length; t++) {
            products.setDouble(r * row.length + t, row[t]);
        }
    }

    private Mask mask(List<@Nullable Tensor> inputs, Shape shape) {
        Tensor given = IndexedCopy.optional(inputs, 3);
        Tensor past = IndexedCopy.optional(inputs, 4);
        int length = given == null ? 0 : Mask.length(given.shape(), shape.dim(3));
        return new Mask(
                given,
                given == null ? new long[4] : Walk.broadcast(given.shape(), shape.with(3, length)),
                length,
                IndexedCopy.optional(inputs, 6),
                past == null ? 0 : past.shape().dim(2),
                left < 0 ? Integer.MAX_VALUE : left,
                causal ? 0 : right < 0 ? Integer.MAX_VALUE : right);
    }

    /**
     * What a query doesn't see.
     *
     * @param given the mask, if there is one, and the strides of its elements
     * @param length how many keys it is about; those beyond are hidden
     * @param counts of keys that are no padding
     * @param past keys before the first query
     * @param left how many keys before its own place a query sees
     * @param right how many keys behind it
     */
    private record Mask(
            @Nullable Tensor given,
            long[] strides,
            int length,
            @Nullable Tensor counts,
            int past,
            int left,
            int right) {

        static int length(Shape mask, int total) {
            int last = mask.dim(-1);
            return last > 1 && last < total ? last : total;
        }

        void add(double[] row, int n, int h, int s, int queries) {
            long count = counts == null ? row.length : counts.getLong(n);
            // With counts the queries are the last of those keys.
            long place = s + (counts == null ? past : count - queries);
            for (int t = 0; t < row.length; t++) {
                if (given != null && t < length) {
                    int at =
                            (int)
                                    (n * strides[0]
                                            + h * strides[1]
                                            + s * strides[2]
                                            + t * strides[3]);
                    boolean isBoolean = given.dtype() == DType.BOOL;
                    double bias = given.getDouble(at);
                    row[t] += !isBoolean ? bias : bias != 0 ? 0 : Double.NEGATIVE_INFINITY;
                }
                boolean beyondMask = given != null && t >= length;
                if (beyondMask || t >= count || t < place - left || t > place + right) {
                    row[t] = Double.NEGATIVE_INFINITY;
                }
            }
        }
    }

    /** A row without anything to see becomes zeros. */
    private static void softmax(double[] row) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : row) {
            largest = Math.max(largest, value);
        }
        double sum = 0;
        for (int t = 0; t < row.length; t++) {
            row[t] = largest == Double.NEGATIVE_INFINITY ? 0 : Math.exp(row[t] - largest);
            sum += row[t];
        }
        for (int t = 0; t < row.length && sum != 0; t++) {
            row[t] /= sum;
        }
    }
}
