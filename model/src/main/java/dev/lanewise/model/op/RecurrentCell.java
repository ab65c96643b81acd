package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The weights of one direction of a {@link Recurrent} layer, and its step through time. */
final class RecurrentCell {

    private final Recurrent layer;
    private final List<Recurrent.Activation> activations;
    private final int hidden;
    private final int features;
    private final double[] w;
    private final double[] r;
    private final double[] bias;
    private final double[] recurrentBias;
    private final double[] peepholes;

    RecurrentCell(
            Recurrent layer,
            List<Recurrent.Activation> activations,
            List<@Nullable Tensor> inputs,
            int direction) {
        this.layer = layer;
        this.activations = activations;
        this.hidden = layer.hidden();
        this.features = IndexedCopy.required(inputs, 0).shape().dim(2);
        int rows = layer.cell().gates() * hidden;
        this.w =
                part(IndexedCopy.required(inputs, 1), direction * rows * features, rows * features);
        this.r = part(IndexedCopy.required(inputs, 2), direction * rows * hidden, rows * hidden);
        Tensor b = IndexedCopy.optional(inputs, 3);
        this.bias = part(b, 2 * direction * rows, rows);
        this.recurrentBias = part(b, (2 * direction + 1) * rows, rows);
        boolean lstm = layer.cell() == Recurrent.Cell.LSTM;
        this.peepholes =
                part(
                        lstm ? IndexedCopy.optional(inputs, 7) : null,
                        3 * direction * hidden,
                        3 * hidden);
    }

    /** Some elements of a tensor; zeros if it is absent. */
    private static double[] part(@Nullable Tensor tensor, int from, int count) {
        double[] part = new double[count];
        for (int i = 0; i < count && tensor != null; i++) {
            part[i] = tensor.getDouble(from + i);
        }
        return part;
    }

    /**
     * One step.
     *
     * @param x [features]
     * @param h [hidden] state, replaced
     * @param c [hidden] cell state of an LSTM, replaced
     */
    void advance(double[] x, double[] h, double[] c) {
        double[] before = h.clone();
        switch (layer.cell()) {
            case RNN -> {
                for (int j = 0; j < hidden; j++) {
                    h[j] = activate(0, input(0, j, x) + recurrent(0, j, before));
                }
            }
            case GRU -> gru(x, before, h);
            case LSTM -> lstm(x, before, h, c);
        }
    }

    private void gru(double[] x, double[] before, double[] h) {
        double[] reset = new double[hidden];
        double[] gated = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            reset[j] = activate(0, input(1, j, x) + recurrent(1, j, before));
            gated[j] = reset[j] * before[j];
        }
        for (int j = 0; j < hidden; j++) {
            double update = activate(0, input(0, j, x) + recurrent(0, j, before));
            double past =
                    layer.linearBeforeReset()
                            ? reset[j] * recurrent(2, j, before)
                            : recurrent(2, j, gated);
            double candidate = activate(1, input(2, j, x) + past);
            h[j] = (1 - update) * candidate + update * before[j];
        }
    }

    private void lstm(double[] x, double[] before, double[] h, double[] c) {
        for (int j = 0; j < hidden; j++) {
            double in = activate(0, input(0, j, x) + recurrent(0, j, before) + peepholes[j] * c[j]);
            double forget =
                    layer.inputForget()
                            ? 1 - in
                            : activate(
                                    0,
                                    input(2, j, x)
                                            + recurrent(2, j, before)
                                            + peepholes[2 * hidden + j] * c[j]);
            double candidate = activate(1, input(3, j, x) + recurrent(3, j, before));
            c[j] = forget * c[j] + in * candidate;
            double out =
                    activate(
                            0,
                            input(1, j, x)
                                    + recurrent(1, j, before)
                                    + peepholes[hidden + j] * c[j]);
            h[j] = out * activations.get(2).apply(c[j]);
        }
    }

    private double activate(int activation, double value) {
        double clip = layer.clip();
        double clipped = clip > 0 ? Math.clamp(value, -clip, clip) : value;
        return activations.get(activation).apply(clipped);
    }

    private double input(int gate, int j, double[] x) {
        int row = gate * hidden + j;
        double sum = bias[row];
        for (int i = 0; i < features; i++) {
            sum += w[row * features + i] * x[i];
        }
        return sum;
    }

    private double recurrent(int gate, int j, double[] h) {
        int row = gate * hidden + j;
        double sum = recurrentBias[row];
        for (int i = 0; i < hidden; i++) {
            sum += r[row * hidden + i] * h[i];
        }
        return sum;
    }
}
