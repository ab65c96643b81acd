package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Attention by a state S [D, E] for each head, which every step changes and reads: S = exp(g) S + k
 * u, and y = scale q S. Inputs: Q [N, T, heads * D]; K [N, T, kvHeads * D]; V [N, T, kvHeads * E];
 * optional state before the first step [N, kvHeads, D, E]; decay g [N, T, kvHeads * D] or [N, T,
 * kvHeads]; rate b [N, T, kvHeads] or [N, T, 1]. Outputs: Y [N, T, heads * E] and the last state.
 *
 * @param decays whether there is a decay; it is 0 otherwise
 * @param corrects whether u = b (v - k S) is written, which replaces what is there under k, rather
 *     than v
 * @param heads of Q, a multiple of those of K and V
 * @param keyHeads of K and V
 * @param scale 0 for 1 / sqrt(D)
 */
public record LinearAttention(
        boolean decays, boolean corrects, int heads, int keyHeads, float scale) implements PlainOp {

    /**
     * @throws IllegalArgumentException if the heads don't go into each other
     */
    public LinearAttention {
        if (keyHeads < 1 || heads < 1 || heads % keyHeads != 0) {
            throw new IllegalArgumentException(
                    "expected q_num_heads to be a multiple of kv_num_heads, actual "
                            + heads
                            + " and "
                            + keyHeads);
        }
    }

    @Override
    public String type() {
        return "LinearAttention";
    }

    @Override
    public long workPerElement(Inputs in) {
        return 4L * in.shape(1).elements();
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkFloats(0);
        Shape q = in.shape(0, 3);
        Shape k = in.shape(1, 3);
        Shape v = in.shape(2, 3);
        long size = q.dim(-1) / heads;
        in.check(
                q.rank() == 3
                        && q.dim(2) == size * heads
                        && k.equals(q.with(2, size * keyHeads))
                        && v.equals(k.with(2, v.dim(-1)))
                        && v.dim(2) % keyHeads == 0,
                "expected Q, K and V [N,T,heads*D] that fit each other, actual "
                        + q
                        + ", "
                        + k
                        + " and "
                        + v);
        Shape state = Shape.of(q.dim(0), keyHeads, size, v.dim(2) / keyHeads);
        if (in.has(3)) {
            in.check(
                    in.shape(3).equals(state),
                    "expected a state " + state + ", actual " + in.shape(3));
        }
        checkSteps(in, 4, decays, k.with(2, keyHeads), k);
        checkSteps(in, 5, corrects, k.with(2, keyHeads), k.with(2, 1));
        long results = (long) state.dim(3) * heads;
        return List.of(
                in.type(0).withShape(q.with(2, results)),
                in.type(in.has(3) ? 3 : 0).withShape(state));
    }

    private static void checkSteps(Inputs in, int i, boolean wanted, Shape one, Shape other) {
        in.check(
                in.has(i) == wanted,
                "expected input "
                        + i
                        + (wanted
                                ? " for this update_rule"
                                : " to be absent for this update_rule"));
        if (wanted) {
            in.check(
                    in.shape(i).equals(one) || in.shape(i).equals(other),
                    "expected input " + i + " " + one + " or " + other + ", actual " + in.shape(i));
        }
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor q = IndexedCopy.required(inputs, 0);
        Tensor before = IndexedCopy.optional(inputs, 3);
        Tensor last = outputs.get(1);
        int size = last.shape().dim(2);
        int valueSize = last.shape().dim(3);
        for (int n = 0; n < q.shape().dim(0); n++) {
            for (int h = 0; h < keyHeads; h++) {
                int at = (n * keyHeads + h) * size * valueSize;
                double[][] state = new double[size][valueSize];
                for (int i = 0; before != null && i < size * valueSize; i++) {
                    state[i / valueSize][i % valueSize] = before.getDouble(at + i);
                }
                for (int t = 0; t < q.shape().dim(1); t++) {
                    int step = n * q.shape().dim(1) + t;
                    write(inputs, step, h, state);
                    read(q, step, h, state, outputs.getFirst());
                }
                for (int i = 0; i < size * valueSize; i++) {
                    last.setDouble(at + i, state[i / valueSize][i % valueSize]);
                }
            }
        }
    }

    /** One step of one head changes the state. */
    private void write(List<@Nullable Tensor> inputs, int step, int h, double[][] state) {
        Tensor k = IndexedCopy.required(inputs, 1);
        Tensor v = IndexedCopy.required(inputs, 2);
        int size = state.length;
        int valueSize = v.shape().dim(2) / keyHeads;
        for (int d = 0; decays && d < size; d++) {
            double factor = Math.exp(ofStep(IndexedCopy.required(inputs, 4), step, h, d));
            for (int e = 0; e < valueSize; e++) {
                state[d][e] *= factor;
            }
        }
        for (int e = 0; e < valueSize; e++) {
            double update = v.getDouble((step * keyHeads + h) * valueSize + e);
            if (corrects) {
                for (int d = 0; d < size; d++) {
                    update -= k.getDouble((step * keyHeads + h) * size + d) * state[d][e];
                }
                update *= ofStep(IndexedCopy.required(inputs, 5), step, h, 0);
            }
            for (int d = 0; d < size; d++) {
                state[d][e] += k.getDouble((step * keyHeads + h) * size + d) * update;
            }
        }
    }

    /**
     * A number of a step: one for all heads, one for each, or one for each of a head's elements.
     */
    private double ofStep(Tensor x, int step, int h, int d) {
        int width = x.shape().dim(2);
        int perHead = Math.max(1, width / keyHeads);
        return x.getDouble(step * width + (width == 1 ? 0 : h * perHead + d % perHead));
    }

    /** One step of the query heads that share a state. */
    private void read(Tensor q, int step, int h, double[][] state, Tensor y) {
        int size = state.length;
        int valueSize = y.shape().dim(2) / heads;
        double factor = scale == 0 ? 1 / Math.sqrt(size) : scale;
        int shared = heads / keyHeads;
        for (int head = h * shared; head < (h + 1) * shared; head++) {
            for (int e = 0; e < valueSize; e++) {
                double sum = 0;
                for (int d = 0; d < size; d++) {
                    sum += q.getDouble((step * heads + head) * size + d) * state[d][e];
                }
                y.setDouble((step * heads + head) * valueSize + e, factor * sum);
            }
        }
    }
}
