package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Real networks give what ONNX Runtime gives. */
class OnnxRuntimeAgreementTest {

    private static final double RELATIVE = 1e-4;

    /** Of the largest output: for elements that are small because large terms cancel. */
    private static final double ABSOLUTE = 1e-6;

    /**
     * Real models that are not part of the project; where they are absent the tests are skipped.
     */
    private static final Path MODELS =
            Path.of(System.getProperty("lanewise.root"), "../shared/models");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "squeezenet.onnx",
                "mnist_cntk.onnx",
                "face_slim_320.onnx",
                "style_rain_princess_256.onnx"
            })
    void modelFromFile(String name) throws IOException, OrtException {
        Path file = MODELS.resolve(name);
        assumeTrue(Files.exists(file), "skipped: no " + file);
        assertAgrees(Files.readAllBytes(file), Map.of(), false);
    }

    @ParameterizedTest
    @CsvSource({
        "ch_ppocr_mobile_v2.0_cls_infer.onnx, 2, 48, 192",
        "ch_PP-OCRv3_det_infer.onnx, 1, 96, 160",
        "ch_PP-OCRv4_det_infer.onnx, 1, 96, 160",
        "ch_PP-OCRv3_rec_infer.onnx, 2, 48, 96",
        "ch_PP-OCRv4_rec_infer.onnx, 2, 48, 96"
    })
    void modelOfPaddleOcr(String name, int batch, int height, int width)
            throws IOException, OrtException {
        try (InputStream stream = getClass().getResourceAsStream("/models/" + name)) {
            assertAgrees(
                    Objects.requireNonNull(stream).readAllBytes(),
                    Map.of("x", Shape.of(batch, 3, height, width)),
                    true);
        }
    }

    private static void assertAgrees(byte[] file, Map<String, Shape> shapes, boolean text)
            throws OrtException {
        OrtEnvironment environment =
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        SessionOptions options = new SessionOptions(shapes, 1, false, null);
        Random random = new Random(1);
        try (Model model = Model.load(file, ModelOptions.defaults());
                Session session = model.newSession(options);
                OrtSession peer = environment.createSession(file)) {
            Map<String, OnnxTensor> inputs = new HashMap<>();
            for (int i = 0; i < model.inputs().size(); i++) {
                Tensor input = session.input(i);
                float[] values = new float[input.shape().elements()];
                for (int j = 0; j < values.length; j++) {
                    values[j] = random.nextFloat();
                }
                if (text) {
                    write(values, input.shape().dim(-2), input.shape().dim(-1));
                }
                input.copyFrom(values);
                long[] dims = Arrays.stream(input.shape().dims()).asLongStream().toArray();
                inputs.put(
                        model.inputs().get(i).name(),
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), dims));
            }
            session.run();
            try (OrtSession.Result result = peer.run(inputs)) {
                for (String output : model.graph().outputs()) {
                    OnnxTensor expected = (OnnxTensor) result.get(output).orElseThrow();
                    assertArrayEquals(
                            expected.getInfo().getShape(),
                            Arrays.stream(session.output(output).shape().dims())
                                    .asLongStream()
                                    .toArray());
                    assertClose(
                            expected.getFloatBuffer(),
                            session.output(output).toFloatArray(),
                            output);
                }
            }
        }
    }

    /** Strokes on white ground: in mere noise a text detector finds nothing. */
    private static void write(float[] noise, int height, int width) {
        for (int i = 0; i < noise.length; i++) {
            int x = i % width;
            int y = i / width % height;
            boolean stroke = y % 24 > 6 && y % 24 < 18 && (x * 7 / 3 + y / 5 * 3) % 9 < 4;
            noise[i] = (stroke ? -1 : 1) + 0.1f * noise[i];
        }
    }

    private static void assertClose(FloatBuffer expected, float[] actual, String output) {
        double largest = 0;
        for (int i = 0; i < actual.length; i++) {
            largest = Math.max(largest, Math.abs(expected.get(i)));
        }
        for (int i = 0; i < actual.length; i++) {
            double bound = RELATIVE * Math.abs(expected.get(i)) + ABSOLUTE * largest;
            assertEquals(expected.get(i), actual[i], bound, output + " at " + i);
        }
    }
}
