package dev.lanewise.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.ModelHandle;
import dev.lanewise.model.classify.Classifier;
import dev.lanewise.model.classify.ImageClassifier;
import dev.lanewise.model.classify.Prediction;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import scala.Tuple2;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import javax.imageio.ImageIO;

/** Runs in a cluster of two executor processes, each of one core. */
class ClusterScoringTest {

    private static final int EXECUTORS = 2;
    private static final int COUNT = 100_000;
    private static final int PARTITIONS = 20;
    private static final int CLASSES = 10;

    private static SparkSession spark;
    private static byte[] network;

    /** Scores of all rows, one after the other. */
    private static byte[] expected;

    @BeforeAll
    static void start() {
        spark = Cluster.start(EXECUTORS);
        network = Rows.network();
        ByteBuffer scores = ByteBuffer.allocate(COUNT * CLASSES * Float.BYTES);
        float[] result = new float[CLASSES];
        try (ModelHandle model = ModelHandle.of(network);
                Classifier classifier = Classifier.of(model.model())) {
            for (int id = 0; id < COUNT; id++) {
                classifier.classify(Rows.row(id), result);
                scores.asFloatBuffer().put(result);
                scores.position(scores.position() + CLASSES * Float.BYTES);
            }
        }
        expected = scores.array();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static byte[] scores(Scoring scoring) {
        Dataset<Row> data = Rows.dataset(spark, COUNT, PARTITIONS);
        ByteBuffer scores = ByteBuffer.allocate(COUNT * CLASSES * Float.BYTES);
        List<Tuple2<Long, float[]>> rows =
                scoring.rows(data, "features", "scores")
                        .select(functions.col("id").as("_1"), functions.col("scores").as("_2"))
                        .as(Encoders.tuple(Encoders.LONG(), Rows.floats(spark)))
                        .collectAsList();
        assertEquals(COUNT, rows.size());
        for (Tuple2<Long, float[]> row : rows) {
            int at = (int) (row._1() * CLASSES * Float.BYTES);
            scores.slice(at, CLASSES * Float.BYTES).asFloatBuffer().put(row._2());
        }
        return scores.array();
    }

    @Test
    void aClusterGivesTheBytesOfOneJvmFromOnePackedModelInEachExecutor() {
        Map<Long, Long> before = Cluster.ask(spark, EXECUTORS, Encoders.LONG(), ModelHandle::loads);
        try (ModelHandle model = ModelHandle.of(network);
                Scoring scoring = Scoring.of(spark, model)) {
            assertArrayEquals(expected, scores(scoring));
            Map<Long, Long> after =
                    Cluster.ask(spark, EXECUTORS, Encoders.LONG(), ModelHandle::loads);
            assertEquals(before.keySet(), after.keySet());
            after.forEach((process, loads) -> assertEquals(before.get(process) + 1, loads));
        }
    }

    /** Kills an executor when the first tasks are done. */
    private static final class Killer extends SparkListener {
        private final ProcessHandle victim;
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final AtomicInteger removed = new AtomicInteger();

        Killer(ProcessHandle victim) {
            this.victim = victim;
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            if (!end.taskInfo().successful()) {
                failed.incrementAndGet();
            } else if (done.incrementAndGet() == PARTITIONS / 4) {
                victim.destroyForcibly();
            }
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
            removed.incrementAndGet();
        }
    }

    @Test
    void anExecutorKilledInTheMiddleChangesNothing() {
        Set<Long> processes =
                new HashSet<>(
                        Cluster.ask(spark, EXECUTORS, Encoders.LONG(), ModelHandle::loads)
                                .keySet());
        ProcessHandle victim = ProcessHandle.of(processes.iterator().next()).orElseThrow();
        assertEquals(
                ProcessHandle.current().pid(),
                victim.parent().orElseThrow().pid(),
                "executors are processes of their own, started by this one");
        Killer killer = new Killer(victim);
        spark.sparkContext().addSparkListener(killer);
        try (ModelHandle model = ModelHandle.of(network);
                Scoring scoring = Scoring.of(spark, model)) {
            assertArrayEquals(expected, scores(scoring));
        } finally {
            spark.sparkContext().removeSparkListener(killer);
        }
        assertFalse(victim.isAlive());
        assertTrue(killer.failed.get() > 0, "no task was under way");
        assertEquals(1, killer.removed.get());
        Map<Long, Long> after = Cluster.ask(spark, EXECUTORS, Encoders.LONG(), ModelHandle::loads);
        assertNotEquals(processes, after.keySet());
    }

    @Test
    void badRowsHaveAnErrorAndAllColumnsStay() {
        StructType schema =
                new StructType()
                        .add("_", DataTypes.StringType)
                        .add("in`put", DataTypes.createArrayType(DataTypes.FloatType))
                        .add("a.b", DataTypes.LongType);
        Float[] good = new Float[Rows.LENGTH];
        float[] row = Rows.row(7);
        for (int i = 0; i < good.length; i++) {
            good[i] = row[i];
        }
        Dataset<Row> data =
                spark.createDataFrame(
                        List.of(
                                RowFactory.create("good", good, 1L),
                                RowFactory.create("none", null, null),
                                RowFactory.create("short", new Float[] {1f, 2f}, 3L)),
                        schema);
        try (ModelHandle model = ModelHandle.of(network);
                Scoring scoring = Scoring.of(spark, model)) {
            Dataset<Row> scored = scoring.rows(data, "in`put", "scores");
            assertArrayEquals(
                    new String[] {"_", "in`put", "a.b", "scores", "scores_error"},
                    scored.columns());
            List<Row> rows = scored.collectAsList();
            List<Float> scores = rows.get(0).getList(3);
            for (int i = 0; i < CLASSES; i++) {
                int at = (7 * CLASSES + i) * Float.BYTES;
                assertEquals(ByteBuffer.wrap(expected).getFloat(at), scores.get(i));
            }
            assertEquals(List.of(good), rows.get(0).getList(1));
            assertEquals(1L, rows.get(0).getLong(2));
            assertNull(rows.get(0).get(4));
            assertEquals("none", rows.get(1).getString(0));
            assertNull(rows.get(1).get(1));
            assertNull(rows.get(1).get(2));
            assertNull(rows.get(1).get(3));
            assertEquals("the row has no value", rows.get(1).getString(4));
            assertNull(rows.get(2).get(3));
            assertEquals("row: expected 784 numbers, actual 2", rows.get(2).getString(4));
        }
    }

    @Test
    void picturesGetTheRankedClassesThatTheClassifierGives() throws IOException {
        StructType schema =
                new StructType()
                        .add("path", DataTypes.StringType)
                        .add("content", DataTypes.BinaryType);
        List<byte[]> files = List.of(picture(1), picture(2), new byte[] {1, 2, 3});
        List<Row> pictures = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            pictures.add(RowFactory.create("p" + i, files.get(i)));
        }
        pictures.add(RowFactory.create("none", null));
        Dataset<Row> data = spark.createDataFrame(pictures, schema);
        try (ModelHandle model = ModelHandle.of(network);
                Scoring scoring = Scoring.of(spark, model);
                ImageClassifier classifier =
                        ImageClassifier.of(
                                model.model(),
                                ImageClassifier.Settings.of(model.model()).withTop(3))) {
            List<Row> rows =
                    scoring.pictures(
                                    data,
                                    "content",
                                    "classes",
                                    loaded -> ImageClassifier.Settings.of(loaded).withTop(3))
                            .collectAsList();
            for (int i = 0; i < 2; i++) {
                assertEquals("p" + i, rows.get(i).getString(0));
                assertNull(rows.get(i).get(3));
                List<Row> classes = rows.get(i).getList(2);
                List<Prediction> best = classifier.classify(files.get(i));
                assertEquals(3, classes.size());
                for (int j = 0; j < 3; j++) {
                    assertEquals(best.get(j).index(), classes.get(j).getInt(0));
                    assertEquals(best.get(j).label(), classes.get(j).getString(1));
                    assertEquals(best.get(j).value(), classes.get(j).getFloat(2));
                }
            }
            assertNull(rows.get(2).get(2));
            assertTrue(rows.get(2).getString(3).contains("picture"), rows.get(2).toString());
            assertNull(rows.get(3).get(2));
            assertEquals("the row has no value", rows.get(3).getString(3));
        }
    }

    private static byte[] picture(long id) throws IOException {
        BufferedImage picture = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        float[] row = Rows.row(id);
        for (int i = 0; i < row.length; i++) {
            picture.getRaster().setSample(i % 28, i / 28, 0, (int) (row[i] * 255));
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", file);
        return file.toByteArray();
    }

    @Test
    void wrongColumnsAreNamed() {
        Dataset<Row> data = Rows.dataset(spark, 10, 1);
        try (ModelHandle model = ModelHandle.of(network);
                Scoring scoring = Scoring.of(spark, model)) {
            assertMessage(
                    "input column 'feature': expected one of [id, features]",
                    () -> scoring.rows(data, "feature", "scores"));
            assertMessage(
                    "output column 'id': the data has it already: [id, features]",
                    () -> scoring.rows(data, "features", "id"));
            assertMessage(
                    "input column 'id': expected an array of float, actual bigint",
                    () -> scoring.rows(data, "id", "scores"));
            assertMessage(
                    "input column 'features': expected binary, actual array<float>",
                    () -> scoring.pictures(data, "features", "classes"));
        }
    }

    private static void assertMessage(String expected, Runnable action) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, action::run).getMessage());
    }
}
