package dev.lanewise.model.explain;

import dev.lanewise.kernels.Kernels;
import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;

/** A compiled graph that is run on any number of pictures, a batch at a time. Not thread-safe. */
final class PictureRuns implements AutoCloseable {

    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final Model model;
    private final Session session;
    private final Tensor input;
    private final int batch;
    private final float[] picture;

    /**
     * @param graph whose input shapes are fixed
     * @param name of the input that takes pictures
     * @param batch pictures in a run: the first extent of that input
     * @param fixed values of the other inputs, for one picture or for all
     */
    PictureRuns(
            Graph graph,
            String name,
            int batch,
            int threads,
            Map<String, float[]> fixed,
            Kernels kernels) {
        this.batch = batch;
        this.model = Model.of(graph, ModelOptions.defaults().withKernels(kernels));
        this.session = model.newSession(SessionOptions.defaults().withThreads(threads));
        this.input = session.input(name);
        this.picture = new float[input.shape().elements() / batch];
        fixed.forEach((other, values) -> setRows(session.input(other), values));
    }

    /** Sets another input, the same for every picture. */
    void set(String name, float[] values) {
        setRows(session.input(name), values);
    }

    private static void setRows(Tensor tensor, float[] values) {
        for (int at = 0; at < tensor.shape().elements(); at += values.length) {
            write(tensor, at, values);
        }
    }

    /** Runs on so many pictures and hands out the rows of one output, in order. */
    void run(int count, Explainer.Source source, String output, Explainer.Sink sink) {
        Tensor result = session.output(output);
        float[] row = new float[result.shape().elements() / batch];
        for (int first = 0; first < count; first += batch) {
            int rows = Math.min(batch, count - first);
            for (int i = 0; i < rows; i++) {
                source.fill(first + i, picture);
                write(input, i * picture.length, picture);
            }
            session.run();
            for (int i = 0; i < rows; i++) {
                read(result, i * row.length, row);
                sink.take(first + i, row);
            }
        }
    }

    /** An output of the last run, of its first picture. */
    Tensor output(String name) {
        return session.output(name);
    }

    private static void write(Tensor tensor, int at, float[] values) {
        if (tensor.dtype() == DType.FLOAT32) {
            MemorySegment.copy(
                    values, 0, tensor.segment(), F32, (long) at * Float.BYTES, values.length);
            return;
        }
        for (int i = 0; i < values.length; i++) {
            tensor.setDouble(at + i, values[i]);
        }
    }

    private static void read(Tensor tensor, int at, float[] values) {
        if (tensor.dtype() == DType.FLOAT32) {
            MemorySegment.copy(
                    tensor.segment(), F32, (long) at * Float.BYTES, values, 0, values.length);
            return;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) tensor.getDouble(at + i);
        }
    }

    @Override
    public void close() {
        session.close();
        model.close();
    }
}
