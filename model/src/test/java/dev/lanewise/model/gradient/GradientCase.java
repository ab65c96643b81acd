package dev.lanewise.model.gradient;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
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

    void check() {
        List<TensorInfo> infos = new ArrayList<>();
        Map<String, Tensor> constants = new HashMap<>();
        Map<String, Tensor> values = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor tensor = inputs.get(i);
            String input = tensor == null ? "" : "in" + i;
            names.add(input);
            if (differentiated.get(i)) {
                infos.add(TensorInfo.of(input, tensor.dtype(), tensor.shape()));
                values.put(input, tensor);
            } else if (tensor != null) {
                constants.put(input, tensor);
            }
        }
        List<String> results = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            results.add("out" + i);
        }
        Graph graph =
                new Graph(
                        name,
                        infos,
                        firstOnly ? results.subList(0, 1) : results,
                        List.of(new Node("it", op, names, results)),
                        constants,
                        Map.of());
        CentralDifferences.check(graph, values, infos.stream().map(TensorInfo::name).toList());
    }

    @Override
    public String toString() {
        return name;
    }
}
