package dev.lanewise.model.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.MatMul;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

class SafetensorsTest {

    @TempDir Path folder;

    static byte[] file(byte[] header, int dataBytes) {
        return ByteBuffer.allocate(8 + header.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }

    private static byte[] file(String header, int dataBytes) {
        return file(header.getBytes(StandardCharsets.UTF_8), dataBytes);
    }

    private static Safetensors read(byte[] file) {
        return Safetensors.read(MemorySegment.ofArray(file), "test.safetensors");
    }

    private static String refusal(byte[] file) {
        String message = assertThrows(ModelException.class, () -> read(file)).getMessage();
        assertTrue(message.startsWith("test.safetensors: "), message);
        assertTrue(message.length() < 600 && message.lines().count() == 1, message);
        return message;
    }

    private static void assertRefused(String header, int dataBytes, String expected) {
        String message = refusal(file(header, dataBytes));
        assertTrue(message.contains(expected), message);
    }

    private byte[] pythons() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("python.safetensors")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    /** Made by safetensors_golden.py. */
    @Test
    void aFileOfTheReferenceImplementationIsRead() throws IOException {
        Safetensors file = read(pythons());
        assertEquals(13, file.tensors().size());
        for (String type :
                List.of("f64", "f32", "f16", "bf16", "i64", "i32", "i16", "i8", "u8", "bool")) {
            Tensor tensor = Objects.requireNonNull(file.tensors().get("of." + type), type);
            double[] expected =
                    type.equals("bool")
                            ? new double[] {0, 1, 1, 1, 1, 0}
                            : new double[] {0, 1, 2, 100, 1, 0};
            assertEquals(Shape.of(2, 3), tensor.shape());
            assertArrayEquals(expected, tensor.toDoubleArray(), type);
        }
        assertEquals(-2.5, Objects.requireNonNull(file.tensors().get("scalar")).getDouble(0));
        assertEquals(
                Shape.of(2, 0, 3), Objects.requireNonNull(file.tensors().get("empty")).shape());
        assertTrue(
                file.tensors()
                        .containsKey("a \"quoted\" \\ name\nin zwei Zeilen: äöü \uD83D\uDE42"));
        assertEquals(Map.of("format", "pt", "quote \"", "two\nlines \u0001"), file.metadata());
    }

    @Test
    void theSameBytesAreWrittenAsByTheReferenceImplementation() throws IOException {
        Path copy = folder.resolve("copy.safetensors");
        read(pythons()).write(copy);
        assertArrayEquals(pythons(), Files.readAllBytes(copy));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "FLOAT8E4M3FNUZ",
                "FLOAT8E5M2FNUZ",
                "FLOAT4E2M1",
                "INT4",
                "UINT4",
                "INT2",
                "UINT2"
            })
    void everyTypeComesBackAsItWas(DType dtype) {
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), dtype, Shape.of(3, 5));
        for (int i = 0; i < 15; i++) {
            tensor.setDouble(i, i * 7 % 5);
        }
        Path file = folder.resolve("x.safetensors");
        new Safetensors(Map.of("w", tensor), Map.of("a", "1")).write(file);
        Safetensors back = Safetensors.read(file);
        Tensor w = Objects.requireNonNull(back.tensors().get("w"));
        assertEquals(dtype, w.dtype());
        assertEquals(tensor.shape(), w.shape());
        assertEquals(-1, tensor.segment().mismatch(w.segment()));
        assertEquals(Map.of("a", "1"), back.metadata());
    }

    @Test
    void theBytesDontDependOnTheOrderOfTheMap() throws IOException {
        Map<String, Tensor> one = new LinkedHashMap<>();
        Map<String, Tensor> other = new LinkedHashMap<>();
        List<String> names = List.of("b", "a", "d", "c");
        names.forEach(name -> one.put(name, Tensor.of(Shape.of(1), name.charAt(0))));
        names.reversed().forEach(name -> other.put(name, one.get(name)));
        new Safetensors(one).write(folder.resolve("one"));
        new Safetensors(other).write(folder.resolve("other"));
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("one")),
                Files.readAllBytes(folder.resolve("other")));
    }

    @Test
    void theOldFileStaysWhenTheNewOneCantBeWritten() throws IOException {
        Path file = folder.resolve("x.safetensors");
        new Safetensors(Map.of("w", Tensor.of(Shape.of(1), 1))).write(file);
        byte[] before = Files.readAllBytes(file);
        Safetensors bad = new Safetensors(Map.of("__metadata__", Tensor.of(Shape.of(1), 1)));
        assertThrows(ModelException.class, () -> bad.write(file));
        assertArrayEquals(before, Files.readAllBytes(file));
        Path nowhere = folder.resolve("none/x.safetensors");
        Safetensors good = new Safetensors(Map.of());
        ModelException e = assertThrows(ModelException.class, () -> good.write(nowhere));
        assertTrue(e.getMessage().contains("no such folder"), e.getMessage());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    private static final String W =
            "\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

    @Test
    void whiteSpaceAndAnyOrderOfMembersAreRead() {
        String header =
                " { \"w\" :\n{\"data_offsets\":[ 0 , 8 ],\t\"shape\":[2],\"dtype\":\"F32\"} }  ";
        assertEquals(
                Shape.of(2),
                Objects.requireNonNull(read(file(header, 8)).tensors().get("w")).shape());
        assertEquals(0, read(file("{}", 0)).tensors().size());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "[0,4];[2];F32;8;expected 8 bytes for FLOAT32[2], actual data_offsets [0,4]",
                "[0,8];[2];F64;8;expected 16 bytes",
                "[4,12];[2];F32;12;there is a hole",
                "[8,0];[2];F32;8;ascending data_offsets",
                "[0,8];[2];F32;9;expected 8 bytes of data behind the header, actual 9",
                "[0,8];[2];F32;7;is the file complete?",
                "[0,8];[2];F6_E2M3;8;dtype 'F6_E2M3' is not supported",
                "[0,8];[-2];F32;8;a number of at least 0",
                "[0,8];[02];F32;8;a number from 0",
                "[0,8];[2.0];F32;8;expected ','",
                "[0,8];[1099511627776];F32;8;expected extents of at least 0 and at most",
                "[0,8];[9999999999999999999];F32;8;a number from 0 to 9223372036854775807",
                "[0,9223372036854775808];[2];F32;8;a number from 0 to 9223372036854775807",
                "[0,9223372036854775807];[2];F32;8;actual data_offsets [0,9223372036854775807]",
                "[0,8,9];[2];F32;8;at most 2 numbers",
                "[0];[2];F32;8;dtype, shape and two data_offsets",
                "[0,8];[[[[2]]]];F32;8;a number of at least 0",
                "[0,8];2;F32;8;expected '['",
                "[0,8];[2 2];F32;8;expected ','",
            })
    void aTensorThatContradictsItselfIsRefused(
            String offsets, String shape, String dtype, int data, String expected) {
        assertRefused(
                "{\"w\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
                        .formatted(dtype, shape, offsets),
                data,
                expected);
    }

    @Test
    void tensorsThatOverlapOrAreNamedTwiceAreRefused() {
        String v = "\"v\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}";
        assertRefused("{" + W + "," + v + "}", 12, "they overlap");
        assertRefused("{" + W + "," + W + "}", 8, "expected 'w' once, actual twice");
        assertRefused(
                "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "each once, actual 'a' twice");
        assertRefused("{\"w\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", 8, "no further 'dtype'");
        assertRefused("{\"w\":{\"extra\":1}}", 8, "no further 'extra'");
    }

    @Test
    void whatIsNoHeaderIsRefused() {
        assertTrue(refusal(new byte[7]).contains("is the file complete?"));
        assertRefused("", 0, "expected '{'");
        assertRefused("[]", 0, "expected '{'");
        assertRefused("{", 0, "expected '\"'");
        assertRefused("{" + W, 8, "expected ','");
        assertRefused("{" + W + ",}", 8, "expected '\"'");
        assertRefused("{\"w\":{\"shape\":[9", 8, "expected ','");
        assertRefused("{} x", 0, "nothing but spaces");
        assertRefused("{\"w", 0, "expected '\"'");
        assertRefused("{\"w\\", 0, "expected '\"'");
        assertRefused("{\"w\\x\":1}", 0, "an escape that JSON has");
        assertRefused("{\"w\\u12g4\":1}", 0, "four hexadecimal digits");
        assertRefused("{\"w\\ud800\":1}", 0, "surrogates in pairs");
        assertRefused("{\"a\nb\":1}", 0, "no control character");
        assertRefused("{\"a\0b\":1}", 0, "no control character");
        assertRefused("{\"" + "w".repeat(5000) + "\":1}", 0, "at most 4096 bytes");
        assertRefused("{\"w\":" + "[".repeat(100_000), 0, "expected '{'");
        assertTrue(refusal(file(new byte[] {'{', '"', (byte) 0xFF, '"'}, 0)).contains("UTF-8"));
        assertTrue(
                refusal(
                                file(
                                        "{\"a\\n\\u0007\":{\"dtype\":\"X\",\"shape\":[],\"data_offsets\":[0,0]}}",
                                        0))
                        .contains("tensor 'a\uFFFD\uFFFD'"));
    }

    @Test
    void namesAreReadWithTheirEscapesAndUpToTheirLimit() {
        String zero = "{\"dtype\":\"U8\",\"shape\":[0,19],\"data_offsets\":[0,0]}";
        String longest = "w".repeat(4096);
        String header =
                "{\"\\u0041 b\":%s,\"c\\/\\b\\u00e9\":%s,\"%s\":%s}"
                        .formatted(zero, zero, longest, zero);
        Map<String, Tensor> tensors = read(file(header, 0)).tensors();
        assertEquals(List.of("A b", "c/\bé", longest), List.copyOf(tensors.keySet()));
        assertEquals(Shape.of(0, 19), tensors.get("A b").shape());
    }

    @Test
    void anEscapeThatIsCutOffIsRefused() {
        for (String text : List.of("a\\", "\\u12", "ab\\u123")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertEquals(
                    "expected an escape that JSON has",
                    assertThrows(IllegalArgumentException.class, () -> JsonText.decode(bytes))
                            .getMessage());
        }
    }

    @Test
    void messagesNameATensorByItsFirst200Characters() {
        String whole = "w".repeat(200);
        assertRefused("{\"" + whole + "\":{\"x\":1}}", 0, "tensor '" + whole + "' to have");
        assertRefused("{\"" + whole + "w\":{\"x\":1}}", 0, "tensor '" + whole + "...' to have");
    }

    @Test
    void aHeaderLongerThanTheFileOrTheLimitIsRefused() {
        for (long length : new long[] {9, 1 << 30, Long.MAX_VALUE, -1, 100_000_001}) {
            byte[] bytes =
                    ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
            assertTrue(refusal(bytes).contains("where 8 are left"), refusal(bytes));
        }
    }

    /** At the first tensor too many, without a look at what follows it. */
    @Test
    void aHeaderOfVeryManyTensorsIsRefusedAtTheFirstTooMany() {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i <= 1 << 18; i++) {
            header.append(i == 0 ? "" : ",").append('"').append(i).append("\":");
            header.append("{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}");
        }
        assertRefused(
                header + "no JSON",
                0,
                "at byte " + header.length() + " of the header: expected at most 262144 tensors");
        header.setLength(header.lastIndexOf(",\"262144\""));
        assertEquals(1 << 18, read(file(header + "}", 0)).tensors().size());
    }

    @Test
    void textsCountAmongTheTensors() {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{");
        for (int i = 0; i < 1 << 18; i++) {
            header.append(i == 0 ? "" : ",").append('"').append(i).append("\":\"\"");
        }
        header.append('}');
        assertEquals(1 << 18, read(file(header + "}", 0)).metadata().size());
        assertRefused(header + "," + W + "}", 8, "expected at most 262144 tensors and texts");
        assertRefused(
                header.insert(header.length() - 1, ",\"more\":\"\"") + "}",
                0,
                "expected at most 262144 keys, each once, actual 'more' twice or too many");
    }

    @Test
    void anyByteButZeroIsTrue() {
        byte[] bytes = file("{\"w\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[0,2]}}", 2);
        bytes[bytes.length - 1] = 5;
        Tensor w = Objects.requireNonNull(read(bytes).tensors().get("w"));
        assertArrayEquals(
                new byte[] {0, 1}, w.segment().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
    }

    @Test
    void weightsTakeThePlaceOfAGraphsConstantsByName() {
        Graph graph =
                new Graph(
                        "g",
                        List.of(TensorInfo.of("x", DType.FLOAT32, Shape.of(1, 2))),
                        List.of("y"),
                        List.of(new Node("n", new MatMul(), List.of("x", "w"), List.of("y"))),
                        Map.of("w", Tensor.of(Shape.of(2, 1), 1, 2)),
                        Map.of());
        Tensor other = Tensor.of(Shape.of(2, 1), 3, 4);
        assertEquals(other, graph.withWeights(Map.of("w", other)).constant("w"));
        Tensor turned = Tensor.of(Shape.of(1, 2), 3, 4);
        assertEquals(
                "weight 'w': expected FLOAT32[2,1], actual FLOAT32[1,2]",
                assertThrows(ModelException.class, () -> graph.withWeights(Map.of("w", turned)))
                        .getMessage());
        assertEquals(
                "weight 'v': expected the name of one of graph 'g's 1 constants, actual"
                        + " FLOAT32[2,1]",
                assertThrows(ModelException.class, () -> graph.withWeights(Map.of("v", other)))
                        .getMessage());
    }
}
