package dev.lanewise.cli;

import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.TensorInfo.Dim;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes sessions of models that no input is given for: shapes by option, values at random. */
final class SessionSetup {

    /** What an open extent is in an example; a multiple of what networks halve it to. */
    private static final long EXAMPLE = 64;

    @Option(
            names = "--shape",
            paramLabel = "INPUT=NxCxHxW",
            description =
                    "Shape of an input that the model leaves open. An open batch is 1 if not"
                            + " given.")
    private Map<String, Shape> shapes = new LinkedHashMap<>();

    @Option(
            names = "--timings",
            paramLabel = "FILE",
            description =
                    "Choose the algorithm of each convolution by timing them all; FILE keeps the"
                            + " choices.")
    private @Nullable Path timings;

    /** How the model is to be compiled. */
    ModelOptions modelOptions() {
        ModelOptions options = ModelOptions.defaults();
        return timings == null ? options : options.withTimings(timings);
    }

    /**
     * Options with the given shapes.
     *
     * @throws ModelException if one is missing
     */
    SessionOptions options(Model model) {
        SessionOptions options = SessionOptions.defaults();
        for (TensorInfo input : model.inputs()) {
            if (!shapes.containsKey(input.name())) {
                checkOnlyBatchIsOpen(input);
            }
        }
        for (Map.Entry<String, Shape> shape : shapes.entrySet()) {
            options = options.withShape(shape.getKey(), shape.getValue());
        }
        return options;
    }

    private static void checkOnlyBatchIsOpen(TensorInfo input) {
        if (!input.dims().stream().skip(1).allMatch(Dim::isFixed)) {
            List<String> example = new ArrayList<>();
            for (Dim dim : input.dims()) {
                long open = example.isEmpty() ? 1 : EXAMPLE;
                example.add(Long.toString(dim.isFixed() ? dim.size() : open));
            }
            throw new ModelException(
                    "input "
                            + input
                            + " leaves its shape open: give it, such as --shape "
                            + input.name()
                            + "="
                            + String.join("x", example));
        }
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
