package dev.lanewise.model.train;

import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.data.Batches;
import dev.lanewise.model.graph.Graph;

import java.lang.foreign.Arena;
import java.util.Arrays;

/**
 * How well a classifier does on pictures.
 *
 * @param loss mean cross-entropy
 * @param confusion how often [true class][guessed class] came
 */
public record Evaluation(double loss, long[][] confusion) {

    /**
     * Runs a classifier on all pictures.
     *
     * @param graph of one input, of the batches' shape, whose first output holds scores [N,
     *     classes]
     * @throws ModelException if the shapes don't fit
     */
    public static Evaluation of(Graph graph, Batches batches, int threads) {
        try (Model model = Model.of(graph, ModelOptions.defaults());
                Session session =
                        model.newSession(SessionOptions.defaults().withThreads(threads))) {
            int size = batches.batchSize();
            int classes = batches.data().classes().size();
            Shape scores = session.output(0).shape();
            if (!scores.equals(Shape.of(size, classes))) {
                throw new ModelException(
                        "evaluation: expected scores of ["
                                + size
                                + ","
                                + classes
                                + "], actual "
                                + scores);
            }
            Tensor labels = Tensor.allocate(Arena.ofAuto(), DType.INT64, Shape.of(size));
            long[][] confusion = new long[classes][classes];
            double loss = 0;
            float[] row = new float[size * classes];
            for (int b = 0; b < batches.count(); b++) {
                batches.fill(0, b, session.input(0), labels);
                session.run();
                session.output(0).copyTo(row);
                int count = Math.min(size, batches.data().size() - b * size);
                for (int i = 0; i < count; i++) {
                    int label = (int) labels.getLong(i);
                    confusion[label][largest(row, i * classes, classes)]++;
                    loss += crossEntropy(row, i * classes, classes, label);
                }
            }
            return new Evaluation(loss / batches.data().size(), confusion);
        }
    }

    /** The class with the highest score; the first of equals. */
    static int largest(float[] scores, int from, int classes) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            best = scores[from + c] > scores[from + best] ? c : best;
        }
        return best;
    }

    private static double crossEntropy(float[] scores, int from, int classes, int label) {
        double most = scores[from + largest(scores, from, classes)];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(scores[from + c] - most);
        }
        return most + Math.log(sum) - scores[from + label];
    }

    /** Part of the pictures whose class was guessed. */
    public double accuracy() {
        long right = 0;
        for (int c = 0; c < confusion.length; c++) {
            right += confusion[c][c];
        }
        return (double) right / total();
    }

    private long total() {
        return Arrays.stream(confusion).flatMapToLong(Arrays::stream).sum();
    }

    /** Of those guessed to be of a class, the part that is; NaN if none was. */
    public double precision(int label) {
        long guessed = Arrays.stream(confusion).mapToLong(row -> row[label]).sum();
        return (double) confusion[label][label] / guessed;
    }

    /** Of those of a class, the part that was guessed to be; NaN if there is none. */
    public double recall(int label) {
        return (double) confusion[label][label] / Arrays.stream(confusion[label]).sum();
    }
}
