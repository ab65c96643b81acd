package dev.lanewise.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many threads share the work of a command. */
final class ThreadsOption {

    /** More than any processor has; tens of thousands bring a system down. */
    private static final int MOST = 1024;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private int count;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads; the result is the same (default: ${DEFAULT-VALUE}).")
    private void set(int count) {
        check(count, command);
        this.count = count;
    }

    /**
     * @throws ParameterException unless so many threads can be had
     */
    static void check(int count, CommandSpec command) {
        if (count < 1 || count > MOST) {
            throw new ParameterException(
                    command.commandLine(),
                    "--threads: expected 1 to " + MOST + ", actual " + count);
        }
    }

    int count() {
        return count;
    }
}
