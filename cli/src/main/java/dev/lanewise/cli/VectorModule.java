package dev.lanewise.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Brings the Vector API in where the command was started without it. {@code java -jar} can't be
 * told to by the jar: no attribute of a manifest adds a module. So the command starts once more.
 */
final class VectorModule {

    private static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /**
     * Runs the command in a JVM with the Vector API, on this one's streams, unless this one has it
     * or there is none.
     *
     * @return the other's exit status; nothing if the command is to be run here
     */
    static OptionalInt startedAgain(String[] arguments) {
        if (ModuleLayer.boot().findModule(NAME).isPresent()
                || ModuleFinder.ofSystem().find(NAME).isEmpty()) {
            return OptionalInt.empty();
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(
                List.of(
                        "--add-modules=" + NAME,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName()));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).inheritIO().start();
        } catch (IOException e) {
            // The scalar kernels serve, and say so.
            return OptionalInt.empty();
        }
        // A signal ends both; this one waits, as the other may have something to save.
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            process.destroy();
                            process.onExit().join();
                        }));
        while (true) {
            try {
                return OptionalInt.of(process.waitFor());
            } catch (InterruptedException e) {
                process.destroy();
            }
        }
    }
}
