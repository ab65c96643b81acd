package dev.lanewise.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Interpreter;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.Types;
import dev.lanewise.model.onnx.OnnxTestCase.Result;
import dev.lanewise.model.onnx.OnnxTestCase.Verdict;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.GroupNormalization;
import dev.lanewise.model.op.LpPool;
import dev.lanewise.model.op.MathFunction;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.SpatialWindow;
import dev.lanewise.model.pass.Passes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class OnnxWriterTest {

    private static final Path DATA = Path.of("/usr/share/libonnx-testdata/data");

    /** Its symbol fits one size only, so its output is written without a type. */
    private static final String UNTYPED = "test_sequence_model8";

    @TempDir Path folder;

    /** Every case that passes must still pass when its graph is run like this. */
    private static void assertAllPass(OnnxTestCase.Runner runner) {
        assumeTrue(Files.isDirectory(DATA), "libonnx-testdata is not installed");
        List<String> broken = new ArrayList<>();
        int passed = 0;
        for (OnnxTestCase testCase : OnnxTestCase.find(DATA)) {
            if (testCase.run(Interpreter::run).verdict() != Verdict.PASSED) {
                continue;
            }
            Result result = testCase.run(runner);
            if (result.verdict() == Verdict.PASSED) {
                passed++;
            } else {
                broken.add(testCase.name() + ": " + result.detail());
            }
        }
        assertEquals(List.of(), broken);
        assertTrue(passed >= 980, "only " + passed + " cases");
    }

    private static Graph written(Graph graph) {
        return OnnxFile.read(OnnxWriter.toBytes(graph));
    }

    @Test
    void everyCaseGivesTheSameAfterBeingWritten() {
        assertAllPass((graph, inputs) -> Interpreter.run(written(graph), inputs));
    }

    @Test
    void everyCaseGivesTheSameAfterBeingOptimizedAndWritten() {
        assertAllPass((graph, inputs) -> {
            Map<String, Shape> shapes = new HashMap<>();
            inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
            Graph optimized = Passes.optimize(Types.infer(graph, shapes));
            return Interpreter.run(written(optimized), inputs);
        });
    }

    @Test
    void onnxsOwnCheckerFindsNothingWrong() throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(DATA), "libonnx-testdata is not installed");
        assumeTrue(hasChecker(), "python3-onnx is not installed");
        int count = 0;
        for (OnnxTestCase testCase : OnnxTestCase.find(DATA)) {
            if (testCase.name().equals(UNTYPED)) {
                continue;
            }
            Path file = folder.resolve(testCase.name() + ".onnx");
            Result result =
                    testCase.run((graph, inputs) -> {
                        OnnxWriter.write(graph, file);
                        Map<String, Shape> shapes = new HashMap<>();
                        inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
                        OnnxWriter.write(
                                Passes.optimize(Types.infer(graph, shapes)),
                                folder.resolve(testCase.name() + ".optimized.onnx"));
                        return Interpreter.run(graph, inputs);
                    });
            count += result.verdict() == Verdict.PASSED ? 1 : 0;
        }
        assertTrue(count >= 980, "only " + count + " cases");
        Path script =
                Path.of(System.getProperty("lanewise.root"))
                        .resolve("model/src/test/python/check_written.py");
        assertEquals("", python(script.toString(), folder.toString()));
    }

    /** The checker that Debian has knows no operator set of this DFT. */
    @Test
    void theAxisOfATransformIsAScalar() {
        assumeTrue(Files.isDirectory(DATA), "libonnx-testdata is not installed");
        Graph graph = written(OnnxReader.read(DATA.resolve("node/test_dft/model.onnx")));
        Node dft = graph.nodes().getFirst();
        assertEquals(0, graph.constant(dft.input(2)).shape().rank(), dft.toString());
    }

    private static boolean hasChecker() throws IOException, InterruptedException {
        return Files.exists(Path.of("/usr/bin/python3")) && python("-c", "import onnx").isEmpty();
    }

    /** What a script that failed has printed. */
    private static String python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? "" : output + " ";
    }

    private static final SpatialWindow WINDOW =
            new SpatialWindow(
                    List.of(),
                    List.of(1, 1),
                    List.of(1, 1, 1, 1),
                    List.of(1, 1),
                    AutoPad.NOTSET,
                    false);

    private static Tensor random(int seed, long... dims) {
        Random random = new Random(seed);
        Shape shape = Shape.of(dims);
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 4 - 2;
        }
        return Tensor.of(shape, values);
    }

    /** One operator on x [2, 4, 3, 3]; further inputs are constants. */
    private static Graph graph(Op op, Tensor... constants) {
        List<String> inputs = new ArrayList<>(List.of("x"));
        Map<String, Tensor> named = new HashMap<>();
        for (int i = 0; i < constants.length; i++) {
            inputs.add("c" + i);
            named.put("c" + i, constants[i]);
        }
        return new Graph(
                "g",
                List.of(TensorInfo.of("x", DType.FLOAT32, Shape.of(2, 4, 3, 3))),
                List.of("y"),
                List.of(new Node("n", op, inputs, List.of("y"))),
                named,
                Map.of("author", "me", "b", "2"));
    }

    private static void assertSame(Graph graph) {
        Map<String, Tensor> inputs = Map.of("x", random(1, 2, 4, 3, 3));
        Graph back = written(graph);
        assertEquals(
                "",
                TensorDifference.find(
                        Interpreter.run(graph, inputs).getFirst(),
                        Interpreter.run(back, inputs).getFirst()));
        assertEquals(graph.inputs(), back.inputs());
        assertEquals(graph.outputs(), back.outputs());
        assertEquals(graph.metadata(), back.metadata());
        assertEquals(graph.name(), back.name());
    }

    @ParameterizedTest
    @EnumSource
    void everyFunctionHasAForm(Unary.Function function) {
        assertSame(graph(new Elementwise(new Unary(function, 0.3f, 0.7f))));
        assertSame(
                graph(
                        new Conv(WINDOW, 1, Epilogue.of(new Unary(function, 0.3f, 0.7f))),
                        random(2, 5, 4, 3, 3)));
    }

    @ParameterizedTest
    @EnumSource
    void everyRareFunctionHasAForm(MathFunction.Function function) {
        assertSame(graph(new MathFunction(function, 0.3f, 0.7f)));
    }

    @Test
    void aFusedResidualIsAnAdditionBeforeTheActivation() {
        Graph graph =
                graph(
                        new Conv(WINDOW, 1, new Epilogue(true, Unary.RELU)),
                        random(2, 5, 4, 3, 3),
                        random(3, 5),
                        random(4, 2, 5, 3, 3));
        assertSame(graph);
        assertEquals(
                List.of("Conv", "Add", "Relu"),
                written(graph).nodes().stream().map(node -> node.op().type()).toList());
    }

    @Test
    void groupsAreNormalizedByAnInstanceNorm() {
        assertSame(graph(new GroupNormalization(2, 1e-5f), random(2, 4), random(3, 4)));
        assertSame(graph(new GroupNormalization(2, 1e-5f), random(2, 2), random(3, 2)));
        assertSame(graph(new GroupNormalization(0, 1e-5f), random(2, 4), random(3, 4)));
    }

    @Test
    void whatOnnxLacksIsRefusedWithItsName() {
        SpatialWindow pool =
                new SpatialWindow(
                        List.of(2, 2), List.of(), List.of(), List.of(), AutoPad.NOTSET, false);
        Graph graph = graph(new LpPool(pool, 2.5f));
        assertEquals(
                "LpPool 'n': ONNX has no standard form of p=2.5, so it can't be written",
                assertThrows(ModelException.class, () -> OnnxWriter.toBytes(graph)).getMessage());
    }

    @Test
    void symbolsOfInputsAreKept() {
        Graph graph =
                new OnnxFile(13)
                        .input("x", DType.FLOAT32, "batch", 4, "h", "w")
                        .node("Relu", List.of("x"), List.of("y"))
                        .output("y")
                        .read();
        assertEquals(graph.inputs(), written(graph).inputs());
    }

    @Test
    void theSameGraphGivesTheSameBytes() {
        Tensor[] constants = {random(2, 5, 4, 3, 3), random(3, 5)};
        Op op = new Conv(WINDOW, 1, Epilogue.of(Unary.of(Unary.Function.GELU)));
        assertArrayEquals(
                OnnxWriter.toBytes(graph(op, constants)), OnnxWriter.toBytes(graph(op, constants)));
    }

    @Test
    void externalWeightsLieInAFileBeside() throws IOException {
        Graph graph =
                graph(new Conv(WINDOW, 1, Epilogue.NONE), random(2, 50, 4, 3, 3), random(3, 50));
        Path file = folder.resolve("net.onnx");
        OnnxWriter.writeExternal(graph, file);
        assertTrue(Files.size(file) < 1000, "weights are within");
        // The bias is too small to be worth it.
        assertEquals(50 * 36 * 4, Files.size(folder.resolve("net.onnx.data")));
        Map<String, Tensor> inputs = Map.of("x", random(1, 2, 4, 3, 3));
        assertArrayEquals(
                Interpreter.run(graph, inputs).getFirst().toFloatArray(),
                Interpreter.run(OnnxReader.read(file), inputs).getFirst().toFloatArray());
        OnnxWriter.write(graph, folder.resolve("whole.onnx"));
        assertFalse(Files.exists(folder.resolve("whole.onnx.data")));
        assertArrayEquals(
                OnnxWriter.toBytes(graph), Files.readAllBytes(folder.resolve("whole.onnx")));
    }
}
