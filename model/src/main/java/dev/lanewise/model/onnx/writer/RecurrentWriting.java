package dev.lanewise.model.onnx.writer;

import dev.lanewise.model.op.Recurrent;
import dev.lanewise.model.op.Recurrent.Activation;
import dev.lanewise.model.op.Recurrent.Activation.Function;
import dev.lanewise.model.op.Recurrent.Cell;

import java.util.ArrayList;
import java.util.List;

/** Operators on sequences. */
final class RecurrentWriting {

    private RecurrentWriting() {}

    static void recurrent(Recurrent op, NodeWriting out) {
        List<Float> alphas = new ArrayList<>();
        List<Float> betas = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Activation activation : op.activations()) {
            names.add(nameOf(activation.function()));
            // The lists hold parameters of those functions only that have some.
            if (parameters(activation.function()) > 0) {
                alphas.add(activation.alpha());
            }
            if (parameters(activation.function()) > 1) {
                betas.add(activation.beta());
            }
        }
        NodeForm form =
                out.form(op.cell().name())
                        .integer("hidden_size", op.hidden())
                        .choice("direction", op.direction())
                        .texts("activations", names)
                        .flag("layout", op.batchFirst());
        if (!alphas.isEmpty()) {
            form.reals("activation_alpha", alphas);
        }
        if (!betas.isEmpty()) {
            form.reals("activation_beta", betas);
        }
        if (op.clip() != 0) {
            form.real("clip", op.clip());
        }
        if (op.cell() == Cell.LSTM) {
            form.flag("input_forget", op.inputForget());
        }
        if (op.cell() == Cell.GRU) {
            form.flag("linear_before_reset", op.linearBeforeReset());
        }
        out.becomes(form);
    }

    private static String nameOf(Function function) {
        return switch (function) {
            case RELU -> "Relu";
            case TANH -> "Tanh";
            case SIGMOID -> "Sigmoid";
            case AFFINE -> "Affine";
            case LEAKYRELU -> "LeakyRelu";
            case THRESHOLDEDRELU -> "ThresholdedRelu";
            case SCALEDTANH -> "ScaledTanh";
            case HARDSIGMOID -> "HardSigmoid";
            case ELU -> "Elu";
            case SOFTSIGN -> "Softsign";
            case SOFTPLUS -> "Softplus";
        };
    }

    private static int parameters(Function function) {
        return switch (function) {
            case AFFINE, SCALEDTANH, HARDSIGMOID -> 2;
            case LEAKYRELU, THRESHOLDEDRELU, ELU -> 1;
            case RELU, TANH, SIGMOID, SOFTSIGN, SOFTPLUS -> 0;
        };
    }
}
