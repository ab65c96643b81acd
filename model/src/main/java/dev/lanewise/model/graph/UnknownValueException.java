package dev.lanewise.model.graph;

import dev.lanewise.model.ModelException;

/**
 * A shape depends on the elements of a value that is not known before the first run. Making
 * constants of the graph inputs from which the value is computed helps.
 */
public final class UnknownValueException extends ModelException {

    private static final long serialVersionUID = 1;

    private final String value;

    /**
     * @param value name of the value
     * @param message what, where, expected, actual, remedy
     */
    public UnknownValueException(String value, String message) {
        super(message);
        this.value = value;
    }

    /** Name of the value. */
    public String value() {
        return value;
    }
}
