package dev.lanewise.model;

/**
 * Whether a model is run on zeros when it is loaded, until the JVM has compiled its kernels: before
 * that, Vector API code is 50 to 1000 times slower. It takes one to three seconds, and is for
 * models whose inputs have fixed shapes, apart from the batch, which is 1 then; others are not
 * warmed.
 */
public enum WarmUp {
    /** The first runs compile. */
    NONE,

    /** Loading returns when the model is warm. */
    WAIT,

    /**
     * Loading returns at once, and a daemon thread warms the model; it ends early if the model is
     * closed.
     */
    BACKGROUND
}
