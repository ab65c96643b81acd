package dev.lanewise.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelHandle;
import dev.lanewise.model.Shape;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.classify.Classifier;
import dev.lanewise.model.classify.ImageClassifier;
import dev.lanewise.model.classify.Prediction;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.onnx.OnnxWriter;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.function.Function;

import javax.imageio.ImageIO;

class ScoringTest {

    private static final Serde<String> STRINGS = Serdes.String();

    private static ModelHandle rowModel() {
        TensorInfo input = TensorInfo.of("input", DType.FLOAT32, Shape.of(1, 4));
        return ModelHandle.of(
                OnnxWriter.toBytes(Sequential.of(Flatten.of(), Linear.of(4, 3)).graph(input, 1)));
    }

    private static ModelHandle pictureModel() {
        TensorInfo input = TensorInfo.of("input", DType.FLOAT32, Shape.of(1, 3, 12, 12));
        return ModelHandle.of(
                OnnxWriter.toBytes(
                        Sequential.of(
                                        Conv2d.of(3, 8, 5),
                                        ReLU.of(),
                                        Flatten.of(),
                                        Linear.of(8 * 8 * 8, 7))
                                .graph(input, 2)));
    }

    private static float[] row(Random random) {
        return new float[] {
            random.nextFloat(), random.nextFloat(), random.nextFloat(), random.nextFloat()
        };
    }

    private static byte[] picture(long seed) throws IOException {
        Random random = new Random(seed);
        BufferedImage picture = new BufferedImage(20, 16, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 20; x++) {
                picture.setRGB(x, y, random.nextInt());
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", file);
        return file.toByteArray();
    }

    /** Topics "in" to "out" and "dead" through a processor. */
    private static final class Streams<V, R> implements AutoCloseable {
        private final TopologyTestDriver driver;
        final TestInputTopic<String, byte[]> raw;
        final TestInputTopic<String, V> in;
        final TestOutputTopic<String, R> out;
        final TestOutputTopic<String, V> dead;

        Streams(
                Serde<V> values,
                FixedKeyProcessorSupplier<String, V, Outcome<V, R>> scoring,
                Serde<R> results) {
            StreamsBuilder builder = new StreamsBuilder();
            KStream<String, Outcome<V, R>> outcomes =
                    builder.stream("in", Consumed.with(STRINGS, values)).processValues(scoring);
            outcomes.flatMapValues(Outcome::results).to("out", Produced.with(STRINGS, results));
            outcomes.flatMapValues(Outcome::rejects).to("dead", Produced.with(STRINGS, values));
            Properties properties = new Properties();
            properties.put(
                    StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                    LogAndContinueExceptionHandler.class);
            driver = new TopologyTestDriver(builder.build(), properties);
            raw =
                    driver.createInputTopic(
                            "in", new StringSerializer(), Serdes.ByteArray().serializer());
            in = driver.createInputTopic("in", new StringSerializer(), values.serializer());
            out = driver.createOutputTopic("out", new StringDeserializer(), results.deserializer());
            dead =
                    driver.createOutputTopic(
                            "dead", new StringDeserializer(), values.deserializer());
        }

        @Override
        public void close() {
            driver.close();
        }
    }

    private static Streams<float[], float[]> rows(ModelHandle model) {
        return new Streams<>(new FloatArraySerde(), Scoring.rows(model), new FloatArraySerde());
    }

    private static String error(TestRecord<?, ?> record) {
        Header header = record.headers().lastHeader(Scoring.ERROR);
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(0, ModelHandle.loaded());
    }

    @Test
    void rowsGetTheScoresThatTheClassifierGives() {
        try (ModelHandle model = rowModel();
                Streams<float[], float[]> streams = rows(model);
                Classifier classifier = Classifier.of(model.model())) {
            Random random = new Random(3);
            float[] expected = new float[3];
            for (int i = 0; i < 50; i++) {
                float[] row = row(random);
                streams.in.pipeInput("key" + i, row);
                classifier.classify(row, expected);
                TestRecord<String, float[]> scored = streams.out.readRecord();
                assertEquals("key" + i, scored.key());
                assertArrayEquals(expected, scored.value());
                assertNull(scored.headers().lastHeader(Scoring.ERROR));
            }
            assertTrue(streams.dead.isEmpty());
        }
    }

    @Test
    void aBadRowGoesToTheDeadLettersAsItCameAndTheNextIsScored() {
        try (ModelHandle model = rowModel();
                Streams<float[], float[]> streams = rows(model)) {
            streams.in.pipeInput("short", new float[] {1, 2, 3});
            streams.in.pipeInput("none", (float[]) null);
            streams.in.pipeInput("good", new float[] {1, 2, 3, 4});
            assertEquals("good", streams.out.readKeyValue().key);
            assertTrue(streams.out.isEmpty());

            TestRecord<String, float[]> first = streams.dead.readRecord();
            assertEquals("short", first.key());
            assertArrayEquals(new float[] {1, 2, 3}, first.value());
            assertEquals("row: expected 4 numbers, actual 3", error(first));
            TestRecord<String, float[]> second = streams.dead.readRecord();
            assertNull(second.value());
            assertEquals("the record has no value", error(second));
            assertTrue(streams.dead.isEmpty());
        }
    }

    @Test
    void bytesThatAreNoFloatsAreLeftToKafkasHandler() {
        try (ModelHandle model = rowModel();
                Streams<float[], float[]> streams = rows(model)) {
            streams.raw.pipeInput("odd", new byte[] {1, 2, 3});
            streams.in.pipeInput("good", new float[] {1, 2, 3, 4});
            assertEquals("good", streams.out.readKeyValue().key);
            assertTrue(streams.dead.isEmpty());
            FloatArraySerde serde = new FloatArraySerde();
            SerializationException e =
                    assertThrows(
                            SerializationException.class,
                            () -> serde.deserializer().deserialize("in", new byte[3]));
            assertEquals(
                    "record of topic 'in': expected floats of 4 bytes each, actual 3 bytes",
                    e.getMessage());
        }
    }

    @Test
    void floatsKeepTheirBits() {
        FloatArraySerde serde = new FloatArraySerde();
        float[] row = {-0f, Float.NaN, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, 1.5f};
        byte[] bytes = serde.serializer().serialize("t", row);
        assertArrayEquals(row, serde.deserializer().deserialize("t", bytes));
        assertArrayEquals(
                Serdes.Float().serializer().serialize("t", 1.5f),
                serde.serializer().serialize("t", new float[] {1.5f}));
        assertArrayEquals(
                new float[0],
                serde.deserializer()
                        .deserialize("t", serde.serializer().serialize("t", new float[0])));
    }

    @Test
    void picturesGetTheRankedClassesThatTheClassifierGives() throws IOException {
        Function<List<Prediction>, String> text =
                predictions -> {
                    StringBuilder all = new StringBuilder();
                    for (Prediction p : predictions) {
                        all.append(p.label()).append(' ').append(p.value()).append('\n');
                    }
                    return all.toString();
                };
        Serde<List<Prediction>> results =
                Serdes.serdeFrom(
                        (topic, value) -> text.apply(value).getBytes(StandardCharsets.UTF_8),
                        (topic, bytes) -> List.of());
        try (ModelHandle model = pictureModel();
                Streams<byte[], List<Prediction>> streams =
                        new Streams<>(
                                Serdes.ByteArray(),
                                Scoring.pictures(
                                        model,
                                        loaded ->
                                                ImageClassifier.Settings.of(loaded)
                                                        .withTop(3)
                                                        .withSoftmax(true)),
                                results);
                ImageClassifier classifier =
                        ImageClassifier.of(
                                model.model(),
                                ImageClassifier.Settings.of(model.model())
                                        .withTop(3)
                                        .withSoftmax(true))) {
            TestOutputTopic<String, String> out =
                    streams.driver.createOutputTopic(
                            "out", new StringDeserializer(), new StringDeserializer());
            for (int i = 0; i < 5; i++) {
                byte[] file = picture(i);
                streams.in.pipeInput("p" + i, file);
                assertEquals(text.apply(classifier.classify(file)), out.readValue());
            }
            byte[] torn = new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0};
            streams.in.pipeInput("torn", torn);
            assertTrue(out.isEmpty());
            TestRecord<String, byte[]> rejected = streams.dead.readRecord();
            assertArrayEquals(torn, rejected.value());
            assertTrue(error(rejected).contains("picture"), error(rejected));
        }
    }

    @Test
    void theSessionEndsWithTheTaskAndTheModelWithTheHandle() {
        ModelHandle model = rowModel();
        FixedKeyProcessorSupplier<String, float[], Outcome<float[], float[]>> scoring =
                Scoring.rows(model);
        assertEquals(0, ModelHandle.loaded());
        Streams<float[], float[]> streams =
                new Streams<>(new FloatArraySerde(), scoring, new FloatArraySerde());
        assertEquals(1, ModelHandle.loaded());
        streams.close();
        var closed = scoring.get();
        closed.close();
        closed.close();
        model.close();
        assertEquals(0, ModelHandle.loaded());
    }

    @Test
    void aModelThatIsNoClassifierEndsTheStreamAtItsStart() {
        TensorInfo input = TensorInfo.of("input", DType.FLOAT32, Shape.of(1, 1, 6, 6));
        try (ModelHandle model =
                ModelHandle.of(
                        OnnxWriter.toBytes(Sequential.of(Conv2d.of(1, 2, 3)).graph(input, 1)))) {
            Exception e = assertThrows(Exception.class, () -> rows(model).close());
            String all = e + " " + e.getCause();
            assertTrue(all.contains("expected one FLOAT32 input"), all);
        }
    }
}
