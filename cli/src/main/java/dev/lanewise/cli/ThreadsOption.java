package dev.lanewise.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many threads share the work of a command. */
final class ThreadsOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private int count;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads; the result is the same (default: ${DEFAULT-VALUE}).")
    private void set(int count) {
        if (count < 1) {
            throw new ParameterException(
                    command.commandLine(), "--threads: expected at least 1, actual " + count);
        }
        this.count = count;
    }

    int count() {
        return count;
    }
}
