package dev.lanewise.model.onnx;

import static dev.lanewise.model.onnx.ProtoReaderTest.read;
import static dev.lanewise.model.onnx.ProtoReaderTest.reader;
import static dev.lanewise.model.onnx.ProtoReaderTest.unknown;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What ONNX's messages say, wherever they lie. */
class OnnxMessagesTest {

    private static AttributeProto attribute(Consumer<Proto> content) {
        List<AttributeProto> read = new ArrayList<>();
        read(Proto.message(p -> p.message(5, content)), in -> read.add(AttributeProto.read(in)));
        return read.getFirst();
    }

    @Test
    void anAttributeHoldsWhatItSaysElseWhatItHas() {
        assertEquals(AttributeProto.Kind.INT, attribute(a -> a.integer(3, 1)).kind());
        assertEquals(AttributeProto.Kind.STRINGS, attribute(a -> a.text(9, "s")).kind());
        assertEquals(
                AttributeProto.Kind.FLOAT, attribute(a -> a.integer(20, 1).integer(3, 1)).kind());
        assertEquals(
                AttributeProto.Kind.REFERENCE,
                attribute(a -> a.integer(20, 1).text(21, "outer")).kind());
        assertEquals(AttributeProto.Kind.UNDEFINED, attribute(a -> a.integer(20, 0)).kind());
        assertEquals(AttributeProto.Kind.TYPE_PROTOS, attribute(a -> a.integer(20, 14)).kind());
        for (int kind : new int[] {-1, 15}) {
            assertTrue(
                    assertThrows(ModelException.class, () -> attribute(a -> a.integer(20, kind)))
                            .getMessage()
                            .endsWith("expected an attribute type below 15, actual " + kind));
        }
    }

    /** What functions within functions may multiply. */
    @Test
    void theMemoryOfAnAttributeIsThatOfItsParts() {
        AttributeProto all =
                attribute(a ->
                        a.text(4, "four")
                                .text(9, "one")
                                .text(9, "three")
                                .packedReals(7, 1, 2, 3)
                                .packedIntegers(8, 1, 2)
                                .message(5, t -> t.packedReals(4, 1, 2).packedReals(4, 3)));
        assertEquals(4 + 3 + 5 + 16 * 3 + 16 * 2 + 12, all.bytes());
        assertEquals(0, attribute(a -> a.integer(3, 1)).bytes());
    }

    private static ValueInfoProto value(Consumer<Proto> type) {
        List<ValueInfoProto> read = new ArrayList<>();
        read(
                Proto.message(p -> p.message(11, v -> v.message(2, type).text(1, "v"))),
                in -> read.add(ValueInfoProto.read(in, "input")));
        assertEquals("v", read.getFirst().name());
        return read.getFirst();
    }

    private static Consumer<Proto> tensor() {
        return t -> t.message(1, tensor -> tensor.integer(1, 1).message(2, s -> {}));
    }

    private static Consumer<Proto> within(int field, Consumer<Proto> type) {
        return t ->
                t.message(
                        field,
                        c -> {
                            unknown(c);
                            c.message(1, type);
                            unknown(c);
                        });
    }

    @Test
    void typesAreTensorsSequencesAndOptionalsOfThem() {
        ValueInfoProto tensor = value(tensor());
        assertTrue(tensor.isTensor());
        assertFalse(tensor.isSequence());
        assertEquals(List.of(), tensor.dims());
        int sequence = 4;
        int optional = 9;
        for (Consumer<Proto> type :
                List.of(
                        within(sequence, tensor()),
                        within(optional, tensor()),
                        within(optional, within(sequence, tensor())))) {
            ValueInfoProto value = value(type);
            assertTrue(value.isSequence(), value::toString);
            assertFalse(value.isTensor());
            assertEquals(1, value.elementType());
        }
        for (Consumer<Proto> type :
                List.of(
                        within(sequence, within(sequence, tensor())),
                        within(sequence, within(optional, tensor())),
                        within(optional, within(optional, tensor())),
                        within(optional, within(sequence, within(sequence, tensor()))),
                        within(sequence, t -> {}),
                        within(5, tensor()),
                        within(8, tensor()))) {
            ValueInfoProto value = value(type);
            assertFalse(value.isSequence() || value.isTensor(), value::toString);
            assertEquals(0, value.elementType());
        }
        assertEquals("map", value(within(5, tensor())).kind());
        assertEquals("sparse tensor", value(within(8, tensor())).kind());
        assertEquals("optional", value(within(9, tensor())).kind());
        assertEquals("untyped value", value(t -> {}).kind());
    }

    @Test
    void messagesOfErrorsSayWhereEvenBehindASequence() {
        byte[] file =
                Proto.message(p ->
                        p.message(11, v -> v.message(2, within(4, tensor())).falseLength(1, 99)));
        assertTrue(
                assertThrows(
                                ModelException.class,
                                () -> read(file, in -> ValueInfoProto.read(in, "input")))
                        .getMessage()
                        .contains(" in root.input: a length of 99 bytes where 0 are left"));
    }

    private static Consumer<Proto> one(float value) {
        return t -> t.integer(1, 1).integer(2, 1).packedReals(4, value);
    }

    private static List<Float> sequence(Consumer<Proto> content) {
        return SequenceProto.read(reader(Proto.message(content))).stream()
                .map(tensor -> tensor.tensor("t", null).toFloatArray()[0])
                .toList();
    }

    @Test
    void sequencesAndOptionalsHoldTensors() {
        assertEquals(List.of(), sequence(s -> s.text(1, "empty").integer(2, 1)));
        assertEquals(List.of(1f, 2f), sequence(s -> s.message(3, one(1)).message(3, one(2))));
        assertEquals(
                List.of(1f, 2f, 3f),
                sequence(s ->
                        s.message(5, inner -> inner.message(3, one(1)).message(3, one(2)))
                                .message(3, one(3))));
        assertTrue(
                assertThrows(
                                ModelException.class,
                                () -> sequence(s -> s.message(5, i -> i.message(5, j -> {}))))
                        .getMessage()
                        .endsWith(
                                "in sequence.sequence: expected tensors in the sequence, actual"
                                        + " sequences"));
        assertTrue(
                assertThrows(ModelException.class, () -> sequence(s -> s.message(6, m -> {})))
                        .getMessage()
                        .endsWith("in sequence: expected a sequence of tensors, actual field 6"));
    }

    @Test
    void aFileIsReadAsItsTypeSays(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("value.pb");
        Files.write(file, Proto.message(one(5)));
        Tensor tensor = OnnxTensors.read(file, value(tensor())).getFirst();
        assertArrayEquals(new float[] {5}, tensor.toFloatArray());
        Files.write(file, Proto.message(s -> s.message(3, one(6)).message(3, one(7))));
        List<Tensor> tensors = OnnxTensors.read(file, value(within(4, tensor())));
        assertEquals(2, tensors.size());
        assertArrayEquals(new float[] {7}, tensors.getLast().toFloatArray());
    }

    @Test
    void theHeaderOfAFileIsReadWithoutTheNetwork(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("m.onnx");
        Files.write(
                file,
                Proto.message(m -> {
                    m.integer(1, 8).text(2, "tool").text(3, "2.0").text(7, "no graph");
                    m.message(8, o -> o.integer(2, 13));
                    m.message(8, o -> o.text(1, "own").integer(2, 3));
                }));
        assertEquals(
                new OnnxHeader(8, "tool 2.0", Map.of("ai.onnx", 13L, "own", 3L)),
                OnnxHeader.read(file));
        Files.write(file, Proto.message(m -> m.falseLength(2, 5)));
        assertTrue(
                assertThrows(ModelException.class, () -> OnnxHeader.read(file))
                        .getMessage()
                        .contains(" in model: a length of 5 bytes"));
    }

    /** Files of the first two format versions import nothing and mean opset 1. */
    @Test
    void onlyOldFilesNeedNoImport() {
        for (int version = 1; version <= 3; version++) {
            long format = version;
            ModelProto model = ModelProto.read(reader(Proto.message(m -> m.integer(1, format))));
            assertEquals(version < 3 ? 1 : 0, model.opset("ai.onnx"));
            assertEquals(0, model.opset("own"));
        }
    }

    @Test
    void sparseWeightsAreCounted() {
        List<GraphProto> graphs = new ArrayList<>();
        byte[] file =
                Proto.message(m -> m.message(7, g -> g.text(15, "a").text(15, "b").text(2, "n")));
        read(file, in -> graphs.add(GraphProto.read(in)));
        assertEquals(2, graphs.getFirst().sparseInitializers());
        assertEquals("n", graphs.getFirst().name());
    }

    @Test
    void aModelThatWasReadNeedsItsFileNoMore(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("m.onnx");
        byte[] bytes =
                new OnnxFile(13)
                        .input("x", DType.FLOAT32, 2)
                        .floats("w", Shape.of(2), 3, 4)
                        .node("Add", List.of("x", "w"), List.of("y"))
                        .output("y")
                        .bytes();
        Files.write(file, bytes);
        Graph graph = OnnxReader.read(file);
        Files.write(file, new byte[bytes.length]);
        Tensor w = graph.constants().get("w");
        assertArrayEquals(new float[] {3, 4}, w.toFloatArray());
        assertEquals(List.of("x"), graph.inputs().stream().map(TensorInfo::name).toList());
    }
}
