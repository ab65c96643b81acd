package dev.lanewise.model;

/**
 * Whether a model is run on zeros when it is loaded, until the JVM has compiled its kernels: before
 * that, Vector API code is 50 to 1000 times slower. It takes one to three seconds, and ten at most:
 * large networks, whose every run is slow at first, take longest. A model whose inputs have no
 * fixed shapes, apart from the batch, which is 1 then, is warmed with the shapes of its first
 * session, when that is made.
 */
public enum WarmUp {
    /** The first runs compile. */
    NONE,

    /** Loading, or making the first session, returns when the model is warm. */
    WAIT,

    /**
     * That returns at once, and a daemon thread warms the model; it ends early if the model is
     * closed.
     */
    BACKGROUND
}
