package dev.lanewise.model.nn;

/**
 * Logarithm of {@link Softmax}, computed without overflow.
 *
 * @param dim the axis; negative counts from the end
 */
public record LogSoftmax(int dim) implements Module {

    /** Along an axis. */
    public static LogSoftmax of(int dim) {
        return new LogSoftmax(dim);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        return builder.add(new dev.lanewise.model.op.Softmax(dim, true, false), x);
    }
}
