package dev.lanewise.model.style;

/** A function of many variables with its gradient. */
@FunctionalInterface
public interface Objective {

    /**
     * Evaluates.
     *
     * @param x where
     * @param gradient written: the derivative with respect to each element of x
     * @return the value
     */
    double evaluate(float[] x, float[] gradient);
}
