package dev.lanewise.model.onnx;

import dev.lanewise.model.ModelException;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A sound file that needs what Lanewise lacks. The message lists every node that can't run, one on
 * a line.
 */
public final class UnsupportedModelException extends ModelException {

    private static final long serialVersionUID = 1;

    /** Longer lists are cut in the message. */
    private static final int MAX_LINES = 1000;

    private final transient List<Unsupported> unsupported;

    /**
     * Something in a model that can't run.
     *
     * @param node the node's name, or its first output where it has none; the value's name for an
     *     input or initializer
     * @param operator the operator, or {@code graph input}, {@code initializer}
     * @param domain the operator's domain, {@code ai.onnx} for the standard one
     * @param opset the version of the domain that the file imports
     * @param reason what is missing
     */
    public record Unsupported(
            String node, String operator, String domain, long opset, String reason) {
        @Override
        public String toString() {
            return operator + " '" + node + "' (" + domain + " opset " + opset + "): " + reason;
        }
    }

    UnsupportedModelException(String file, List<Unsupported> unsupported) {
        super(message(file, unsupported));
        this.unsupported = List.copyOf(unsupported);
    }

    private static String message(String file, List<Unsupported> unsupported) {
        int more = unsupported.size() - MAX_LINES;
        return unsupported.stream()
                .limit(MAX_LINES)
                .map(Unsupported::toString)
                .collect(
                        Collectors.joining(
                                "\n  ",
                                file + ": not supported, " + unsupported.size() + " in all:\n  ",
                                more > 0 ? "\n  and " + more + " more" : ""));
    }

    /** Everything that can't run, in the file's order. */
    public List<Unsupported> unsupported() {
        return unsupported;
    }
}
