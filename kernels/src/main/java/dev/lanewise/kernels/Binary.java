package dev.lanewise.kernels;

import dev.lanewise.kernels.reference.ScalarMath;

/** A function of two values, applied elementwise with broadcasting. */
public enum Binary {
    /** a + b. */
    ADD,
    /** a - b. */
    SUB,
    /** a * b. */
    MUL,
    /** a / b. */
    DIV,
    /** The smaller; NaN if either is NaN. */
    MIN,
    /** The larger; NaN if either is NaN. */
    MAX,
    /** a to the power b. */
    POW,
    /** a if a >= 0, else b a: PReLU with slope b. */
    PRELU;

    /** The function at (a, b), computed in double: the definition that kernels approximate. */
    public double apply(double a, double b) {
        return ScalarMath.apply(this, a, b);
    }
}
