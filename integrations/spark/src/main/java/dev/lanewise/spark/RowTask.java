package dev.lanewise.spark;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.ModelHandle;
import dev.lanewise.model.classify.Classifier;

import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

import scala.Tuple2;
import scala.Tuple4;

import java.util.Iterator;

/**
 * From numbers and the rest of a row to the numbers, their scores, an error and the rest; a session
 * for each task.
 */
record RowTask(Broadcast<ModelHandle> model)
        implements MapPartitionsFunction<
                Tuple2<float[], Row>, Tuple4<float[], float[], String, Row>> {

    @Override
    public Iterator<Tuple4<float[], float[], String, Row>> call(
            Iterator<Tuple2<float[], Row>> rows) {
        Classifier classifier = Classifier.of(model.value().model());
        TaskContext.get()
                .addTaskCompletionListener((TaskCompletionListener) done -> classifier.close());
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Tuple4<float[], float[], String, Row> next() {
                Tuple2<float[], Row> row = rows.next();
                float[] numbers = row._1();
                String error = error(numbers, classifier);
                float[] scores = null;
                if (error == null) {
                    scores = new float[classifier.classes()];
                    try {
                        classifier.classify(numbers, scores);
                    } catch (ModelException e) {
                        scores = null;
                        error = String.valueOf(e.getMessage());
                    }
                }
                return new Tuple4<>(numbers, scores, error, row._2());
            }
        };
    }

    private static @Nullable String error(float @Nullable [] numbers, Classifier classifier) {
        if (numbers == null) {
            return "the row has no value";
        }
        return numbers.length == classifier.rowLength()
                ? null
                : "row: expected " + classifier.rowLength() + " numbers, actual " + numbers.length;
    }
}
