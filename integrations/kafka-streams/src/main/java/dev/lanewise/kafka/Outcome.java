package dev.lanewise.kafka;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * What came of a record: a result, or the value itself if it could not be scored. The two lists are
 * for {@code flatMapValues}, which parts a stream of outcomes in two.
 *
 * @param <V> type of the values of the records
 * @param <R> type of their results
 */
public sealed interface Outcome<V, R> {

    /** The result, if there is one. */
    List<R> results();

    /** The value, if it was rejected; it may be null, as that of a tombstone is. */
    List<V> rejects();

    /**
     * A record that was scored.
     *
     * @param result what the model makes of it
     */
    record Scored<V, R>(R result) implements Outcome<V, R> {
        @Override
        public List<R> results() {
            return List.of(result);
        }

        @Override
        public List<V> rejects() {
            return List.of();
        }
    }

    /**
     * A record that can't be scored.
     *
     * @param value as it came
     * @param reason what is wrong with it; the record's header {@link Scoring#ERROR} says it too
     */
    record Rejected<V, R>(@Nullable V value, String reason) implements Outcome<V, R> {
        @Override
        public List<R> results() {
            return List.of();
        }

        @Override
        public List<V> rejects() {
            return Arrays.asList(value);
        }
    }
}
