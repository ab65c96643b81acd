package dev.lanewise.spark;

import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

import scala.Tuple2;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A cluster on this machine: a master and workers here, executors in processes of their own. */
final class Cluster {

    static final String EXECUTOR_MEMORY = "1024m";

    private Cluster() {}

    /** Options of an executor's JVM. */
    static List<String> executorOptions() {
        return List.of(System.getProperty("lanewise.executor.options").strip().split(" +"));
    }

    /** A session on a cluster of so many executors, of one core each. */
    static SparkSession start(int executors) {
        return SparkSession.builder()
                .master("local-cluster[" + executors + ",1,1024]")
                .appName("lanewise")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.executor.memory", EXECUTOR_MEMORY)
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .config("spark.executor.extraJavaOptions", String.join(" ", executorOptions()))
                .config("spark.executorEnv.JAVA_HOME", System.getProperty("java.home"))
                .config("spark.executorEnv.SPARK_LOCAL_IP", "127.0.0.1")
                .getOrCreate();
    }

    /** What executors say of themselves. */
    interface Question<T> extends Supplier<T>, Serializable {}

    /** Asks every executor, by process id; asks again until there are so many. */
    static <T> Map<Long, T> ask(
            SparkSession spark, int executors, Encoder<T> type, Question<T> question) {
        Map<Long, T> answers = new HashMap<>();
        for (int attempt = 0; answers.size() < executors && attempt < 50; attempt++) {
            answers.clear();
            Dataset<Tuple2<Long, T>> all =
                    spark.range(0, 4L * executors, 1, 4 * executors)
                            .mapPartitions(
                                    (MapPartitionsFunction<Long, Tuple2<Long, T>>)
                                            ids -> {
                                                Thread.sleep(100);
                                                return List.of(
                                                                new Tuple2<>(
                                                                        ProcessHandle.current()
                                                                                .pid(),
                                                                        question.get()))
                                                        .iterator();
                                            },
                                    Encoders.tuple(Encoders.LONG(), type));
            for (Tuple2<Long, T> answer : all.collectAsList()) {
                answers.put(answer._1(), answer._2());
            }
        }
        if (answers.size() != executors) {
            throw new IllegalStateException(
                    "executors: expected " + executors + ", actual " + answers.keySet());
        }
        return answers;
    }
}
