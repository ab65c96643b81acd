package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Makes one element of all along the axes in the second input, or of all there are.
 *
 * @param kind what it makes of them
 * @param keepDims whether reduced axes stay, with extent 1
 * @param noneByDefault whether no axes means none rather than all
 */
public record Reduce(Kind kind, boolean keepDims, boolean noneByDefault) implements PlainOp {

    /** What is made of the elements. */
    public enum Kind {
        /** Sum. */
        SUM("ReduceSum"),
        /** Product. */
        PROD("ReduceProd"),
        /** Largest. */
        MAX("ReduceMax"),
        /** Smallest. */
        MIN("ReduceMin"),
        /** Sum of magnitudes. */
        L1("ReduceL1"),
        /** Square root of the sum of squares. */
        L2("ReduceL2"),
        /** Sum of squares. */
        SUM_SQUARE("ReduceSumSquare"),
        /** Logarithm of the sum. */
        LOG_SUM("ReduceLogSum"),
        /** Logarithm of the sum of exponentials. */
        LOG_SUM_EXP("ReduceLogSumExp");

        private final String type;

        Kind(String type) {
            this.type = type;
        }
    }

    @Override
    public String type() {
        return kind.type;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        return List.of(
                in.type(0)
                        .withShape(ReducedAxes.of(in, noneByDefault).shape(in.shape(0), keepDims)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        ReducedAxes axes =
                ReducedAxes.of(IndexedCopy.optional(inputs, 1), x.shape().rank(), noneByDefault);
        Walk walk = new Walk(x.shape(), axes.strides(x.shape()));
        if (kind == Kind.MAX || kind == Kind.MIN) {
            extreme(x, y, walk);
        } else if (x.dtype().isFloat()) {
            floats(x, y, walk);
        } else {
            integers(x, y, walk);
        }
    }

    /** The largest or smallest element, whose place is kept while walking. */
    private void extreme(Tensor x, Tensor y, Walk walk) {
        int[] best = new int[y.shape().elements()];
        Arrays.fill(best, -1);
        int sign = kind == Kind.MAX ? 1 : -1;
        int elements = x.shape().elements();
        for (int i = 0; i < elements; i++) {
            int group = walk.offset(0);
            if (best[group] < 0
                    || sign * Ordering.compare(x, i, x, best[group]) > 0
                    || Double.isNaN(x.getDouble(i))) {
                best[group] = i;
            }
            walk.next();
        }
        for (int i = 0; i < best.length; i++) {
            if (best[i] < 0) {
                setNeutral(y, i);
            } else {
                IndexedCopy.element(x, best[i], y, i);
            }
        }
    }

    /** What no element is larger than, or smaller: the result where there are none. */
    private void setNeutral(Tensor y, int i) {
        boolean least = kind == Kind.MAX;
        int bits = y.dtype().bits();
        if (y.dtype().isFloat()) {
            y.setDouble(i, least ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        } else if (y.dtype() == DType.BOOL) {
            y.setLong(i, least ? 0 : 1);
        } else if (y.dtype().isUnsigned()) {
            y.setLong(i, least ? 0 : -1L >>> 64 - bits);
        } else {
            y.setLong(i, least ? -1L << bits - 1 : (1L << bits - 1) - 1);
        }
    }

    private void floats(Tensor x, Tensor y, Walk walk) {
        double[] results = new double[y.shape().elements()];
        Arrays.fill(results, kind == Kind.PROD ? 1 : 0);
        double[] largest = kind == Kind.LOG_SUM_EXP ? largest(x, results.length, walk) : results;
        int elements = x.shape().elements();
        for (int i = 0; i < elements; i++) {
            int group = walk.offset(0);
            double value = x.getDouble(i);
            switch (kind) {
                case SUM, LOG_SUM -> results[group] += value;
                case PROD -> results[group] *= value;
                case L1 -> results[group] += Math.abs(value);
                case L2, SUM_SQUARE -> results[group] += value * value;
                case LOG_SUM_EXP -> results[group] += Math.exp(value - largest[group]);
                case MAX, MIN -> throw new IllegalStateException();
            }
            walk.next();
        }
        for (int i = 0; i < results.length; i++) {
            y.setDouble(
                    i,
                    switch (kind) {
                        case L2 -> Math.sqrt(results[i]);
                        case LOG_SUM -> Math.log(results[i]);
                        case LOG_SUM_EXP -> largest[i] + Math.log(results[i]);
                        default -> results[i];
                    });
        }
    }

    /** The largest finite element of each group, or 0, so that no exponential overflows. */
    private static double[] largest(Tensor x, int groups, Walk walk) {
        double[] largest = new double[groups];
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        int elements = x.shape().elements();
        for (int i = 0; i < elements; i++) {
            largest[walk.offset(0)] = Math.max(largest[walk.offset(0)], x.getDouble(i));
            walk.next();
        }
        for (int i = 0; i < groups; i++) {
            largest[i] = Double.isInfinite(largest[i]) ? 0 : largest[i];
        }
        return largest;
    }

    private void integers(Tensor x, Tensor y, Walk walk) {
        long[] results = new long[y.shape().elements()];
        Arrays.fill(results, kind == Kind.PROD ? 1 : 0);
        int elements = x.shape().elements();
        for (int i = 0; i < elements; i++) {
            int group = walk.offset(0);
            long value = x.getLong(i);
            switch (kind) {
                case SUM, LOG_SUM -> results[group] += value;
                case PROD -> results[group] *= value;
                case L1 -> results[group] += x.dtype().isUnsigned() ? value : Math.abs(value);
                case L2, SUM_SQUARE -> results[group] += value * value;
                case LOG_SUM_EXP -> throw new ModelException("expected a float type, actual " + x);
                case MAX, MIN -> throw new IllegalStateException();
            }
            walk.next();
        }
        for (int i = 0; i < results.length; i++) {
            switch (kind) {
                case L2 -> y.setDouble(i, Math.sqrt((double) results[i]));
                case LOG_SUM -> y.setDouble(i, Math.log((double) results[i]));
                default -> y.setLong(i, results[i]);
            }
        }
    }
}
