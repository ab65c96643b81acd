package dev.lanewise.cli;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.onnx.UnsupportedModelException;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Collectors;

/** Every error ends here: as one line on the error stream, and an exit code. */
final class Errors {

    /** Characters of a message, about: names in a file may be as long as the file. */
    private static final int MOST = 2_000;

    private Errors() {}

    /** Runs a command; whatever it throws becomes a line and exit code 1. */
    static IExecutionStrategy guarding(IExecutionStrategy strategy) {
        return parsed -> {
            try {
                return strategy.execute(parsed);
            } catch (ParameterException e) {
                throw e;
            } catch (CommandLine.ExecutionException e) {
                return failed(e.getCause() == null ? e : e.getCause(), parsed);
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError | InternalError e) {
                return failed(e, parsed);
            }
        };
    }

    /** Bad usage: one line, exit code 2. */
    static int badUsage(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        String command = line.getCommandSpec().qualifiedName();
        line.getErr().println(command + ": " + usage(e) + "; see " + command + " --help");
        line.getErr().flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static String usage(ParameterException e) {
        CommandLine line = e.getCommandLine();
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched
                && line.getParent() == null
                && !unmatched.getUnmatched().getFirst().startsWith("-")) {
            return "expected one of "
                    + String.join(", ", line.getSubcommands().keySet())
                    + ", actual '"
                    + oneLine(unmatched.getUnmatched().getFirst())
                    + "'";
        }
        return oneLine(e.getMessage());
    }

    private static int failed(Throwable cause, ParseResult parsed) {
        print(cause, parsed.commandSpec().commandLine());
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Prints a line, and where in the program the error arose if {@code --debug} was given. */
    static void print(Throwable cause, CommandLine root) {
        String message = message(cause);
        // The one message of several lines: all that a model needs and Lanewise lacks.
        boolean list = cause instanceof UnsupportedModelException;
        root.getErr().println("lanewise: " + (list ? lines(message) : oneLine(shortened(message))));
        if (root.<Main>getCommand().debug) {
            cause.printStackTrace(root.getErr());
        }
        root.getErr().flush();
    }

    private static String message(Throwable cause) {
        String message = cause.getMessage();
        return switch (cause) {
            case OutOfMemoryError e ->
                    "not enough memory ("
                            + message
                            + "); give the JVM more with LANEWISE_JAVA_OPTS=-Xmx8g";
            case ModelException e when message != null -> message;
            case IllegalArgumentException e when message != null -> message;
            case UncheckedIOException e -> of(e.getCause());
            case IOException e -> of(e);
            default -> "internal error: " + cause + "; --debug shows where";
        };
    }

    private static String of(IOException e) {
        return e instanceof FileSystemException file
                ? file.getFile() + ": " + reason(e)
                : String.valueOf(e.getMessage());
    }

    /** Why a file can't be written: most exceptions of java.nio.file only have its name. */
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such folder";
            case FileAlreadyExistsException _ -> "expected a folder, actual a file";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException file when file.getReason() != null -> file.getReason();
            case FileSystemException _ -> e.getClass().getSimpleName();
            default -> String.valueOf(e.getMessage());
        };
    }

    /** Without the middle of what is too long to be read. */
    static String shortened(String message) {
        return message.length() <= MOST
                ? message
                : message.substring(0, MOST / 2)
                        + " ... "
                        + message.substring(message.length() - MOST / 2);
    }

    private static String lines(String message) {
        return message.lines()
                .map(Errors::withoutControls)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    /** Lines joined, and no control characters: names in a file may be made to fool a terminal. */
    static String oneLine(String message) {
        return withoutControls(message.strip().replaceAll("\\s*\\R\\s*", "; "));
    }

    private static String withoutControls(String line) {
        return line.replaceAll("\\p{gc=Cc}", "?");
    }
}
