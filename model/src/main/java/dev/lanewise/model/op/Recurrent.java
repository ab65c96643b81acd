package dev.lanewise.model.op;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One layer of a recurrent network: ONNX's RNN, GRU or LSTM. Inputs: x [steps, batch, features]; w
 * [directions, gates * hidden, features]; r [directions, gates * hidden, hidden]; optional bias
 * [directions, 2 * gates * hidden], lengths [batch], first state [directions, batch, hidden] and,
 * for LSTM, first cell state and peepholes [directions, 3 * hidden]. Outputs: y [steps, directions,
 * batch, hidden]; the last state; for LSTM the last cell state.
 *
 * @param cell which
 * @param hidden extent of the state
 * @param direction which way time runs
 * @param activations for each direction one for RNN, two for GRU, three for LSTM
 * @param clip bound of what goes into activations; 0 for none
 * @param inputForget LSTM: whether the forget gate is one minus the input gate
 * @param linearBeforeReset GRU: whether the reset gate comes behind the matrix
 * @param batchFirst whether batch is the first axis of x, y and states
 */
public record Recurrent(
        Cell cell,
        int hidden,
        Direction direction,
        List<Activation> activations,
        float clip,
        boolean inputForget,
        boolean linearBeforeReset,
        boolean batchFirst)
        implements PlainOp {

    /** Kinds of cells. */
    public enum Cell {
        /** One gate. */
        RNN(1, 1),
        /** Gates z, r, h. */
        GRU(3, 2),
        /** Gates i, o, f, c. */
        LSTM(4, 3);

        private final int gates;
        private final int activations;

        Cell(int gates, int activations) {
            this.gates = gates;
            this.activations = activations;
        }

        /** Number of gates. */
        public int gates() {
            return gates;
        }

        /** Number of activations for one direction. */
        public int activations() {
            return activations;
        }
    }

    /** Ways that time runs. */
    public enum Direction {
        /** From the first step to the last. */
        FORWARD,
        /** From the last step to the first. */
        REVERSE,
        /** Both. */
        BIDIRECTIONAL
    }

    /**
     * A function within a cell.
     *
     * @param function which
     * @param alpha first parameter, where the function has one
     * @param beta second parameter, where the function has one
     */
    public record Activation(Function function, float alpha, float beta) {

        /** The functions, named as in ONNX. */
        public enum Function {
            /** max(0, x). */
            RELU,
            /** Hyperbolic tangent. */
            TANH,
            /** 1 / (1 + exp(-x)). */
            SIGMOID,
            /** alpha x + beta. */
            AFFINE,
            /** x if x >= 0, else alpha x. */
            LEAKYRELU,
            /** x if x >= alpha, else 0. */
            THRESHOLDEDRELU,
            /** alpha tanh(beta x). */
            SCALEDTANH,
            /** max(0, min(1, alpha x + beta)). */
            HARDSIGMOID,
            /** x if x >= 0, else alpha (exp(x) - 1). */
            ELU,
            /** x / (1 + |x|). */
            SOFTSIGN,
            /** log(1 + exp(x)). */
            SOFTPLUS
        }

        double apply(double x) {
            return switch (function) {
                case RELU -> Math.max(0, x);
                case TANH -> Math.tanh(x);
                case SIGMOID -> 1 / (1 + Math.exp(-x));
                case AFFINE -> alpha * x + beta;
                case LEAKYRELU -> x >= 0 ? x : alpha * x;
                case THRESHOLDEDRELU -> x >= alpha ? x : 0;
                case SCALEDTANH -> alpha * Math.tanh(beta * x);
                case HARDSIGMOID -> Math.clamp(alpha * x + beta, 0, 1);
                case ELU -> x >= 0 ? x : alpha * Math.expm1(x);
                case SOFTSIGN -> x / (1 + Math.abs(x));
                case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            };
        }
    }

    /**
     * @throws IllegalArgumentException if hidden is below 1 or activations are missing
     */
    public Recurrent {
        activations = List.copyOf(activations);
        if (hidden < 1) {
            throw new IllegalArgumentException(
                    "expected hidden_size of at least 1, actual " + hidden);
        }
        int expected = cell.activations * (direction == Direction.BIDIRECTIONAL ? 2 : 1);
        if (activations.size() != expected) {
            throw new IllegalArgumentException(
                    "expected " + expected + " activations, actual " + activations.size());
        }
    }

    @Override
    public String type() {
        return cell.name();
    }

    private int directions() {
        return direction == Direction.BIDIRECTIONAL ? 2 : 1;
    }

    @Override
    public long workPerElement(Inputs in) {
        return (long) cell.gates * (in.shape(0, 3).dim(2) + hidden);
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkFloats(0);
        Shape x = in.shape(0, 3);
        in.check(x.rank() == 3, "expected x of rank 3, actual " + x);
        int steps = x.dim(batchFirst ? 1 : 0);
        int batch = x.dim(batchFirst ? 0 : 1);
        long rows = (long) cell.gates * hidden;
        int d = directions();
        Shape state = batchFirst ? Shape.of(batch, d, hidden) : Shape.of(d, batch, hidden);
        checkShape(in, 1, Shape.of(d, rows, x.dim(2)));
        checkShape(in, 2, Shape.of(d, rows, hidden));
        checkShape(in, 3, Shape.of(d, 2 * rows));
        checkShape(in, 4, Shape.of(batch));
        checkShape(in, 5, state);
        if (cell == Cell.LSTM) {
            checkShape(in, 6, state);
            checkShape(in, 7, Shape.of(d, 3L * hidden));
        }
        Shape y =
                batchFirst ? Shape.of(batch, steps, d, hidden) : Shape.of(steps, d, batch, hidden);
        TensorType last = in.type(0).withShape(state);
        return cell == Cell.LSTM
                ? List.of(in.type(0).withShape(y), last, last)
                : List.of(in.type(0).withShape(y), last);
    }

    private static void checkShape(Inputs in, int i, Shape expected) {
        in.check(
                !in.has(i) || in.shape(i).equals(expected),
                "expected input "
                        + i
                        + " of "
                        + expected
                        + ", actual "
                        + (in.has(i) ? in.shape(i) : ""));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor lengths = IndexedCopy.optional(inputs, 4);
        Tensor y = outputs.getFirst();
        y.segment().fill((byte) 0);
        int steps = x.shape().dim(batchFirst ? 1 : 0);
        int batch = x.shape().dim(batchFirst ? 0 : 1);
        int features = x.shape().dim(2);
        int perDirection = cell.activations;
        for (int d = 0; d < directions(); d++) {
            RecurrentCell step =
                    new RecurrentCell(
                            this,
                            activations.subList(d * perDirection, (d + 1) * perDirection),
                            inputs,
                            d);
            boolean backwards = direction == Direction.REVERSE || d == 1;
            for (int b = 0; b < batch; b++) {
                long length = lengths == null ? steps : lengths.getLong(b);
                if (length < 0 || length > steps) {
                    throw new ModelException(
                            "expected lengths from 0 to " + steps + ", actual " + length);
                }
                int state = (batchFirst ? b * directions() + d : d * batch + b) * hidden;
                double[] h = first(IndexedCopy.optional(inputs, 5), state);
                double[] c = cell == Cell.LSTM ? first(IndexedCopy.optional(inputs, 6), state) : h;
                double[] row = new double[features];
                for (int i = 0; i < length; i++) {
                    int t = backwards ? (int) length - 1 - i : i;
                    int from = (batchFirst ? b * steps + t : t * batch + b) * features;
                    for (int j = 0; j < features; j++) {
                        row[j] = x.getDouble(from + j);
                    }
                    step.advance(row, h, c);
                    int to =
                            batchFirst
                                    ? (b * steps + t) * directions() + d
                                    : (t * directions() + d) * batch + b;
                    store(h, y, to * hidden);
                }
                store(h, outputs.get(1), state);
                if (cell == Cell.LSTM) {
                    store(c, outputs.get(2), state);
                }
            }
        }
    }

    private double[] first(@Nullable Tensor states, int offset) {
        double[] state = new double[hidden];
        for (int i = 0; i < hidden && states != null; i++) {
            state[i] = states.getDouble(offset + i);
        }
        return state;
    }

    private static void store(double[] state, Tensor to, int offset) {
        for (int i = 0; i < state.length; i++) {
            to.setDouble(offset + i, state[i]);
        }
    }
}
