package dev.lanewise.model.classify;

import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Session;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.SessionStatistics;
import dev.lanewise.model.Tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;

/**
 * Classifies rows of numbers: tables, signals, pictures that are floats already. A row is the
 * model's one input of a batch of 1, row-major. Like the {@link Session} in it, a classifier may be
 * used by any thread, but only one at a time; make one for each, they share the model.
 *
 * <p>Rows of a batch are run one by one: a row's values are the same bits in whatever batch, at
 * whatever place in it the row comes. Nothing is allocated but by {@link #top}.
 */
public final class Classifier implements AutoCloseable {

    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final Session session;
    private final Tensor input;
    private final Tensor output;
    private final float[] row;
    private final float[] values;

    private Classifier(Session session) {
        this.session = session;
        this.input = session.input(0);
        this.output = session.output(0);
        this.row = new float[input.shape().elements()];
        this.values = new float[output.shape().elements()];
    }

    /**
     * A classifier that runs on the calling thread.
     *
     * @throws ModelException if the model has more than one input or output, they aren't FLOAT32,
     *     the input's shape is open apart from the batch, or the output isn't {@code [1, classes]}
     */
    public static Classifier of(Model model) {
        return of(model, SessionOptions.defaults());
    }

    /**
     * A classifier.
     *
     * @param options threads, and the input's shape where the model leaves it open; a batch of 1
     * @throws ModelException if the model has more than one input or output, they aren't FLOAT32,
     *     the input's shape is open, or the output isn't {@code [1, classes]}
     */
    public static Classifier of(Model model, SessionOptions options) {
        if (model.inputs().size() != 1 || model.graph().outputs().size() != 1) {
            throw misfit(model);
        }
        Session session = model.newSession(options);
        if (session.input(0).dtype() != DType.FLOAT32
                || session.output(0).dtype() != DType.FLOAT32
                || !Classes.fits(session.output(0), 1)) {
            session.close();
            throw misfit(model);
        }
        return new Classifier(session);
    }

    private static ModelException misfit(Model model) {
        return new ModelException(
                "model '"
                        + model.name()
                        + "': expected one FLOAT32 input and one FLOAT32 output [1, classes],"
                        + " actual inputs "
                        + model.inputs()
                        + ", outputs "
                        + model.outputs());
    }

    /** Numbers in a row. */
    public int rowLength() {
        return input.shape().elements();
    }

    /** Number of classes. */
    public int classes() {
        return values.length;
    }

    /**
     * The class of the highest value, the first of several; -1 if all are not-a-number.
     *
     * @param row {@link #rowLength} numbers
     * @throws IllegalArgumentException if they are of another number
     * @throws IllegalStateException if the classifier is closed or running on another thread
     */
    public int classify(float[] row) {
        classify(row, values);
        int best = -1;
        for (int i = 0; i < values.length; i++) {
            if (!Float.isNaN(values[i]) && (best < 0 || values[i] > values[best])) {
                best = i;
            }
        }
        return best;
    }

    /**
     * The value of every class, as the network gives it.
     *
     * @param row {@link #rowLength} numbers
     * @param result where {@link #classes} values go
     * @throws IllegalArgumentException if {@code row} has another length or {@code result} is too
     *     short
     * @throws IllegalStateException if the classifier is closed or running on another thread
     */
    public void classify(float[] row, float[] result) {
        input.copyFrom(row);
        session.run();
        output.copyTo(result);
    }

    /**
     * The value of every class for each row of a batch.
     *
     * @param rows floats in the machine's byte order, row after row
     * @param count number of rows
     * @param result room for {@code count} times {@link #classes} floats
     * @throws IllegalArgumentException if a segment is too small
     * @throws IllegalStateException if the classifier is closed or running on another thread
     */
    public void classify(MemorySegment rows, int count, MemorySegment result) {
        long rowBytes = input.segment().byteSize();
        long classBytes = output.segment().byteSize();
        check("rows", rows, count, rowBytes);
        check("result", result, count, classBytes);
        for (long i = 0; i < count; i++) {
            MemorySegment.copy(rows, i * rowBytes, input.segment(), 0, rowBytes);
            session.run();
            MemorySegment.copy(output.segment(), 0, result, i * classBytes, classBytes);
        }
    }

    /**
     * The value of every class for each row of a batch.
     *
     * @param rows row after row, a multiple of {@link #rowLength} numbers
     * @param result room for {@link #classes} values a row
     * @throws IllegalArgumentException if the numbers don't fill rows, or there is too little room
     * @throws IllegalStateException if the classifier is closed or running on another thread
     */
    public void classifyAll(float[] rows, float[] result) {
        check(rows.length, result.length);
        int length = rowLength();
        int count = rows.length / length;
        for (int i = 0; i < count; i++) {
            MemorySegment.copy(rows, i * length, input.segment(), F32, 0, length);
            session.run();
            MemorySegment.copy(output.segment(), F32, 0, result, i * classes(), classes());
        }
    }

    private void check(int numbers, int room) {
        int length = rowLength();
        if (numbers % length != 0 || (long) (numbers / length) * classes() > room) {
            throw new IllegalArgumentException(
                    "expected a multiple of "
                            + length
                            + " numbers and room for "
                            + classes()
                            + " a row, actual "
                            + numbers
                            + " numbers and room for "
                            + room);
        }
    }

    /**
     * The value of every class for each row of a batch, from and to buffers of any kind and byte
     * order, at their positions, which move on.
     *
     * @param rows what remains is row after row, a multiple of {@link #rowLength} numbers
     * @param result room for {@link #classes} values a row
     * @throws IllegalArgumentException if the numbers don't fill rows, or there is too little room
     * @throws IllegalStateException if the classifier is closed or running on another thread
     */
    public void classifyAll(FloatBuffer rows, FloatBuffer result) {
        check(rows.remaining(), result.remaining());
        while (rows.hasRemaining()) {
            rows.get(row);
            classify(row, values);
            result.put(values);
        }
    }

    private static void check(String name, MemorySegment memory, int count, long bytes) {
        if (count < 0 || memory.byteSize() < count * bytes) {
            throw new IllegalArgumentException(
                    name
                            + ": expected "
                            + count
                            + " rows of "
                            + bytes
                            + " bytes, actual "
                            + memory.byteSize()
                            + " bytes");
        }
    }

    /**
     * The best classes of a row, best first.
     *
     * @param row {@link #rowLength} numbers
     * @param count how many
     * @param labels a label per class, or none at all
     * @throws IllegalArgumentException if {@code row} has another length
     * @throws IllegalStateException if the classifier is closed or running on another thread
     * @throws ModelException if there are labels, but not one per class
     */
    public List<Prediction> top(float[] row, int count, List<String> labels) {
        Objects.requireNonNull(labels, "labels");
        classify(row, values);
        Classes classes = Classes.of(output, false).getFirst();
        classes.check(labels, "labels");
        return classes.top(count, labels);
    }

    /** How many rows were run, and how long each took. */
    public SessionStatistics statistics() {
        return session.statistics();
    }

    /** Frees the session; the model stays. Closing twice is harmless. */
    @Override
    public void close() {
        session.close();
    }
}
