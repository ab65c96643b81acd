package dev.lanewise.spark;

import dev.lanewise.model.ModelHandle;
import dev.lanewise.model.Session;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A loop over an array of rows on one thread, in a JVM of its own with an executor's options: what
 * a core does without a cluster. The process makes a pass for each line that it reads, and writes
 * the pass's time in nanoseconds.
 */
final class PlainLoop implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;
    private final long rows;

    /** Starts a process for the rows from {@code first} to before {@code end}. */
    PlainLoop(Path model, long first, long end) throws IOException {
        rows = end - first;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Cluster.executorOptions());
        command.add("-Xmx" + Cluster.EXECUTOR_MEMORY);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(PlainLoop.class.getName(), model.toString()));
        command.addAll(List.of(Long.toString(first), Long.toString(end)));
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a pass. */
    void go() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Waits for the pass; the rows that it did in a second. */
    double perSecond() throws IOException {
        return rows * 1e9 / Long.parseLong(answers.readLine());
    }

    @Override
    public void close() {
        process.destroy();
    }

    public static void main(String[] args) throws IOException {
        float[][] rows =
                LongStream.range(Long.parseLong(args[1]), Long.parseLong(args[2]))
                        .mapToObj(Rows::row)
                        .toArray(float[][]::new);
        try (ModelHandle model = ModelHandle.of(Path.of(args[0]));
                Session session = model.model().newSession()) {
            while (System.in.read() >= 0) {
                long start = System.nanoTime();
                for (float[] row : rows) {
                    session.input(0).copyFrom(row);
                    session.run();
                    session.output(0).toFloatArray();
                }
                System.out.println(System.nanoTime() - start);
            }
        }
    }
}
