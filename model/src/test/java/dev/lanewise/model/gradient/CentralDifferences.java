package dev.lanewise.model.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Interpreter;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Compares gradients with differences, in double precision. */
final class CentralDifferences {

    private static final double STEP = 1e-5;

    /** Of differences: STEP squared times a third derivative, and rounding over STEP. */
    private static final double TOLERANCE = 1e-7;

    private CentralDifferences() {}

    /** A tensor of doubles from -1 to 1, none nearer to 0 (a bend of many functions) than 0.05. */
    static Tensor random(Random random, Shape shape) {
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, shape);
        for (int i = 0; i < shape.elements(); i++) {
            double value = 2 * random.nextDouble() - 1;
            tensor.setDouble(i, Math.copySign(0.05 + 0.95 * Math.abs(value), value));
        }
        return tensor;
    }

    /**
     * Checks the gradients of sum(seed * output), with a random seed, for each output of the graph.
     *
     * @param inputs every input of the graph
     * @param withRespectTo names of some inputs
     */
    static void check(Graph graph, Map<String, Tensor> inputs, List<String> withRespectTo) {
        List<Tensor> values = Interpreter.run(graph, inputs);
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).dtype().isFloat()) {
                String output = graph.outputs().get(i);
                check(
                        graph.withOutputs(List.of(output)),
                        output,
                        values.get(i),
                        inputs,
                        withRespectTo);
            }
        }
    }

    private static void check(
            Graph graph,
            String output,
            Tensor value,
            Map<String, Tensor> inputs,
            List<String> withRespectTo) {
        Tensor seed = random(new Random(7), value.shape());
        Graph gradient =
                Gradients.seeded(
                        graph,
                        TensorInfo.of(output, value.dtype(), value.shape()),
                        withRespectTo,
                        GradientRules.STANDARD);
        Map<String, Tensor> all = new HashMap<>(inputs);
        all.put(Gradients.nameOf(output), seed);
        List<Tensor> actual = Interpreter.run(gradient, all);
        List<String> wrong = new ArrayList<>();
        for (int k = 0; k < withRespectTo.size(); k++) {
            Tensor x = inputs.get(withRespectTo.get(k));
            Tensor dx = actual.get(1 + k);
            assertEquals(x.shape(), dx.shape(), withRespectTo.get(k));
            for (int i = 0; i < x.shape().elements(); i++) {
                double expected = difference(graph, inputs, x, i, seed);
                if (!(Math.abs(expected - dx.getDouble(i))
                        <= TOLERANCE * Math.max(1, Math.abs(expected)))) {
                    wrong.add(
                            "%s of %s[%d]: expected %s, actual %s"
                                    .formatted(
                                            output,
                                            withRespectTo.get(k),
                                            i,
                                            expected,
                                            dx.getDouble(i)));
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    /**
     * Checks the gradients of all inputs at once, along one random direction, for each output. A
     * maximum or a bend within reach of the step would be no error of the rules, so a direction
     * counts only if a tenth of the step gives the same difference.
     */
    static void checkDirection(Graph graph, Map<String, Tensor> inputs, Random random) {
        List<String> names = List.copyOf(inputs.keySet());
        Map<String, Tensor> direction = new HashMap<>();
        names.forEach(name -> direction.put(name, random(random, inputs.get(name).shape())));
        for (String output : graph.outputs()) {
            Graph one = graph.withOutputs(List.of(output));
            Tensor value = Interpreter.run(one, inputs).getFirst();
            Tensor seed = random(random, value.shape());
            double wide = along(one, inputs, direction, 1e-6, seed);
            double narrow = along(one, inputs, direction, 1e-7, seed);
            double scale = Math.max(1, Math.abs(wide));
            if (Math.abs(wide - narrow) > 1e-6 * scale) {
                continue;
            }
            Graph gradient =
                    Gradients.seeded(
                            one,
                            TensorInfo.of(output, value.dtype(), value.shape()),
                            names,
                            GradientRules.STANDARD);
            Map<String, Tensor> all = new HashMap<>(inputs);
            all.put(Gradients.nameOf(output), seed);
            List<Tensor> gradients = Interpreter.run(gradient, all);
            double actual = 0;
            for (int i = 0; i < names.size(); i++) {
                actual += weighted(gradients.get(1 + i), direction.get(names.get(i)));
            }
            assertEquals(wide, actual, 1e-5 * scale, output);
        }
    }

    private static double along(
            Graph graph,
            Map<String, Tensor> inputs,
            Map<String, Tensor> direction,
            double step,
            Tensor seed) {
        double above =
                weighted(Interpreter.run(graph, moved(inputs, direction, step)).getFirst(), seed);
        double below =
                weighted(Interpreter.run(graph, moved(inputs, direction, -step)).getFirst(), seed);
        return (above - below) / (2 * step);
    }

    private static Map<String, Tensor> moved(
            Map<String, Tensor> inputs, Map<String, Tensor> direction, double step) {
        Map<String, Tensor> moved = new HashMap<>();
        inputs.forEach((name, tensor) -> {
            Tensor copy = Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, tensor.shape());
            for (int i = 0; i < tensor.shape().elements(); i++) {
                double by = step * direction.get(name).getDouble(i);
                copy.setDouble(i, tensor.getDouble(i) + by);
            }
            moved.put(name, copy);
        });
        return moved;
    }

    private static double difference(
            Graph graph, Map<String, Tensor> inputs, Tensor x, int i, Tensor seed) {
        double at = x.getDouble(i);
        x.setDouble(i, at + STEP);
        double above = weighted(Interpreter.run(graph, inputs).getFirst(), seed);
        x.setDouble(i, at - STEP);
        double below = weighted(Interpreter.run(graph, inputs).getFirst(), seed);
        x.setDouble(i, at);
        return (above - below) / (2 * STEP);
    }

    private static double weighted(Tensor y, Tensor seed) {
        double sum = 0;
        for (int i = 0; i < y.shape().elements(); i++) {
            sum += y.getDouble(i) * seed.getDouble(i);
        }
        return sum;
    }
}
