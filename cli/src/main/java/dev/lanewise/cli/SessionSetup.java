package dev.lanewise.cli;

import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;

import picocli.CommandLine.Option;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Makes sessions of models that no input is given for: shapes by option, values at random. */
final class SessionSetup {

    @Option(
            names = "--shape",
            paramLabel = "INPUT=NxCxHxW",
            description =
                    "Shape of an input that the model leaves open. An open batch is 1 if not"
                            + " given.")
    private Map<String, Shape> shapes = new LinkedHashMap<>();

    /**
     * Options with a shape for each input that has symbolic extents.
     *
     * @throws ModelException if a shape is missing, or is of no input
     */
    SessionOptions options(Model model) {
        SessionOptions options = SessionOptions.defaults();
        Set<String> unknown = new HashSet<>(shapes.keySet());
        for (TensorInfo input : model.inputs()) {
            unknown.remove(input.name());
            if (shapes.containsKey(input.name())) {
                options = options.withShape(input.name(), shapes.get(input.name()));
            } else if (!input.isFixed()) {
                options = options.withShape(input.name(), batchOfOne(input));
            }
        }
        if (!unknown.isEmpty()) {
            throw new ModelException(
                    "--shape: expected an input of the model, one of "
                            + model.inputs()
                            + ", actual "
                            + unknown);
        }
        return options;
    }

    private static Shape batchOfOne(TensorInfo input) {
        boolean onlyBatch =
                IntStream.range(1, input.dims().size())
                        .allMatch(i -> input.dims().get(i).isFixed());
        if (!onlyBatch) {
            throw new ModelException(
                    "input "
                            + input
                            + ": its shape is open; give it as --shape "
                            + input.name()
                            + "="
                            + String.join(
                                    "x", input.dims().stream().map(Object::toString).toList()));
        }
        return input.shape(1);
    }

    /** Normally distributed floats, and zeros for integers, which may be indices. */
    static void fillAtRandom(List<Tensor> inputs, long seed) {
        Random random = new Random(seed);
        for (Tensor input : inputs) {
            for (int i = 0; i < input.shape().elements() && input.dtype().isFloat(); i++) {
                input.setDouble(i, random.nextGaussian());
            }
        }
    }
}
