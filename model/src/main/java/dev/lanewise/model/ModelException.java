package dev.lanewise.model;

/**
 * A model, its file or its shapes can't be used; the message says what, where and what was
 * expected.
 */
public class ModelException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * @param message what, where, expected, actual, remedy
     */
    public ModelException(String message) {
        super(message);
    }

    /**
     * @param message what, where, expected, actual, remedy
     */
    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
