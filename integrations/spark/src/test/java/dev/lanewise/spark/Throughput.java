package dev.lanewise.spark;

import dev.lanewise.model.ModelHandle;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.ThroughputRunner;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Rows a second in a cluster whose executors have the rows in memory, against a loop over an array
 * with as many threads: {@code Throughput [EXECUTORS [ROWS [MODEL]]]}.
 */
final class Throughput {

    private static final int PASSES = 4;

    private Throughput() {}

    public static void main(String[] args) throws Exception {
        int executors = args.length > 0 ? Integer.parseInt(args[0]) : 1;
        int count = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        byte[] network = args.length > 2 ? Files.readAllBytes(Path.of(args[2])) : Rows.network();
        float[][] rows = LongStream.range(0, count).mapToObj(Rows::row).toArray(float[][]::new);
        double[] loops = new double[PASSES];
        double[] clusters = new double[PASSES];
        try (ModelHandle model = ModelHandle.of(network);
                ThroughputRunner runner =
                        new ThroughputRunner(model.model(), SessionOptions.defaults(), executors)) {
            SparkSession spark = Cluster.start(executors);
            spark.sparkContext().setLogLevel("ERROR");
            Dataset<Row> data = Rows.dataset(spark, count, 2 * executors).cache();
            data.write().format("noop").mode("overwrite").save();
            try (Scoring scoring = Scoring.of(spark, model)) {
                Dataset<Row> scored = scoring.rows(data, "features", "scores");
                for (int pass = 0; pass < PASSES; pass++) {
                    long start = System.nanoTime();
                    runner.run(
                            count,
                            (session, i) -> {
                                session.input(0).copyFrom(rows[i]);
                                session.run();
                                session.output(0).toFloatArray();
                            });
                    long between = System.nanoTime();
                    scored.write().format("noop").mode("overwrite").save();
                    loops[pass] = count * 1e9 / (between - start) / executors;
                    clusters[pass] = count * 1e9 / (System.nanoTime() - between) / executors;
                    System.out.printf(
                            "pass %d: loop %.0f, cluster %.0f rows a second and core, %.3f%n",
                            pass, loops[pass], clusters[pass], clusters[pass] / loops[pass]);
                }
            }
            spark.stop();
        }
        // The first pass is compiled meanwhile.
        Arrays.sort(loops, 1, PASSES);
        Arrays.sort(clusters, 1, PASSES);
        int median = (1 + PASSES) / 2;
        System.out.printf(
                "median of the last %d: loop %.0f, cluster %.0f, ratio %.3f%n",
                PASSES - 1, loops[median], clusters[median], clusters[median] / loops[median]);
    }
}
