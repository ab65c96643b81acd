package dev.lanewise.spark;

import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.ModelHandle;
import dev.lanewise.model.classify.ImageClassifier;

import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;

import java.util.Iterator;

/** Adds classes and an error to rows with a picture file; a session for each task. */
record PictureTask(Broadcast<ModelHandle> model, Scoring.PictureSettings settings, int column)
        implements MapPartitionsFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        Model loaded = model.value().model();
        ImageClassifier classifier = ImageClassifier.of(loaded, settings.of(loaded));
        TaskContext.get()
                .addTaskCompletionListener((TaskCompletionListener) done -> classifier.close());
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Row next() {
                return classified(rows.next(), classifier);
            }
        };
    }

    private Row classified(Row row, ImageClassifier classifier) {
        Object[] values = new Object[row.length() + 2];
        for (int i = 0; i < row.length(); i++) {
            values[i] = row.get(i);
        }
        if (row.isNullAt(column)) {
            values[row.length() + 1] = "the row has no value";
        } else {
            try {
                values[row.length()] =
                        classifier.classify((byte[]) row.get(column)).stream()
                                .map(p -> RowFactory.create(p.index(), p.label(), p.value()))
                                .toArray();
            } catch (ModelException e) {
                values[row.length() + 1] = String.valueOf(e.getMessage());
            }
        }
        return RowFactory.create(values);
    }
}
