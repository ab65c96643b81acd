package dev.lanewise.model.nn;

/**
 * Sets elements to zero at random in training, and divides the rest by what is left; otherwise does
 * nothing.
 *
 * @param p probability of being set to zero
 */
public record Dropout(float p) implements Module {

    /**
     * @throws IllegalArgumentException if the probability is not from 0 to below 1
     */
    public Dropout {
        if (!(p >= 0 && p < 1)) {
            throw new IllegalArgumentException(
                    "Dropout: expected p from 0 to below 1, actual " + p);
        }
    }

    /** With PyTorch's default, 0.5. */
    public static Dropout of() {
        return new Dropout(0.5f);
    }

    /** With a probability. */
    public static Dropout of(double p) {
        return new Dropout((float) p);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        return builder.training()
                ? builder.dropout(p, false, x)
                : builder.add(new dev.lanewise.model.op.Dropout(), x);
    }

    @Override
    public String toString() {
        return "Dropout(" + p + ")";
    }
}
