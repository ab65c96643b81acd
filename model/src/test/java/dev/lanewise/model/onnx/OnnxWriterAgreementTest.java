package dev.lanewise.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.file.FileBytes;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Types;
import dev.lanewise.model.onnx.OnnxTestCase.Result;
import dev.lanewise.model.onnx.OnnxTestCase.Verdict;
import dev.lanewise.model.pass.Passes;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** ONNX Runtime computes from a written file what ONNX's test data expect. */
class OnnxWriterAgreementTest {

    private static final Path DATA = Path.of("/usr/share/libonnx-testdata/data");

    private static final OrtEnvironment ENVIRONMENT =
            OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);

    /** Makes another graph of one that was read. */
    private interface Form {
        Graph of(Graph graph, Map<String, Tensor> inputs);
    }

    @Test
    void everyCaseIsRunByOnnxRuntime() {
        assertAllPass((graph, inputs) -> graph);
    }

    @Test
    void everyOptimizedCaseIsRunByOnnxRuntime() {
        assertAllPass((graph, inputs) -> {
            Map<String, Shape> shapes = new HashMap<>();
            inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
            return Passes.optimize(Types.infer(graph, shapes));
        });
    }

    /** Those that ONNX Runtime runs as they come must pass after being written. */
    private static void assertAllPass(Form form) {
        assumeTrue(Files.isDirectory(DATA), "libonnx-testdata is not installed");
        List<String> broken = new ArrayList<>();
        int passed = 0;
        for (OnnxTestCase testCase : OnnxTestCase.find(DATA)) {
            Result result =
                    testCase.run((graph, inputs) ->
                            run(OnnxWriter.toBytes(form.of(graph, inputs)), inputs));
            if (result.verdict() == Verdict.PASSED) {
                passed++;
            } else if (result.verdict() == Verdict.FAILED && original(testCase)) {
                broken.add(testCase.name() + ": " + result.detail());
            }
        }
        assertEquals("", String.join("\n", broken));
        assertTrue(passed >= 930, "only " + passed + " cases");
    }

    /** Whether ONNX Runtime, through its Java interface, can run the case as it comes. */
    private static boolean original(OnnxTestCase testCase) {
        return testCase.run(
                                (graph, inputs) -> {
                                    Map<String, Tensor> all = new HashMap<>(graph.constants());
                                    all.putAll(inputs);
                                    return run(
                                            FileBytes.read(testCase.folder().resolve("model.onnx"))
                                                    .toArray(ValueLayout.JAVA_BYTE),
                                            all);
                                })
                        .verdict()
                == Verdict.PASSED;
    }

    private static List<Tensor> run(byte[] file, Map<String, Tensor> inputs) {
        Map<String, OnnxTensor> named = new HashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            // What is written counts, not what an optimiser makes of it.
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            try (OrtSession session = ENVIRONMENT.createSession(file, options)) {
                for (String input : session.getInputNames()) {
                    named.put(input, tensor(Objects.requireNonNull(inputs.get(input))));
                }
                try (OrtSession.Result result = session.run(named)) {
                    List<Tensor> outputs = new ArrayList<>();
                    for (Map.Entry<String, OnnxValue> output : result) {
                        outputs.add(tensor((OnnxTensor) output.getValue()));
                    }
                    return outputs;
                }
            }
        } catch (OrtException e) {
            throw new ModelException(e.getCode() + " " + e.getMessage(), e);
        } finally {
            named.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(Tensor tensor) throws OrtException {
        OnnxJavaType type =
                switch (tensor.dtype()) {
                    case FLOAT32 -> OnnxJavaType.FLOAT;
                    case FLOAT64 -> OnnxJavaType.DOUBLE;
                    case FLOAT16 -> OnnxJavaType.FLOAT16;
                    case BFLOAT16 -> OnnxJavaType.BFLOAT16;
                    case INT8 -> OnnxJavaType.INT8;
                    case UINT8 -> OnnxJavaType.UINT8;
                    case INT16 -> OnnxJavaType.INT16;
                    case INT32 -> OnnxJavaType.INT32;
                    case INT64 -> OnnxJavaType.INT64;
                    case BOOL -> OnnxJavaType.BOOL;
                    default -> throw new ModelException("no Java type for " + tensor);
                };
        ByteBuffer bytes =
                ByteBuffer.allocateDirect((int) tensor.segment().byteSize())
                        .order(ByteOrder.nativeOrder());
        MemorySegment.ofBuffer(bytes).copyFrom(tensor.segment());
        long[] dims = Arrays.stream(tensor.shape().dims()).asLongStream().toArray();
        return OnnxTensor.createTensor(ENVIRONMENT, bytes, dims, type);
    }

    private static Tensor tensor(OnnxTensor value) {
        Shape shape = Shape.of(value.getInfo().getShape());
        DType dtype =
                switch (value.getInfo().type) {
                    case FLOAT -> DType.FLOAT32;
                    case DOUBLE -> DType.FLOAT64;
                    case FLOAT16 -> DType.FLOAT16;
                    case BFLOAT16 -> DType.BFLOAT16;
                    case INT8 -> DType.INT8;
                    case UINT8 -> DType.UINT8;
                    case INT16 -> DType.INT16;
                    case INT32 -> DType.INT32;
                    case INT64 -> DType.INT64;
                    case BOOL -> DType.BOOL;
                    default -> throw new ModelException("no Java type for " + value.getInfo());
                };
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), dtype, shape);
        ByteBuffer bytes = value.getByteBuffer();
        tensor.segment().copyFrom(MemorySegment.ofBuffer(bytes));
        return tensor;
    }
}
