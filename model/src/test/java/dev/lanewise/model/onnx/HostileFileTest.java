package dev.lanewise.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Types;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Whatever a file holds: one line that says what and where, soon, and little memory. */
class HostileFileTest {

    /** Mutation testing has limits of its own, and instrumented code that is far slower. */
    static final Duration SOON =
            Duration.ofSeconds(
                    System.getProperty("lanewise.test.mode", "").equals("mutation") ? 600 : 5);

    private static final byte[] JPEG = {
        (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1
    };

    private static String refusal(byte[] file) {
        return assertTimeoutPreemptively(
                SOON,
                () -> {
                    ModelException e =
                            assertThrows(ModelException.class, () -> infer(OnnxFile.read(file)));
                    assertFalse(e.getMessage().contains("\n"), e.getMessage());
                    assertTrue(e.getMessage().length() < 1000, e.getMessage());
                    return e.getMessage();
                });
    }

    private static String refusal(OnnxFile file) {
        return refusal(file.bytes());
    }

    private static Graph infer(Graph graph) {
        Map<String, Shape> shapes = new HashMap<>();
        graph.inputs().forEach(input -> shapes.put(input.name(), input.shape(1)));
        return Types.infer(graph, shapes);
    }

    private static byte[] realModel() throws IOException {
        return Files.readAllBytes(
                Path.of(
                        System.getProperty("lanewise.root"),
                        "cli/src/main/resources/dev/lanewise/cli/bundled/fashion-mnist.onnx"));
    }

    private static OnnxFile relu() {
        return new OnnxFile(13)
                .input("x", DType.FLOAT32, 2)
                .node("Relu", List.of("x"), List.of("y"))
                .output("y");
    }

    @Test
    void anEmptyFileHasNoGraph() {
        assertEquals(
                "test.onnx: no ONNX file: expected a graph, actual none", refusal(new byte[0]));
    }

    @Test
    void aPictureIsNoModel() {
        assertTrue(refusal(JPEG).startsWith("test.onnx: no ONNX file, or damaged at byte "));
    }

    @Test
    void randomBytesAreNoModel() {
        for (int seed = 0; seed < 200; seed++) {
            byte[] bytes = new byte[1 + seed * 7];
            new Random(seed).nextBytes(bytes);
            refusal(bytes);
        }
    }

    @Test
    void aModelCutOffAnywhereIsRefused() throws IOException {
        byte[] model = realModel();
        infer(OnnxFile.read(model));
        for (int i = 0; i < 100; i++) {
            // The graph is the largest part; behind it lie only the opsets.
            refusal(Arrays.copyOf(model, (int) (model.length * (long) i / 100)));
        }
    }

    @Test
    void aLengthBeyondTheEndIsNamed() {
        for (long length : new long[] {1, 1L << 20, 1L << 40, -1}) {
            assertTrue(
                    refusal(Proto.message(p -> p.falseLength(7, length)))
                            .matches(
                                    "test.onnx: no ONNX file, or damaged at byte \\d+ in model: a"
                                            + " length of \\d+ bytes where 0 are left; is the file"
                                            + " complete\\?"));
        }
        assertTrue(
                refusal(relu().inGraph(g -> g.message(1, n -> n.falseLength(1, 9))))
                        .contains("in model.graph.node: a length of 9 bytes where 0 are left"));
    }

    @Test
    void aVarintThatNeverEndsIsRefused() {
        byte[] bytes = new byte[64];
        Arrays.fill(bytes, (byte) 0xFF);
        bytes[0] = 8;
        assertTrue(refusal(bytes).contains("malformed varint"));
    }

    @Test
    void deepNestingIsNotFollowed() {
        Consumer<Proto> type = t -> t.message(1, tensor -> tensor.integer(1, 1));
        for (int i = 0; i < 3000; i++) {
            byte[] inner = Proto.message(type);
            type = t -> t.message(4, sequence -> sequence.bytes(1, inner));
        }
        byte[] deep = Proto.message(type);
        OnnxFile file = relu().inGraph(g -> g.message(11, v -> v.text(1, "deep").bytes(2, deep)));
        UnsupportedModelException e = assertThrows(UnsupportedModelException.class, file::read);
        assertEquals(
                "graph input 'deep' (ai.onnx opset 13): a sequence is not supported",
                e.unsupported().getFirst().toString());
    }

    @Test
    void deepNestingOfGraphsIsNotFollowed() {
        byte[] node = Proto.message(n -> n.text(4, "Relu"));
        for (int i = 0; i < 3000; i++) {
            byte[] inner = node;
            node =
                    Proto.message(n ->
                            n.text(4, "If")
                                    .message(
                                            5,
                                            a ->
                                                    a.text(1, "then_branch")
                                                            .message(6, g -> g.bytes(1, inner))));
        }
        byte[] deep = node;
        assertTimeoutPreemptively(
                SOON,
                () ->
                        assertThrows(
                                ModelException.class,
                                () -> relu().inGraph(g -> g.bytes(1, deep)).read()));
    }

    @Test
    void absurdExtentsAreNamed() {
        for (long dim : new long[] {1L << 40, Long.MAX_VALUE, Integer.MAX_VALUE + 1L}) {
            assertTrue(
                    refusal(new OnnxFile(13).input("x", DType.FLOAT32, dim).output("x"))
                            .startsWith("test.onnx: input 'x': shape [" + dim + "]"));
            assertTrue(
                    refusal(relu().initializer(p -> p.integer(1, dim).integer(2, 1).text(8, "w")))
                            .startsWith("test.onnx: initializer 'w': shape [" + dim + "]"));
        }
        assertTrue(
                refusal(new OnnxFile(13).input("x", DType.FLOAT32, 1L << 31, 1L << 31).output("x"))
                        .startsWith("test.onnx: input 'x': shape"));
        assertTrue(
                refusal(new OnnxFile(13).input("x", DType.FLOAT32, -2).output("x"))
                        .endsWith("expected an extent of at least 0, actual -2"));
        assertTrue(
                refusal(relu().initializer(p -> p.integer(1, -2).integer(2, 1).text(8, "w")))
                        .startsWith("test.onnx: initializer 'w': shape [-2]"));
    }

    @Test
    void aCycleIsNamed() {
        assertEquals(
                "test.onnx: Add 'the Add': the graph has a cycle through this node; expected none",
                refusal(
                        new OnnxFile(13)
                                .input("x", DType.FLOAT32, 2)
                                .node("Add", List.of("x", "b"), List.of("a"))
                                .node("Relu", List.of("a"), List.of("b"))
                                .output("b")));
    }

    @Test
    void aMissingValueIsNamed() {
        assertEquals(
                "test.onnx: Relu 'the Relu': input 'x' is defined by no node, initializer or graph"
                        + " input",
                refusal(new OnnxFile(13).node("Relu", List.of("x"), List.of("y")).output("y")));
        assertEquals(
                "test.onnx: graph '': output 'z' is defined by no node",
                refusal(relu().output("z")));
    }

    @Test
    void aWrongElementTypeIsNamed() {
        OnnxFile file =
                new OnnxFile(13)
                        .input("a", DType.FLOAT32, 2)
                        .input("b", DType.INT64, 2)
                        .node("Add", List.of("a", "b"), List.of("y"))
                        .output("y");
        assertEquals(
                "Add 'the Add': expected input 1 of type FLOAT32, actual INT64[2]", refusal(file));
        for (String type : List.of("Softmax", "Sigmoid", "Sin")) {
            OnnxFile integers =
                    new OnnxFile(13)
                            .input("x", DType.INT64, 2)
                            .node(type, List.of("x"), List.of("y"))
                            .output("y");
            String what = type.equals("Sin") ? "a float type" : "input 0 of a float type";
            assertEquals(
                    type + " 'the " + type + "': expected " + what + ", actual INT64[2]",
                    refusal(integers));
        }
    }

    @Test
    void aShapeThatContradictsItselfIsNamed() {
        OnnxFile product =
                new OnnxFile(13)
                        .input("a", DType.FLOAT32, 2, 3)
                        .input("b", DType.FLOAT32, 4, 5)
                        .node("MatMul", List.of("a", "b"), List.of("y"))
                        .output("y");
        assertEquals(
                "MatMul 'the MatMul': expected equal inner extents, actual A [2,3] and B [4,5]",
                refusal(product));
        OnnxFile convolution =
                new OnnxFile(13)
                        .input("x", DType.FLOAT32, 1, 4, 8, 8)
                        .floats("w", Shape.of(1, 3, 1, 1), 1, 2, 3)
                        .node("Conv", List.of("x", "w"), List.of("y"))
                        .output("y");
        assertEquals(
                "Conv 'the Conv': weight in_channels expected 4.0 from input [1,4,8,8] with"
                        + " groups=1, actual 3",
                refusal(convolution));
        OnnxFile reshape =
                new OnnxFile(13)
                        .input("x", DType.FLOAT32, 6)
                        .longs("s", 4, 2)
                        .node("Reshape", List.of("x", "s"), List.of("y"))
                        .output("y");
        assertEquals(
                "Reshape 'the Reshape': expected as many elements as [6], actual [4,2]",
                refusal(reshape));
    }

    @Test
    void absurdExtentsOfAValueAreNamedWithTheirNode() {
        OnnxFile file =
                new OnnxFile(13)
                        .input("x", DType.FLOAT32, 1)
                        .longs("s", 1L << 40)
                        .node("Expand", List.of("x", "s"), List.of("y"))
                        .output("y");
        assertEquals(
                "Expand 'the Expand': shape [1099511627776]: expected extents of at least 0 and at"
                        + " most 2147483647 elements",
                refusal(file));
    }

    @Test
    void anUnknownOperatorIsNamedWithItsOpset() {
        OnnxFile file =
                new OnnxFile(13)
                        .input("x", DType.FLOAT32, 1)
                        .node("Bernoulli", List.of("x"), List.of("y"))
                        .output("y");
        assertEquals(
                """
                test.onnx: not supported, 1 in all:
                  Bernoulli 'the Bernoulli' (ai.onnx opset 13): random numbers are not supported\
                """,
                assertThrows(ModelException.class, file::read).getMessage());
    }

    @Test
    void aWeightsFileOutsideOfTheFolderIsNamedWithItsTensor(@TempDir Path folder)
            throws IOException {
        OnnxFile file =
                relu().initializer(p ->
                        p.integer(1, 2)
                                .integer(2, 1)
                                .text(8, "w")
                                .integer(14, 1)
                                .message(13, e -> e.text(1, "location").text(2, "../w.bin")));
        Path model = folder.resolve("m.onnx");
        Files.write(model, file.bytes());
        assertEquals(
                model
                        + ": initializer 'w': external_data location expected a file within the"
                        + " model's folder, actual '../w.bin'",
                assertThrows(ModelException.class, () -> OnnxReader.read(model)).getMessage());
    }

    @Test
    void aNameGivenTwiceIsNamed() {
        assertEquals(
                "test.onnx: initializer 'w': expected a name that nothing else has, actual 'w'",
                refusal(relu().longs("w", 1).longs("w", 1)));
        assertEquals(
                "test.onnx: Relu 'the Relu': output 'y' is defined twice",
                refusal(relu().node("Relu", List.of("x"), List.of("y"))));
        assertEquals(
                "test.onnx: graph '': value 'x' is defined twice",
                refusal(relu().input("x", DType.FLOAT32, 2)));
        assertEquals(
                "test.onnx: Relu 'the Relu': output 'w' is defined twice",
                refusal(relu().longs("w", 1).node("Relu", List.of("x"), List.of("w"))));
    }

    @Test
    void twoGraphsAreRefused() {
        assertTrue(
                refusal(relu().inModel(m -> m.message(7, g -> {})))
                        .contains("expected one graph, actual two"));
    }

    @Test
    void millionsOfEmptyNodesAreRefused() {
        byte[] nodes = new byte[2 * 5_000_000];
        for (int i = 0; i < nodes.length; i += 2) {
            nodes[i] = 10;
        }
        assertTrue(
                refusal(Proto.message(p -> p.bytes(7, nodes)))
                        .contains("names, nodes and list elements"));
    }

    @Test
    void longNamesAreRefusedAndControlCharactersReplaced() {
        String longName = "n".repeat(10_000);
        assertTrue(
                refusal(relu().inGraph(g -> g.text(2, longName)))
                        .contains("expected a text of at most 4096 bytes, actual 10000"));
        assertEquals(
                "test.onnx: graph '': output '\uFFFDz\uFFFD' is defined by no node",
                refusal(relu().output("\nz\u001B")));
    }

    private static OnnxFile bomb(String type, long... shape) {
        return new OnnxFile(13)
                .longs("shape", shape)
                .floats("one", Shape.of(1), 1)
                .node(
                        type,
                        type.equals("Expand") ? List.of("one", "shape") : List.of("shape"),
                        List.of("y"))
                .output("y");
    }

    @Test
    void aTensorThatCannotExistIsRefused() {
        for (String type : List.of("ConstantOfShape", "Expand")) {
            assertTrue(
                    refusal(bomb(type, 1L << 40))
                            .startsWith(type + " 'the " + type + "': shape ["));
            assertTrue(
                    refusal(bomb(type, 1 << 20, 1 << 20))
                            .startsWith(type + " 'the " + type + "': shape ["));
        }
    }

    @Test
    void aHugeConstantIsNotMadeWhenTheFileIsRead() {
        for (String type : List.of("ConstantOfShape", "Expand")) {
            Graph typed =
                    assertTimeoutPreemptively(
                            SOON, () -> infer(bomb(type, Integer.MAX_VALUE).read()));
            assertEquals(1, typed.nodes().size());
        }
    }

    @Test
    void manyLargeConstantsAreNotAllMade() {
        OnnxFile file = new OnnxFile(13).longs("shape", 1 << 22);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            file.node("ConstantOfShape", List.of("shape"), List.of("part" + i));
            parts.add("part" + i);
        }
        file.node("Concat", parts, List.of("y"), "axis", 0);
        assertTrue(refusal(file.output("y")).startsWith("Concat 'the Concat': shape ["));
    }

    @Test
    void aLongProductOfConstantsIsLeftToTheRun() {
        Graph graph =
                new OnnxFile(13)
                        .longs("shape", 2000, 2000)
                        .node("ConstantOfShape", List.of("shape"), List.of("a"))
                        .node("MatMul", List.of("a", "a"), List.of("b"))
                        .node("MatMul", List.of("b", "b"), List.of("y"))
                        .output("y")
                        .read();
        Graph typed = assertTimeoutPreemptively(SOON, () -> infer(graph));
        assertEquals(2, typed.nodes().size());
    }

    @Test
    void memoryThatIsNotThereEndsInOneLine() {
        // Three of these would need more than any machine that runs this test has.
        OnnxFile file = bomb("ConstantOfShape", Integer.MAX_VALUE);
        if (Runtime.getRuntime().maxMemory() > 6L << 30) {
            // The JVM grants as much native memory as heap.
            return;
        }
        ModelException e = assertThrows(ModelException.class, () -> file.run(new Tensor[0]));
        assertTrue(e.getMessage().contains("too large for the memory of this JVM"));
    }

    @Test
    void paddingWithoutEndIsRefused() {
        for (int pad : new int[] {Integer.MAX_VALUE, -1}) {
            refusal(
                    new OnnxFile(13)
                            .input("x", DType.FLOAT32, 1, 1, 4)
                            .node(
                                    "MaxPool",
                                    List.of("x"),
                                    List.of("y"),
                                    "kernel_shape",
                                    new int[] {2},
                                    "pads",
                                    new int[] {pad, pad})
                            .output("y"));
        }
    }
}
