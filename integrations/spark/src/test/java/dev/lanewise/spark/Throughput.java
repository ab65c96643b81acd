package dev.lanewise.spark;

import dev.lanewise.model.ModelHandle;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows a second and core in a cluster whose executors, of one core each, have the rows in memory,
 * against {@link PlainLoop}s over the same rows in turns: as many loops at once as there are
 * executors, and one alone, which has the machine for itself. {@code Throughput [EXECUTORS [ROWS
 * [MODEL [PARTITIONS [JOBS]]]]]}: partitions for each executor (1), and jobs of a few rows that the
 * cluster does before, so that Spark's own code is compiled (100).
 */
final class Throughput {

    private static final int WARM_UP = 2;
    private static final int PASSES = 5;
    private static final int FEW_ROWS = 400;

    private Throughput() {}

    public static void main(String[] args) throws Exception {
        int executors = args.length > 0 ? Integer.parseInt(args[0]) : 1;
        int count = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        byte[] network = args.length > 2 ? Files.readAllBytes(Path.of(args[2])) : Rows.network();
        int partitions = executors * (args.length > 3 ? Integer.parseInt(args[3]) : 1);
        int jobs = args.length > 4 ? Integer.parseInt(args[4]) : 100;
        Path file = Files.createTempFile("network", ".onnx");
        List<PlainLoop> loops = new ArrayList<>();
        SparkSession spark = Cluster.start(executors);
        try (ModelHandle model = ModelHandle.of(network);
                Scoring scoring = Scoring.of(spark, model)) {
            Files.write(file, network);
            spark.sparkContext().setLogLevel("ERROR");
            // All executors are there before the rows are made, so that each keeps its share.
            List<ProcessHandle> processes =
                    Cluster.ask(spark, executors, Encoders.LONG(), ModelHandle::loads)
                            .keySet()
                            .stream()
                            .map(id -> ProcessHandle.of(id).orElseThrow())
                            .toList();
            Dataset<Row> data = Rows.dataset(spark, count, partitions).cache();
            run(data);
            Dataset<Row> few = Rows.dataset(spark, FEW_ROWS, partitions).cache();
            for (int i = 0; i < jobs; i++) {
                run(scoring.rows(few, "features", "scores"));
            }
            for (int i = 0; i < executors; i++) {
                loops.add(
                        new PlainLoop(
                                file,
                                (long) count * i / executors,
                                (long) count * (i + 1) / executors));
            }
            Dataset<Row> scored = scoring.rows(data, "features", "scores");
            double[][] figures = new double[4][PASSES];
            for (int pass = -WARM_UP; pass < PASSES; pass++) {
                double alone = perSecond(loops.subList(0, 1));
                double together = perSecond(loops);
                Duration before = processorTime(processes);
                long start = System.nanoTime();
                run(scored);
                double cluster = count * 1e9 / (System.nanoTime() - start) / executors;
                double processor = count * 1e9 / processorTime(processes).minus(before).toNanos();
                System.out.printf(
                        "%s %d: one loop %.0f, %d loops %.0f, cluster %.0f rows a second and core;"
                                + " of one loop %.3f, of %d loops %.3f%n",
                        pass < 0 ? "warm-up" : "pass",
                        pass,
                        alone,
                        executors,
                        together,
                        cluster,
                        cluster / alone,
                        executors,
                        cluster / together);
                if (pass >= 0) {
                    figures[0][pass] = together;
                    figures[1][pass] = cluster / together;
                    figures[2][pass] = cluster / alone;
                    figures[3][pass] = processor / together;
                }
            }
            System.out.printf(
                    "medians of %d: %.0f rows a second; of %d loops %.3f, of one loop alone %.3f;"
                            + " by the executors' processor time %.3f%n",
                    PASSES,
                    median(figures[0]),
                    executors,
                    median(figures[1]),
                    median(figures[2]),
                    median(figures[3]));
        } finally {
            loops.forEach(PlainLoop::close);
            spark.stop();
            Files.delete(file);
        }
    }

    private static void run(Dataset<Row> rows) {
        rows.write().format("noop").mode("overwrite").save();
    }

    /** Rows that each of the loops does in a second while all of them run. */
    private static double perSecond(List<PlainLoop> loops) throws IOException {
        for (PlainLoop loop : loops) {
            loop.go();
        }
        double sum = 0;
        for (PlainLoop loop : loops) {
            sum += loop.perSecond();
        }
        return sum / loops.size();
    }

    private static Duration processorTime(List<ProcessHandle> processes) {
        return processes.stream()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().toArray()[values.length / 2];
    }
}
