package dev.lanewise.cli;

import dev.lanewise.model.Shape;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

/** The {@code lanewise} command. Exit codes: 0, 1 for a failure, 2 for bad usage. */
@Command(
        name = "lanewise",
        description = "Convolutional networks on the JVM.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpAutoWidth = true,
        abbreviateSynopsis = true,
        subcommands = {
            RunCommand.class,
            InspectCommand.class,
            CheckCommand.class,
            BenchCommand.class,
            TrainCommand.class,
            ExplainCommand.class,
            ProjectCommand.class,
            StylizeCommand.class,
            WolfAndSnowCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class Main implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show where in the program an error arose.")
    boolean debug;

    /**
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        OptionalInt elsewhere = VectorModule.startedAgain(arguments);
        System.exit(
                elsewhere.isPresent()
                        ? elsewhere.getAsInt()
                        : execute(
                                arguments,
                                new FileOutputStream(FileDescriptor.out),
                                new PrintWriter(System.err, true, System.err.charset())));
    }

    /** Executes a command whose output must arrive. */
    static int execute(String[] arguments, OutputStream target, PrintWriter err) {
        Output output = new Output(target);
        Writer encoding = new OutputStreamWriter(output, System.out.charset());
        PrintWriter out = new PrintWriter(new BufferedWriter(encoding), true);
        int exit = commandLine().setOut(out).setErr(err).execute(arguments);
        out.flush();
        IOException failure = output.failure();
        if (exit != 0 || failure == null) {
            return exit;
        }
        err.println("lanewise: the output can't be written: " + Errors.reason(failure));
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** The command, ready to be executed any number of times. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        return line.registerConverter(Shape.class, new ShapeConverter())
                .setExecutionStrategy(Errors.guarding(new CommandLine.RunLast()))
                .setParameterExceptionHandler(Errors::badUsage);
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }
}
