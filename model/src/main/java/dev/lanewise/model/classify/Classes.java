package dev.lanewise.model.classify;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A classifier's output for one input: a value per class.
 *
 * @param values by class
 * @param probabilities whether they are positive and add up to 1
 */
public record Classes(float[] values, boolean probabilities) {

    private static final float SUM_TOLERANCE = 1e-2f;

    /**
     * Whether an output looks like a classifier's: {@code [batch, classes]}, perhaps with ones
     * behind, or {@code [classes]}.
     */
    public static boolean fits(Tensor output, int batch) {
        Shape shape = output.shape();
        if (!output.dtype().isFloat() || shape.rank() == 0 || rows(shape) != batch) {
            return false;
        }
        int classes = shape.elements() / batch;
        return classes > 1 && (shape.rank() == 1 || shape.dim(1) == classes);
    }

    /**
     * The rows of an output that {@link #fits}: one for each input of a batch.
     *
     * @param softmax whether the values are scores, to be made probabilities
     */
    public static List<Classes> of(Tensor output, boolean softmax) {
        float[] all = output.toFloatArray();
        int rows = rows(output.shape());
        int classes = all.length / rows;
        return IntStream.range(0, rows)
                .mapToObj(row -> {
                    float[] values = Arrays.copyOfRange(all, row * classes, (row + 1) * classes);
                    return softmax
                            ? new Classes(softmax(values), true)
                            : new Classes(values, isProbabilities(values));
                })
                .toList();
    }

    /** The probabilities that a softmax makes of these scores. */
    public Classes softmaxed() {
        return new Classes(softmax(values), true);
    }

    private static int rows(Shape shape) {
        return shape.rank() == 1 ? 1 : shape.dim(0);
    }

    private static boolean isProbabilities(float[] values) {
        double sum = 0;
        for (float value : values) {
            if (!(value >= 0)) {
                return false;
            }
            sum += value;
        }
        return Math.abs(sum - 1) < SUM_TOLERANCE;
    }

    private static float[] softmax(float[] scores) {
        float most = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            most = Math.max(most, score);
        }
        double sum = 0;
        for (float score : scores) {
            sum += Math.exp(score - most);
        }
        float[] result = new float[scores.length];
        for (int i = 0; i < scores.length; i++) {
            result[i] = (float) (Math.exp(scores[i] - most) / sum);
        }
        return result;
    }

    /**
     * The classes of the highest values, highest first; not-a-numbers come last.
     *
     * @param labels a label per class, or none at all
     */
    public List<Prediction> top(int count, List<String> labels) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted((a, b) -> compare(values[b], values[a]))
                .limit(count)
                .map(i ->
                        new Prediction(
                                i, labels.isEmpty() ? "class " + i : labels.get(i), values[i]))
                .toList();
    }

    private static int compare(float a, float b) {
        if (Float.isNaN(a) || Float.isNaN(b)) {
            return Boolean.compare(Float.isNaN(b), Float.isNaN(a));
        }
        return Float.compare(a, b);
    }

    /**
     * @throws ModelException if the labels are of another number
     */
    public void check(List<String> labels, String source) {
        if (!labels.isEmpty() && labels.size() != values.length) {
            throw new ModelException(
                    source
                            + ": expected "
                            + values.length
                            + " labels, one for each class of the output, actual "
                            + labels.size());
        }
    }
}
