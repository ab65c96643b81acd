package dev.lanewise.model;

import dev.lanewise.model.plan.PlanReport;

/**
 * One thread's memory and state for running a {@link Model}. Any thread may use it, but only one at
 * a time.
 *
 * <p>Input and output tensors are the session's own memory: they stay valid, and keep their values,
 * from run to run until the session is closed.
 */
public final class Session implements AutoCloseable {

    private Session() {}

    /**
     * The input of this name; fill it before a run. Allocates nothing.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that there are
     */
    public Tensor input(String name) {
        throw new UnsupportedOperationException();
    }

    /** Input {@code index} in the model's order. */
    public Tensor input(int index) {
        throw new UnsupportedOperationException();
    }

    /**
     * The output of this name; valid after a run. Allocates nothing.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that there are
     */
    public Tensor output(String name) {
        throw new UnsupportedOperationException();
    }

    /** Output {@code index} in the model's order. */
    public Tensor output(int index) {
        throw new UnsupportedOperationException();
    }

    /**
     * Computes the outputs from the inputs. Allocates nothing, except in operators that have no
     * kernel.
     *
     * @throws IllegalStateException if the session is closed, or running on another thread
     * @throws ModelException if a value is out of an operator's range
     */
    public void run() {
        throw new UnsupportedOperationException();
    }

    /**
     * What the compiler made of the model for this session's shapes, with times if the session was
     * made to profile.
     */
    public PlanReport report() {
        throw new UnsupportedOperationException();
    }

    /**
     * Frees the session's memory. Closing twice is harmless.
     *
     * @throws IllegalStateException if it is running on another thread
     */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
