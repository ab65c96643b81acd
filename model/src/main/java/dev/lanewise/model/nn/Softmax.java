package dev.lanewise.model.nn;

/**
 * exp(x), divided by its sum along an axis.
 *
 * @param dim the axis; negative counts from the end
 */
public record Softmax(int dim) implements Module {

    /** Along an axis. */
    public static Softmax of(int dim) {
        return new Softmax(dim);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        return builder.add(new dev.lanewise.model.op.Softmax(dim, false, false), x);
    }
}
