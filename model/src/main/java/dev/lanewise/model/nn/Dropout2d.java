package dev.lanewise.model.nn;

/**
 * Sets whole channels of [N, C, ...] to zero at random in training, and divides the rest by what is
 * left; otherwise does nothing.
 *
 * @param p probability of being set to zero
 */
public record Dropout2d(float p) implements Module {

    /**
     * @throws IllegalArgumentException if the probability is not from 0 to below 1
     */
    public Dropout2d {
        if (!(p >= 0 && p < 1)) {
            throw new IllegalArgumentException(
                    "Dropout2d: expected p from 0 to below 1, actual " + p);
        }
    }

    /** With PyTorch's default, 0.5. */
    public static Dropout2d of() {
        return new Dropout2d(0.5f);
    }

    /** With a probability. */
    public static Dropout2d of(double p) {
        return new Dropout2d((float) p);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        return builder.training()
                ? builder.dropout(p, true, x)
                : builder.add(new dev.lanewise.model.op.Dropout(), x);
    }

    @Override
    public String toString() {
        return "Dropout2d(" + p + ")";
    }
}
