package dev.lanewise.model.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Interpreter;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Op;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One operator with inputs, of which those of doubles are differentiated. */
final class GradientCase {

    private final String name;
    private final Op op;
    private final int outputs;
    private final Random random;
    private boolean firstOnly;
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<Boolean> differentiated = new ArrayList<>();

    GradientCase(String name, Op op, int outputs) {
        this.name = name;
        this.op = op;
        this.outputs = outputs;
        this.random = new Random(name.hashCode());
    }

    static GradientCase of(String name, Op op) {
        return new GradientCase(name, op, 1);
    }

    /** Adds an input of random values. */
    GradientCase in(long... dims) {
        return add(CentralDifferences.random(random, Shape.of(dims)), true);
    }

    /** Adds an input of random values from 0.05 to 1. */
    GradientCase positive(long... dims) {
        in(dims);
        Tensor tensor = inputs.getLast();
        for (int i = 0; i < tensor.shape().elements(); i++) {
            tensor.setDouble(i, Math.abs(tensor.getDouble(i)));
        }
        return this;
    }

    /** Stretches the last input. */
    GradientCase times(double factor) {
        Tensor tensor = inputs.getLast();
        for (int i = 0; i < tensor.shape().elements(); i++) {
            tensor.setDouble(i, factor * tensor.getDouble(i));
        }
        return this;
    }

    /** Makes a constant of the last input. */
    GradientCase fixed() {
        differentiated.set(differentiated.size() - 1, false);
        return this;
    }

    /** Leaves outputs other than the first out: their gradients are not defined. */
    GradientCase firstOnly() {
        firstOnly = true;
        return this;
    }

    /** Adds an absent input. */
    GradientCase absent() {
        inputs.add(null);
        differentiated.add(false);
        return this;
    }

    /** Adds a constant input of longs. */
    GradientCase longs(long... values) {
        return add(Tensor.ofLongs(Shape.of(values.length), values), false);
    }

    /** Adds a constant scalar. */
    GradientCase scalar(double value) {
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, Shape.of(new int[0]));
        tensor.setDouble(0, value);
        return add(tensor, false);
    }

    GradientCase add(Tensor tensor, boolean differentiate) {
        inputs.add(tensor);
        differentiated.add(differentiate);
        return this;
    }

    /** Compares with central differences in double precision. */
    void check() {
        CentralDifferences.check(graph(DType.FLOAT64), values(DType.FLOAT64), names(true));
    }

    /** Compares what is compiled, in single precision, with the plain definitions. */
    void checkCompiled() {
        Graph graph = graph(DType.FLOAT32).withOutputs(List.of("out0"));
        Map<String, Tensor> values = values(DType.FLOAT32);
        Shape shape = Interpreter.run(graph, values).getFirst().shape();
        Graph gradient =
                Gradients.seeded(
                        graph,
                        TensorInfo.of("out0", DType.FLOAT32, shape),
                        names(true),
                        GradientRules.STANDARD);
        values.put("grad/out0", narrowed(CentralDifferences.random(random, shape)));
        List<Tensor> expected = Interpreter.run(gradient, values);
        try (Model model = Model.of(gradient, ModelOptions.defaults());
                Session session = model.newSession()) {
            values.forEach(
                    (input, value) -> session.input(input).segment().copyFrom(value.segment()));
            session.run();
            for (int i = 0; i < expected.size(); i++) {
                String output = gradient.outputs().get(i);
                double largest = 1;
                for (double value : expected.get(i).toDoubleArray()) {
                    largest = Math.max(largest, Math.abs(value));
                }
                assertArrayEquals(
                        expected.get(i).toDoubleArray(),
                        session.output(output).toDoubleArray(),
                        2e-5 * largest,
                        output);
            }
        }
    }

    private List<String> names(boolean differentiatedOnly) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            if (!differentiatedOnly || differentiated.get(i)) {
                names.add(inputs.get(i) == null ? "" : "in" + i);
            }
        }
        return names;
    }

    private Map<String, Tensor> values(DType dtype) {
        Map<String, Tensor> values = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            if (differentiated.get(i)) {
                values.put("in" + i, as(dtype, inputs.get(i)));
            }
        }
        return values;
    }

    private Graph graph(DType dtype) {
        List<TensorInfo> infos = new ArrayList<>();
        Map<String, Tensor> constants = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor tensor = inputs.get(i);
            if (differentiated.get(i)) {
                infos.add(TensorInfo.of("in" + i, dtype, tensor.shape()));
            } else if (tensor != null) {
                constants.put("in" + i, as(dtype, tensor));
            }
        }
        List<String> results = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            results.add("out" + i);
        }
        return new Graph(
                name,
                infos,
                firstOnly ? results.subList(0, 1) : results,
                List.of(new Node("it", op, names(false), results)),
                constants,
                Map.of());
    }

    private static Tensor as(DType dtype, Tensor tensor) {
        return dtype == DType.FLOAT32 && tensor.dtype() == DType.FLOAT64
                ? narrowed(tensor)
                : tensor;
    }

    private static Tensor narrowed(Tensor tensor) {
        return Tensor.of(tensor.shape(), tensor.toFloatArray());
    }

    @Override
    public String toString() {
        return name;
    }
}
