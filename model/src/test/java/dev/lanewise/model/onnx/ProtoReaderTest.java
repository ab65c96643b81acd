package dev.lanewise.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.file.FileBytes;
import dev.lanewise.model.graph.Graph;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** How fields of ONNX's messages are read, and how much of them. */
class ProtoReaderTest {

    static ProtoReader reader(byte[] bytes) {
        return new ProtoReader(FileBytes.offHeap(MemorySegment.ofArray(bytes)), "t");
    }

    static void read(byte[] bytes, Consumer<ProtoReader> field) {
        ProtoReader in = reader(bytes);
        in.root("root");
        while (in.next() != 0) {
            field.accept(in);
        }
    }

    private static String refusal(byte[] bytes, Consumer<ProtoReader> field) {
        return assertThrows(ModelException.class, () -> read(bytes, field)).getMessage();
    }

    /** Fields that no version of ONNX has, in every way that a field is written. */
    static void unknown(Proto message) {
        message.integer(1000, 300).real(1001, 1).real64(1002, 2).text(1003, "from the future");
    }

    @Test
    void fieldsOfFutureVersionsArePassedOverInEveryMessage() {
        byte[] file =
                Proto.message(m -> {
                    unknown(m);
                    m.integer(1, 8).message(7, ProtoReaderTest::graphOfTheFuture);
                    m.message(
                            8,
                            o -> {
                                unknown(o);
                                o.integer(2, 13);
                            });
                    m.message(
                            14,
                            p -> {
                                unknown(p);
                                p.text(1, "key").text(2, "value");
                                unknown(p);
                            });
                    m.message(
                            25,
                            f -> {
                                unknown(f);
                                f.text(1, "Unused").text(10, "own");
                                unknown(f);
                            });
                    unknown(m);
                });
        Graph graph = OnnxFile.read(file);
        assertEquals("net", graph.name());
        assertEquals("x FLOAT32[batch,3]", graph.inputs().getFirst().toString());
        assertEquals(List.of("y"), graph.outputs());
        assertEquals(Map.of("key", "value"), graph.metadata());
        assertArrayEquals(new float[] {7}, graph.constants().get("w").toFloatArray());
        assertEquals(
                List.of("LeakyRelu 'leaky'", "Add 'sum'"),
                graph.nodes().stream().map(node -> node.label()).toList());
        assertTrue(graph.nodes().getFirst().op().toString().contains("0.5"), graph::toString);
    }

    private static void graphOfTheFuture(Proto g) {
        unknown(g);
        g.text(2, "net");
        g.message(
                11,
                v -> {
                    unknown(v);
                    v.text(1, "x").message(2, ProtoReaderTest::typeOfTheFuture);
                    unknown(v);
                });
        g.message(
                5,
                t -> {
                    unknown(t);
                    t.integer(1, 1).integer(2, 1).real(4, 7).text(8, "w");
                    unknown(t);
                });
        g.message(
                1,
                n -> {
                    unknown(n);
                    n.text(1, "x").text(2, "a").text(3, "leaky").text(4, "LeakyRelu");
                    n.message(
                            5,
                            a -> {
                                unknown(a);
                                a.text(1, "alpha").real(2, 0.5f).integer(20, 1);
                                unknown(a);
                            });
                    unknown(n);
                });
        g.message(1, n -> n.text(1, "a").text(1, "w").text(2, "y").text(3, "sum").text(4, "Add"));
        g.message(12, v -> v.text(1, "y"));
        unknown(g);
    }

    private static void typeOfTheFuture(Proto type) {
        unknown(type);
        type.message(
                1,
                t -> {
                    unknown(t);
                    t.integer(1, DType.FLOAT32.onnx());
                    t.message(
                            2,
                            s -> {
                                unknown(s);
                                s.message(
                                        1,
                                        d -> {
                                            unknown(d);
                                            d.text(2, "batch");
                                            unknown(d);
                                        });
                                s.message(1, d -> d.integer(1, 3));
                                unknown(s);
                            });
                    unknown(t);
                });
        unknown(type);
    }

    @Test
    void aFieldOfAnotherWireTypeIsRefused() {
        byte[] integer = Proto.message(p -> p.integer(7, 3));
        byte[] real = Proto.message(p -> p.real(7, 3));
        byte[] text = Proto.message(p -> p.text(7, "abc"));
        String where =
                "t: no ONNX file, or damaged at byte 1 in root: field 7 expected of wire type ";
        assertEquals(where + "2, actual 0", refusal(integer, ProtoReader::name));
        assertEquals(where + "2, actual 0", refusal(integer, in -> in.begin("inner")));
        assertEquals(where + "5, actual 0", refusal(integer, ProtoReader::real));
        assertEquals(where + "5, actual 0", refusal(integer, in -> in.reals(value -> {})));
        assertEquals(where + "0, actual 5", refusal(real, ProtoReader::integer));
        assertEquals(where + "0, actual 5", refusal(real, in -> in.integers(value -> {})));
        assertEquals(where + "0, actual 2", refusal(text, ProtoReader::integer32));
        // Field 7 begins a group, which ONNX doesn't have.
        byte[] group = {7 << 3 | 3};
        assertEquals(
                "t: no ONNX file, or damaged at byte 1 in root: expected no field of wire type 3",
                refusal(group, ProtoReader::skip));
    }

    @Test
    void numbersMayComeOneByOneOrPacked() {
        byte[] integers =
                Proto.message(p -> p.integer(1, -1).packedIntegers(1, 300, 2).integer(1, 4));
        List<Long> longs = new ArrayList<>();
        read(integers, in -> in.integers(longs::add));
        assertEquals(List.of(-1L, 300L, 2L, 4L), longs);
        byte[] reals = Proto.message(p -> p.real(1, -1).packedReals(1, 0.5f, 2).real(1, 4));
        List<Double> doubles = new ArrayList<>();
        read(reals, in -> in.reals(doubles::add));
        assertEquals(List.of(-1.0, 0.5, 2.0, 4.0), doubles);
        long beyond = 1L << 31;
        assertTrue(
                refusal(Proto.message(p -> p.integer(1, beyond)), ProtoReader::integer32)
                        .endsWith("expected an integer of 32 bits, actual 2147483648"));
        assertDoesNotThrow(
                () -> read(Proto.message(p -> p.integer(1, -beyond)), ProtoReader::integer32));
    }

    private static final int MOST = 1 << 21;

    private static byte[] repeated(byte[] field, int times) {
        byte[] all = new byte[field.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(field, 0, all, i * field.length, field.length);
        }
        return all;
    }

    /** Everything that a file can make many objects of counts. */
    private static void assertCounted(byte[] field, Consumer<ProtoReader> reading) {
        assertDoesNotThrow(() -> read(repeated(field, MOST), reading));
        assertTrue(
                refusal(repeated(field, MOST + 1), reading)
                        .endsWith("expected at most 2097152 names, nodes and list elements"));
    }

    @Test
    void whatIsReadOneByOneIsBounded() {
        byte[] empty = {10, 0};
        assertCounted(empty, ProtoReader::name);
        assertCounted(empty, in -> in.end(in.begin("inner")));
        assertCounted(Proto.message(p -> p.integer(1, 1)), in -> in.integers(value -> {}));
        assertCounted(Proto.message(p -> p.real(1, 1)), in -> in.reals(value -> {}));
        assertCounted(empty, ProtoReader::elements);
    }

    @Test
    void whatIsReadPackedIsBounded() {
        byte[] integers = repeated(new byte[] {1}, MOST + 1);
        byte[] reals = new byte[4 * MOST + 4];
        for (int more = 0; more <= 1; more++) {
            int count = MOST + more;
            byte[] packed =
                    Proto.message(p -> p.bytes(1, java.util.Arrays.copyOf(integers, count)));
            byte[] floats =
                    Proto.message(p -> p.bytes(1, java.util.Arrays.copyOf(reals, 4 * count)));
            Consumer<ProtoReader> longs = in -> in.integers(value -> {});
            Consumer<ProtoReader> doubles = in -> in.reals(value -> {});
            if (more == 0) {
                assertDoesNotThrow(() -> read(packed, longs));
                assertDoesNotThrow(() -> read(floats, doubles));
            } else {
                assertTrue(refusal(packed, longs).endsWith("names, nodes and list elements"));
                assertTrue(refusal(floats, doubles).endsWith("names, nodes and list elements"));
            }
        }
    }

    @Test
    void namesHave4096BytesAndTexts16MegabytesAtMost() {
        byte[] name = Proto.message(p -> p.text(1, "n".repeat(4096)));
        read(name, in -> assertEquals(4096, in.name().length()));
        assertTrue(
                refusal(Proto.message(p -> p.text(1, "n".repeat(4097))), ProtoReader::name)
                        .endsWith("expected a text of at most 4096 bytes, actual 4097"));
        byte[] text = Proto.message(p -> p.bytes(1, new byte[1 << 24]));
        read(text, in -> assertEquals(1 << 24, in.text().length()));
        assertTrue(
                refusal(Proto.message(p -> p.bytes(1, new byte[(1 << 24) + 1])), ProtoReader::text)
                        .endsWith("expected a text of at most 16777216 bytes, actual 16777217"));
    }

    @Test
    void messagesAreNested64TimesAtMost() {
        byte[] message = {};
        for (int i = 0; i < 64; i++) {
            byte[] inner = message;
            message = Proto.message(p -> p.bytes(1, inner));
        }
        byte[] deep = message;
        ProtoReader in = reader(deep);
        in.root("root");
        for (int i = 1; i < 64; i++) {
            in.next();
            in.begin("m");
        }
        in.next();
        assertTrue(
                assertThrows(ModelException.class, () -> in.begin("m"))
                        .getMessage()
                        .endsWith(".m: expected at most 64 nested messages"));
    }

    @Test
    @SuppressWarnings("restricted")
    void filesOfMoreThanTwoGigabytesAreRefused() {
        // Nothing of it is read.
        MemorySegment most = MemorySegment.NULL.reinterpret(Integer.MAX_VALUE);
        assertDoesNotThrow(() -> new ProtoReader(most, "t"));
        MemorySegment more = MemorySegment.NULL.reinterpret(1L << 31);
        assertEquals(
                "t: expected a file of at most 2 GB, actual 2147483648 bytes; keep the weights in"
                        + " external data",
                assertThrows(ModelException.class, () -> new ProtoReader(more, "t")).getMessage());
    }

    @Test
    void aTensorFileIsNamedInMessages() {
        byte[] bytes = Proto.message(p -> p.falseLength(8, 9));
        assertEquals(
                "t: no ONNX file, or damaged at byte 2 in tensor: a length of 9 bytes where 0 are"
                        + " left; is the file complete?",
                assertThrows(
                                ModelException.class,
                                () -> OnnxTensors.read(MemorySegment.ofArray(bytes), "t"))
                        .getMessage());
    }

    @Test
    void memoryIsReadAsAStreamToItsEnd() throws IOException {
        try (SegmentInputStream in =
                new SegmentInputStream(MemorySegment.ofArray(new byte[] {1, -1, 3, 4, 5}))) {
            assertEquals(1, in.read());
            assertEquals(255, in.read());
            byte[] target = new byte[4];
            assertEquals(1, in.read(target, 1, 1));
            assertArrayEquals(new byte[] {0, 3, 0, 0}, target);
            assertEquals(0, in.read(target, 0, 0));
            assertEquals(0, in.skip(-1));
            assertEquals(1, in.skip(1));
            assertEquals(1, in.read(target, 0, 4));
            assertEquals(-1, in.read(target, 0, 4));
            assertEquals(0, in.read(target, 0, 0));
            assertEquals(0, in.skip(9));
            assertEquals(-1, in.read());
        }
    }
}
