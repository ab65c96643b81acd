package dev.lanewise.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.onnx.OnnxWriter;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The blocks of Java in the integrations' READMEs are compiled and run as they stand there. */
public class ReadmeTest {

    private static final Path INTEGRATIONS =
            Path.of(System.getProperty("user.dir")).toAbsolutePath().getParent();

    private static final Pattern BLOCK =
            Pattern.compile("^```java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final String IMPORTS =
            """
            import ai.djl.inference.Predictor;
            import ai.djl.modality.Classifications;
            import ai.djl.modality.cv.*;
            import ai.djl.modality.cv.transform.*;
            import ai.djl.modality.cv.translator.*;
            import ai.djl.repository.zoo.*;
            import dev.lanewise.kafka.*;
            import dev.lanewise.model.ModelHandle;
            import java.nio.file.Path;
            import org.apache.kafka.common.serialization.*;
            import org.apache.kafka.streams.*;
            import org.apache.kafka.streams.kstream.*;
            import org.apache.spark.sql.Dataset;
            import org.apache.spark.sql.Row;
            """;

    @TempDir static Path folder;

    /** What examples find without declaring it. */
    public static class Given {
        // Kafka Streams
        public static Properties properties = new Properties();
        public static CountDownLatch stopped = new CountDownLatch(0);
        // Spark
        public static SparkSession spark;
        public static Dataset<Row> data;
        public static String output;
        // DJL
        public static float[] mean = {0.485f, 0.456f, 0.406f};
        public static float[] std = {0.229f, 0.224f, 0.225f};
        public static List<String> labels = Collections.nCopies(10, "label");
        public static Path picture;
        // A model of rows, or of pictures
        public static Path modelFile;
    }

    @BeforeAll
    static void give() throws IOException {
        Given.properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "readme");
        // No broker is there: the threads look for one until the program stops.
        Given.properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        Given.properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("state").toString());
        Given.properties.put(
                StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        Given.spark =
                SparkSession.builder()
                        .master("local[1]")
                        .appName("readme")
                        .config("spark.ui.enabled", "false")
                        .config("spark.driver.host", "127.0.0.1")
                        .config("spark.driver.bindAddress", "127.0.0.1")
                        .getOrCreate();
        Given.data =
                Given.spark
                        .range(3)
                        .selectExpr(
                                "id",
                                "transform(sequence(1, 784), x -> cast(x as float)) as features");
        Given.output = folder.resolve("scored").toString();
        Given.picture = folder.resolve("picture.png");
        ImageIO.write(
                new BufferedImage(300, 260, BufferedImage.TYPE_INT_RGB),
                "png",
                Given.picture.toFile());
    }

    @AfterAll
    static void stop() {
        Given.spark.stop();
    }

    @Test
    void kafkaStreams() throws Exception {
        Given.modelFile = rows();
        run("README.md", "Kafka Streams");
    }

    @Test
    void spark() throws Exception {
        Given.modelFile = rows();
        run("README.md", "Apache Spark");
        assertEquals(3, Given.spark.read().parquet(Given.output).count());
    }

    @Test
    void djl() throws Exception {
        Given.modelFile = folder.resolve("pictures.onnx");
        TensorInfo input = TensorInfo.of("input", DType.FLOAT32, Shape.of(1, 3, 224, 224));
        OnnxWriter.write(
                Sequential.of(Conv2d.of(3, 1, 32), Flatten.of(), Linear.of(193 * 193, 10))
                        .graph(input, 3),
                Given.modelFile);
        Object classes = run("djl/README.md", "Lanewise as a DJL engine");
        assertEquals(5, ((List<?>) classes).size());
    }

    private static Path rows() {
        Path file = folder.resolve("rows.onnx");
        TensorInfo input = TensorInfo.of("input", DType.FLOAT32, Shape.of(1, 784));
        OnnxWriter.write(Sequential.of(Flatten.of(), Linear.of(784, 10)).graph(input, 2), file);
        return file;
    }

    @Test
    void noBlockIsForgotten() throws IOException {
        assertEquals(2, blocks("README.md"));
        assertEquals(1, blocks("djl/README.md"));
    }

    private static long blocks(String document) throws IOException {
        return BLOCK.matcher(Files.readString(INTEGRATIONS.resolve(document))).results().count();
    }

    /** Runs the first block below a heading; what it returns. */
    private static Object run(String document, String heading) throws Exception {
        String text = Files.readString(INTEGRATIONS.resolve(document));
        int start = text.indexOf("# " + heading + "\n");
        Matcher block = BLOCK.matcher(text);
        assertTrue(start >= 0 && block.find(start), heading);
        String code = block.group(1);
        // Two things have the same name in Kafka's and Spark's integration.
        String own = heading.equals("Apache Spark") ? "import dev.lanewise.spark.Scoring;\n" : "";
        Path source = folder.resolve("Block.java");
        Files.writeString(
                source,
                IMPORTS
                        + own
                        + "public class Block extends dev.lanewise.documents.ReadmeTest.Given {\n"
                        + "public static Object run() throws Exception {\n"
                        + code
                        + (code.contains("return ") ? "" : "return null;\n")
                        + "}}\n");
        StringWriter messages = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiled =
                compiler.getTask(
                                messages,
                                null,
                                null,
                                List.of(
                                        "-proc:none",
                                        "-d",
                                        folder.toString(),
                                        "-cp",
                                        System.getProperty("java.class.path")),
                                null,
                                compiler.getStandardFileManager(null, null, null)
                                        .getJavaFileObjects(source))
                        .call();
        assertTrue(compiled, () -> messages + code.lines().collect(Collectors.joining("\n")));
        try (URLClassLoader loader =
                new URLClassLoader(
                        new URL[] {folder.toUri().toURL()}, ReadmeTest.class.getClassLoader())) {
            return loader.loadClass("Block").getMethod("run").invoke(null);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
