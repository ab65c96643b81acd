package dev.lanewise.cli;

import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Session;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.TensorInfo.Dim;
import dev.lanewise.model.image.Preprocessing;
import dev.lanewise.model.image.PreprocessingGuess;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a model on pictures and tensors, with a session that is kept while the shapes stay. */
final class Runner implements AutoCloseable {

    private final Model model;
    private final int threads;
    private final PictureOptions pictures;
    private final Map<String, PreprocessingGuess> preprocessing = new LinkedHashMap<>();
    private Map<String, Shape> shapes = Map.of();
    private @Nullable Session session;

    Runner(Model model, int threads, PictureOptions pictures) {
        this.model = model;
        this.threads = threads;
        this.pictures = pictures;
    }

    /** One run's session, which holds the outputs until the next run, and its time. */
    record Result(Session session, long nanos) {}

    /** Runs once on a value per input, in the model's order. */
    Result run(List<Given> given) {
        Map<String, Shape> needed = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            TensorInfo input = model.inputs().get(i);
            needed.put(input.name(), shape(input, given.get(i)));
        }
        Session current = session(needed);
        for (int i = 0; i < given.size(); i++) {
            fill(current.input(i), model.inputs().get(i), given.get(i));
        }
        long start = System.nanoTime();
        current.run();
        return new Result(current, System.nanoTime() - start);
    }

    /** The preprocessing of the inputs that were given pictures, by the inputs' text. */
    Map<String, PreprocessingGuess> preprocessing() {
        return preprocessing;
    }

    private Preprocessing preprocessing(TensorInfo input) {
        return preprocessing
                .computeIfAbsent(
                        input.toString(), text -> pictures.preprocessing(input, model.metadata()))
                .preprocessing();
    }

    private Shape shape(TensorInfo input, Given given) {
        Shape shape =
                switch (given) {
                    case Given.Picture picture -> preprocessing(input).shape(picture.image());
                    case Given.Array array -> array.tensor().shape();
                };
        List<Dim> dims = input.dims();
        boolean fits = shape.rank() == dims.size();
        for (int i = 0; fits && i < dims.size(); i++) {
            fits = !dims.get(i).isFixed() || dims.get(i).size() == shape.dim(i);
        }
        if (!fits) {
            throw new ModelException(
                    given.name() + ": expected " + input + " as the input, actual shape " + shape);
        }
        return shape;
    }

    private Session session(Map<String, Shape> needed) {
        if (session != null && needed.equals(shapes)) {
            return session;
        }
        close();
        SessionOptions options = SessionOptions.defaults().withThreads(threads);
        for (TensorInfo input : model.inputs()) {
            if (!input.isFixed()) {
                options = options.withShape(input.name(), needed.get(input.name()));
            }
        }
        Session made = model.newSession(options);
        session = made;
        shapes = needed;
        return made;
    }

    private void fill(Tensor target, TensorInfo input, Given given) {
        switch (given) {
            case Given.Picture picture -> preprocessing(input).apply(picture.image(), target);
            case Given.Array array -> convert(array, target, input);
        }
    }

    /** Numbers of any type become floats; integers don't come from floats. */
    private static void convert(Given.Array given, Tensor target, TensorInfo input) {
        Tensor source = given.tensor();
        if (source.dtype() == target.dtype()) {
            target.segment().copyFrom(source.segment());
            return;
        }
        if (source.dtype().isFloat() && !target.dtype().isFloat() || target.dtype() == DType.BOOL) {
            throw new ModelException(
                    given.name() + ": expected " + input + " as the input, actual " + source);
        }
        for (int i = 0; i < source.shape().elements(); i++) {
            if (target.dtype().isFloat()) {
                target.setDouble(i, source.getDouble(i));
            } else {
                target.setLong(i, source.getLong(i));
            }
        }
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
