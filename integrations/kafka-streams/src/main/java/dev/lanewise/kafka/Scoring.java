package dev.lanewise.kafka;

import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.ModelHandle;
import dev.lanewise.model.classify.Classifier;
import dev.lanewise.model.classify.ImageClassifier;
import dev.lanewise.model.classify.Prediction;

import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * Makes processors that score the records of a stream, for {@code KStream.processValues}.
 *
 * <pre>{@code
 * try (ModelHandle model = ModelHandle.of(Path.of("fraud.onnx"))) {
 *     KStream<String, Outcome<float[], float[]>> outcomes =
 *             builder.stream("rows", Consumed.with(Serdes.String(), new FloatArraySerde()))
 *                     .processValues(Scoring.rows(model));
 *     outcomes.flatMapValues(Outcome::results).to("scores", ...);
 *     outcomes.flatMapValues(Outcome::rejects).to("dead-letters", ...);
 *     ...
 * }
 * }</pre>
 *
 * <p>Each task has a session of its own, opened when the task starts and closed when it ends; all
 * tasks of a JVM share the handle's one packed model. The handle stays the caller's, to be closed
 * after the streams.
 *
 * <p>A record that doesn't fit the model (no value, a row of another length, bytes that are no
 * picture) becomes an {@link Outcome.Rejected} with the header {@link #ERROR}; the stream goes on.
 * A model that can't be loaded, or was closed, is no record's fault: it ends the stream's thread
 * like any exception.
 */
public final class Scoring {

    /** Header of a rejected record: what is wrong with it, in UTF-8. */
    public static final String ERROR = "lanewise.error";

    private Scoring() {}

    /**
     * Rows of numbers to the values of the model's classes, by {@link Classifier}.
     *
     * @param <K> type of the records' keys
     */
    public static <K> FixedKeyProcessorSupplier<K, float[], Outcome<float[], float[]>> rows(
            ModelHandle model) {
        return () -> new Processor<>(model, RowScorer::new);
    }

    /**
     * Picture files to ranked classes, by {@link ImageClassifier} with the model's own settings.
     *
     * @param <K> type of the records' keys
     */
    public static <K>
            FixedKeyProcessorSupplier<K, byte[], Outcome<byte[], List<Prediction>>> pictures(
                    ModelHandle model) {
        return pictures(model, ImageClassifier.Settings::of);
    }

    /**
     * Picture files to ranked classes, by {@link ImageClassifier}.
     *
     * @param settings asked once for each task
     * @param <K> type of the records' keys
     */
    public static <K>
            FixedKeyProcessorSupplier<K, byte[], Outcome<byte[], List<Prediction>>> pictures(
                    ModelHandle model, Function<Model, ImageClassifier.Settings> settings) {
        return () ->
                new Processor<>(
                        model,
                        loaded ->
                                new PictureScorer(
                                        ImageClassifier.of(loaded, settings.apply(loaded))));
    }

    /** One task's session; bad values throw {@link ModelException}. */
    private interface Scorer<V, R> extends AutoCloseable {
        R score(V value);

        @Override
        void close();
    }

    private record RowScorer(Classifier classifier) implements Scorer<float[], float[]> {
        RowScorer(Model model) {
            this(Classifier.of(model));
        }

        @Override
        public float[] score(float[] row) {
            if (row.length != classifier.rowLength()) {
                throw new ModelException(
                        "row: expected "
                                + classifier.rowLength()
                                + " numbers, actual "
                                + row.length);
            }
            float[] scores = new float[classifier.classes()];
            classifier.classify(row, scores);
            return scores;
        }

        @Override
        public void close() {
            classifier.close();
        }
    }

    private record PictureScorer(ImageClassifier classifier)
            implements Scorer<byte[], List<Prediction>> {
        @Override
        public List<Prediction> score(byte[] file) {
            return classifier.classify(file);
        }

        @Override
        public void close() {
            classifier.close();
        }
    }

    private static final class Processor<K, V, R>
            extends ContextualFixedKeyProcessor<K, V, Outcome<V, R>> {

        private final ModelHandle model;
        private final Function<Model, Scorer<V, R>> opening;
        private @Nullable Scorer<V, R> scorer;

        Processor(ModelHandle model, Function<Model, Scorer<V, R>> opening) {
            this.model = model;
            this.opening = opening;
        }

        @Override
        public void init(FixedKeyProcessorContext<K, Outcome<V, R>> context) {
            super.init(context);
            scorer = opening.apply(model.model());
        }

        @Override
        public void process(FixedKeyRecord<K, V> record) {
            Outcome<V, R> outcome = outcome(record.value());
            if (outcome instanceof Outcome.Rejected<V, R> rejected) {
                record.headers()
                        .remove(ERROR)
                        .add(ERROR, rejected.reason().getBytes(StandardCharsets.UTF_8));
            }
            context().forward(record.withValue(outcome));
        }

        private Outcome<V, R> outcome(@Nullable V value) {
            Scorer<V, R> open = scorer;
            if (open == null) {
                throw new IllegalStateException("a record came before init or after close");
            }
            if (value == null) {
                return new Outcome.Rejected<>(null, "the record has no value");
            }
            try {
                return new Outcome.Scored<>(open.score(value));
            } catch (ModelException e) {
                return new Outcome.Rejected<>(value, String.valueOf(e.getMessage()));
            }
        }

        /** Also called without {@link #init}, and again. */
        @Override
        public void close() {
            if (scorer != null) {
                scorer.close();
                scorer = null;
            }
        }
    }
}
