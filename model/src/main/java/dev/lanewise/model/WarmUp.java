package dev.lanewise.model;

/**
 * Whether a model is run on zeros when it is loaded, until the JVM has compiled its kernels: before
 * that, Vector API code is 50 to 1000 times slower. It takes one to four seconds where there are
 * processors for it, and longer on a busy machine, whose compilers wait too: at most ten seconds of
 * its thread's processor time, and a minute by the clock. A model whose inputs have no fixed
 * shapes, apart from the batch, which is 1 then, is warmed with the shapes of its first session,
 * when that is made.
 */
public enum WarmUp {
    /** The first runs compile. */
    NONE,

    /** Loading, or making the first session, returns when the model is warm. */
    WAIT,

    /**
     * That returns at once, and a daemon thread warms the model. It rests while sessions of the
     * model run, since these bring the same kernels to the compilers, and ends early if the model
     * is closed.
     */
    BACKGROUND
}
