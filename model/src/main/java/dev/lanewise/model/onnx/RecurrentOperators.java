package dev.lanewise.model.onnx;

import dev.lanewise.model.op.Recurrent;
import dev.lanewise.model.op.Recurrent.Activation;
import dev.lanewise.model.op.Recurrent.Activation.Function;
import dev.lanewise.model.op.Recurrent.Cell;
import dev.lanewise.model.op.Recurrent.Direction;

import java.util.ArrayList;
import java.util.List;

/** Operators on sequences and signals. */
final class RecurrentOperators {

    private RecurrentOperators() {}

    static void register(Operators.Registry r) {
        r.add("RNN", 3, 6, node -> recurrent(node, Cell.RNN, "Tanh"));
        r.add("GRU", 3, 6, node -> recurrent(node, Cell.GRU, "Sigmoid", "Tanh"));
        r.add("LSTM", 3, 8, node -> recurrent(node, Cell.LSTM, "Sigmoid", "Tanh", "Tanh"));
    }

    private static void recurrent(OnnxNode node, Cell cell, String... defaults) {
        if (node.opset() < 7) {
            // Whether all states are an output, which the node's outputs tell as well.
            node.ignore("output_sequence");
        }
        Direction direction = node.choice("direction", Direction.class, Direction.FORWARD);
        node.becomes(
                new Recurrent(
                        cell,
                        node.int32("hidden_size"),
                        direction,
                        activations(node, direction, defaults),
                        node.real("clip", 0),
                        cell == Cell.LSTM && node.flag("input_forget", false),
                        cell == Cell.GRU && node.flag("linear_before_reset", false),
                        node.flag("layout", false)));
    }

    private static List<Activation> activations(
            OnnxNode node, Direction direction, String... defaults) {
        List<String> names = new ArrayList<>(node.texts("activations"));
        if (names.isEmpty()) {
            names.addAll(List.of(defaults));
            if (direction == Direction.BIDIRECTIONAL) {
                names.addAll(List.of(defaults));
            }
        }
        List<Float> alphas = node.reals("activation_alpha");
        List<Float> betas = node.reals("activation_beta");
        List<Activation> activations = new ArrayList<>();
        int alpha = 0;
        int beta = 0;
        for (String name : names) {
            Function function = function(node, name);
            // The lists hold parameters of those functions only that have some.
            boolean takesAlpha = !Float.isNaN(alpha(function));
            boolean takesBeta = !Float.isNaN(beta(function));
            activations.add(
                    new Activation(
                            function,
                            takesAlpha && alpha < alphas.size()
                                    ? alphas.get(alpha++)
                                    : alpha(function),
                            takesBeta && beta < betas.size() ? betas.get(beta++) : beta(function)));
        }
        return activations;
    }

    private static Function function(OnnxNode node, String name) {
        for (Function function : Function.values()) {
            if (function.name().equalsIgnoreCase(name)) {
                return function;
            }
        }
        throw node.unsupported("the activation '" + name + "'");
    }

    /** The default of a function's first parameter; NaN if it has none. */
    private static float alpha(Function function) {
        return switch (function) {
            case AFFINE, THRESHOLDEDRELU, SCALEDTANH, ELU -> 1;
            case LEAKYRELU -> 0.01f;
            case HARDSIGMOID -> 0.2f;
            case RELU, TANH, SIGMOID, SOFTSIGN, SOFTPLUS -> Float.NaN;
        };
    }

    /** The default of a function's second parameter; NaN if it has none. */
    private static float beta(Function function) {
        return switch (function) {
            case AFFINE -> 0;
            case SCALEDTANH -> 1;
            case HARDSIGMOID -> 0.5f;
            default -> Float.NaN;
        };
    }
}
