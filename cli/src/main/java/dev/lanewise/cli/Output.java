package dev.lanewise.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;

/** The output of the command, which remembers that it couldn't be written: writers don't say so. */
final class Output extends OutputStream {

    private final OutputStream target;
    private @Nullable IOException failure;

    Output(OutputStream target) {
        this.target = target;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            target.write(bytes, from, count);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    /**
     * What went wrong, or null. A reader that has seen enough, such as {@code head}, is nothing
     * wrong.
     */
    @Nullable IOException failure() {
        boolean enough = failure != null && "Broken pipe".equals(failure.getMessage());
        return enough ? null : failure;
    }
}
