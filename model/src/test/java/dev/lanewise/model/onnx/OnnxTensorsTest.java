package dev.lanewise.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

class OnnxTensorsTest {

    private static Tensor read(Consumer<Proto> content) {
        return OnnxTensors.read(MemorySegment.ofArray(Proto.message(content)), "t.pb");
    }

    private static Tensor typed(DType type, int elements, Consumer<Proto> data) {
        return read(p -> data.accept(p.integer(1, elements).integer(2, type.onnx())));
    }

    private static String message(Consumer<Proto> content) {
        return assertThrows(ModelException.class, () -> read(content)).getMessage();
    }

    @Test
    void floatsComeRawPackedOrOneByOne() {
        float[] expected = {1.5f, -2};
        byte[] raw = {0, 0, (byte) 0xC0, 0x3F, 0, 0, 0, (byte) 0xC0};
        assertArrayEquals(expected, typed(DType.FLOAT32, 2, p -> p.bytes(9, raw)).toFloatArray());
        assertArrayEquals(
                expected, typed(DType.FLOAT32, 2, p -> p.packedReals(4, 1.5f, -2)).toFloatArray());
        assertArrayEquals(
                expected, typed(DType.FLOAT32, 2, p -> p.real(4, 1.5f).real(4, -2)).toFloatArray());
    }

    @Test
    void doublesHaveTheirOwnField() {
        assertEquals(0.1, typed(DType.FLOAT64, 1, p -> p.packedDoubles(10, 0.1)).getDouble(0));
    }

    @Test
    void smallTypesShareTheFieldOf32BitIntegers() {
        for (DType type : new DType[] {DType.INT8, DType.INT16, DType.INT32}) {
            assertArrayEquals(
                    new long[] {-3, 7},
                    typed(type, 2, p -> p.packedIntegers(5, -3, 7)).toLongArray());
            assertArrayEquals(
                    new long[] {-3, 7},
                    typed(type, 2, p -> p.integer(5, -3).integer(5, 7)).toLongArray());
        }
        for (DType type : new DType[] {DType.UINT8, DType.UINT16}) {
            assertArrayEquals(
                    new long[] {200, 7},
                    typed(type, 2, p -> p.packedIntegers(5, 200, 7)).toLongArray());
        }
        assertArrayEquals(
                new long[] {1, 0},
                typed(DType.BOOL, 2, p -> p.packedIntegers(5, 1, 0)).toLongArray());
    }

    @Test
    void halfFloatsInTheFieldOfIntegersAreBits() {
        assertArrayEquals(
                new float[] {1, -2},
                typed(DType.FLOAT16, 2, p -> p.packedIntegers(5, 0x3C00, 0xC000)).toFloatArray());
        assertArrayEquals(
                new float[] {1, -2},
                typed(DType.BFLOAT16, 2, p -> p.packedIntegers(5, 0x3F80, 0xC000)).toFloatArray());
    }

    @Test
    void wideIntegersHaveTheirOwnFields() {
        assertArrayEquals(
                new long[] {-1, Long.MAX_VALUE},
                typed(DType.INT64, 2, p -> p.packedIntegers(7, -1, Long.MAX_VALUE)).toLongArray());
        assertArrayEquals(
                new long[] {0xFFFFFFFFL},
                typed(DType.UINT32, 1, p -> p.packedIntegers(11, 0xFFFFFFFFL)).toLongArray());
        assertArrayEquals(
                new long[] {-1},
                typed(DType.UINT64, 1, p -> p.packedIntegers(11, -1)).toLongArray());
    }

    @Test
    void anyRawByteButZeroIsTrue() {
        assertArrayEquals(
                new long[] {1, 0, 1},
                typed(DType.BOOL, 3, p -> p.bytes(9, new byte[] {7, 0, 1})).toLongArray());
    }

    @Test
    void aValueOutOfTheTypesRangeIsRefused() {
        assertEquals(
                "t.pb: expected elements of UINT8, actual 256",
                message(p -> p.integer(1, 1).integer(2, 2).packedIntegers(5, 256)));
    }

    @Test
    void everyTypeTakesItsRangeAndNoMore() {
        assertRange(DType.INT8, 5, Byte.MIN_VALUE, Byte.MAX_VALUE);
        assertRange(DType.INT16, 5, Short.MIN_VALUE, Short.MAX_VALUE);
        assertRange(DType.INT32, 5, Integer.MIN_VALUE, Integer.MAX_VALUE);
        assertRange(DType.UINT8, 5, 0, 255);
        assertRange(DType.UINT16, 5, 0, 65535);
        assertRange(DType.UINT32, 11, 0, 0xFFFFFFFFL);
        assertRange(DType.BOOL, 5, 0, 1);
        // Bits, which writers may extend by their sign.
        assertRange(DType.FLOAT16, 5, Short.MIN_VALUE, 65535);
        assertRange(DType.BFLOAT16, 5, Short.MIN_VALUE, 65535);
    }

    private static void assertRange(DType type, int field, long least, long most) {
        Tensor ends = typed(type, 3, p -> p.packedIntegers(field, least, 1, most));
        if (type.isFloat()) {
            assertEquals((short) least, bits(ends, 0));
            assertEquals((short) most, bits(ends, 2));
        } else {
            assertArrayEquals(new long[] {least, 1, most}, ends.toLongArray());
        }
        for (long beyond : new long[] {least - 1, most + 1}) {
            assertEquals(
                    "t.pb: expected elements of " + type + ", actual " + beyond,
                    message(p ->
                            p.integer(1, 1).integer(2, type.onnx()).packedIntegers(field, beyond)));
        }
    }

    private static short bits(Tensor tensor, int i) {
        return tensor.segment().getAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, i);
    }

    @Test
    void anElementThatIsCutOffOrTooLongIsRefused() {
        byte[] tooLong = new byte[11];
        Arrays.fill(tooLong, 0, 10, (byte) 0x80);
        for (byte[] element : new byte[][] {{(byte) 0x80}, tooLong}) {
            assertEquals(
                    "t.pb: an element is cut off or longer than 64 bits",
                    message(p -> p.integer(1, 1).integer(2, 7).bytes(7, element)));
        }
    }

    @Test
    void aTensorWithoutElementsNeedsNoField() {
        for (DType type : new DType[] {DType.FLOAT32, DType.INT64, DType.INT4}) {
            Tensor empty = read(p -> p.integer(1, 2).integer(1, 0).integer(2, type.onnx()));
            assertEquals(Shape.of(2, 0), empty.shape());
            assertEquals(type, empty.dtype());
        }
    }

    @Test
    void sixtyFourDimensionsAreReadAsTheyAre() {
        Tensor tensor =
                read(p -> {
                    for (int i = 0; i < 64; i++) {
                        p.integer(1, 1);
                    }
                    p.integer(2, 1).real(4, 3);
                });
        assertEquals(64, tensor.shape().rank());
    }

    @Test
    void dataMustFitTheShape() {
        assertEquals(
                "t.pb: expected 8 bytes for FLOAT32[2], actual 4",
                message(p -> p.integer(1, 2).integer(2, 1).packedReals(4, 1)));
        assertEquals(
                "t.pb: expected 2 elements for INT64[2], actual fewer",
                message(p -> p.integer(1, 2).integer(2, 7).packedIntegers(7, 1)));
        assertEquals(
                "t.pb: expected 2 elements for INT64[2], actual 1",
                message(p -> p.integer(1, 2).integer(2, 7).packedIntegers(7, 500)));
        assertEquals(
                "t.pb: expected 1 elements for INT64[1], actual more",
                message(p -> p.integer(1, 1).integer(2, 7).packedIntegers(7, 1, 2)));
        assertEquals(
                "t.pb: expected the elements of FLOAT32[2] in raw_data or field 4, actual none",
                message(p -> p.integer(1, 2).integer(2, 1)));
        assertEquals(
                "t.pb: expected raw_data or a typed field, actual both",
                message(p ->
                        p.integer(1, 1).integer(2, 1).packedReals(4, 1).bytes(9, new byte[4])));
    }

    @Test
    void impossibleShapesAreRefusedBeforeAnythingIsAllocated() {
        assertTrue(message(p -> p.integer(1, 1L << 40).integer(2, 7)).contains("1099511627776"));
        assertTrue(message(p -> p.integer(1, -1).integer(2, 7)).contains("[-1]"));
        assertEquals(
                "t.pb: expected 2147483647 elements for INT64[2147483647], actual fewer",
                message(p -> p.integer(1, Integer.MAX_VALUE).integer(2, 7).packedIntegers(7, 1)));
        assertEquals(
                "t.pb: expected at most 64 dimensions, actual 65",
                message(p -> {
                    for (int i = 0; i < 65; i++) {
                        p.integer(1, 1);
                    }
                    p.integer(2, 7);
                }));
    }

    @Test
    void textsAndComplexNumbersAreRefused() {
        assertEquals(
                "t.pb: a string tensor is not supported",
                message(p -> p.integer(1, 1).integer(2, 8).text(6, "x")));
        assertEquals(
                "t.pb: a tensor of complex numbers is not supported",
                message(p -> p.integer(1, 1).integer(2, 14)));
        assertEquals(
                "t.pb: tensor element type 99 (unknown) is not supported; expected a float, integer"
                        + " or boolean type",
                message(p -> p.integer(1, 1).integer(2, 99)));
    }

    /** The first element lies in the lowest bits. */
    @Test
    void severalSmallElementsShareAByte() {
        byte[] raw = {(byte) 0x7F, (byte) 0x08};
        Tensor signed = read(p -> p.integer(1, 3).integer(2, DType.INT4.onnx()).bytes(9, raw));
        assertArrayEquals(new long[] {-1, 7, -8}, signed.toLongArray());
        Tensor unsigned =
                read(p ->
                        p.integer(1, 3)
                                .integer(2, DType.UINT4.onnx())
                                .packedIntegers(5, 0x7F, 0x08));
        assertArrayEquals(new long[] {15, 7, 8}, unsigned.toLongArray());
        Tensor two =
                read(p ->
                        p.integer(1, 4)
                                .integer(2, DType.INT2.onnx())
                                .bytes(9, new byte[] {(byte) 0b10_01_11_00}));
        assertArrayEquals(new long[] {0, -1, 1, -2}, two.toLongArray());
        Tensor floats =
                read(p ->
                        p.integer(1, 2)
                                .integer(2, DType.FLOAT4E2M1.onnx())
                                .bytes(9, new byte[] {(byte) 0x9F}));
        assertArrayEquals(new float[] {-6, -0.5f}, floats.toFloatArray());
        assertArrayEquals(new byte[] {0x0F, 0x09}, floats.segment().toArray(ValueLayout.JAVA_BYTE));
        assertEquals(
                "t.pb: expected 2 bytes for INT4[3], actual 1",
                message(p -> p.integer(1, 3).integer(2, DType.INT4.onnx()).bytes(9, new byte[1])));
    }

    private static Consumer<Proto> external(String... entries) {
        return p -> {
            p.integer(1, 2).integer(2, 1).integer(14, 1);
            for (int i = 0; i < entries.length; i += 2) {
                String key = entries[i];
                String value = entries[i + 1];
                p.message(13, e -> e.text(1, key).text(2, value));
            }
        };
    }

    private static Tensor readIn(Path folder, String... entries) throws IOException {
        Path file = folder.resolve("t.pb");
        Files.write(file, Proto.message(external(entries)));
        return OnnxTensors.read(file);
    }

    @Test
    void externalDataLiesBesideTheFile(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("data"));
        Files.write(folder.resolve("data/w.bin"), Arrays.copyOf(new byte[] {9, 9, 9, 9}, 12));
        Tensor tensor = readIn(folder, "location", "data/w.bin", "offset", "4", "length", "8");
        assertArrayEquals(new float[] {0, 0}, tensor.toFloatArray());
    }

    @Test
    void externalDataMayLieBeyondTwoGigabytes(@TempDir Path folder) throws IOException {
        long beyond = 3L << 30;
        try (FileChannel channel =
                FileChannel.open(
                        folder.resolve("w.bin"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.SPARSE)) {
            ByteBuffer floats = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            channel.write(floats.putFloat(3).putFloat(4).flip(), beyond);
        }
        Tensor tensor = readIn(folder, "location", "w.bin", "offset", Long.toString(beyond));
        assertArrayEquals(new float[] {3, 4}, tensor.toFloatArray());
    }

    @Test
    void whatHappensToExternalDataLaterDoesNotMatter(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("w.bin");
        Files.write(file, new byte[] {0, 0, (byte) 0x80, 0x3F, 0, 0, 0, 0x40});
        Tensor tensor = readIn(folder, "location", "w.bin");
        Files.write(file, new byte[0]);
        assertArrayEquals(new float[] {1, 2}, tensor.toFloatArray());
    }

    @Test
    void externalDataNeverLiesOutsideOfTheFolder(@TempDir Path folder) throws IOException {
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.write(folder.resolve("secret"), new byte[8]);
        Files.createSymbolicLink(inside.resolve("link"), folder.resolve("secret"));
        Files.createSymbolicLink(inside.resolve("folder"), folder);
        for (String location :
                new String[] {
                    "../secret",
                    "../inside/../secret",
                    folder.resolve("secret").toString(),
                    "link",
                    "folder/secret",
                    "",
                    "."
                }) {
            ModelException e =
                    assertThrows(
                            ModelException.class,
                            () -> readIn(inside, "location", location),
                            location);
            assertEquals(
                    inside.resolve("t.pb")
                            + ": external_data location expected a file within the model's folder,"
                            + " actual '"
                            + location
                            + (List.of("link", "folder/secret").contains(location)
                                    ? "', a link out of it"
                                    : "'"),
                    e.getMessage());
        }
    }

    @Test
    void aDataFileThatIsMissingIsNamed(@TempDir Path folder) {
        ModelException e =
                assertThrows(ModelException.class, () -> readIn(folder, "location", "missing.bin"));
        assertEquals(
                folder.resolve("t.pb")
                        + ": its data file 'missing.bin' is missing; expected it beside the model",
                e.getMessage());
    }

    @Test
    void externalDataMustBeThereAndLongEnough(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("w.bin"), new byte[8]);
        for (String[] entries :
                new String[][] {
                    {"location", "missing"},
                    {"location", "w.bin", "offset", "4", "length", "8"},
                    {"location", "w.bin", "offset", "-1"},
                    {"location", "w.bin", "offset", "9223372036854775807"},
                    {"location", "w.bin", "length", "many"},
                    {"location", "w\u0000.bin"},
                    {"location", "w.bin", "offset", "9", "length", "0"},
                }) {
            assertThrows(
                    ModelException.class, () -> readIn(folder, entries), Arrays.toString(entries));
        }
    }

    @Test
    void externalDataMayBeAllOrNothingOfAFile(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("w.bin"), new byte[] {0, 0, (byte) 0x80, 0x3F, 0, 0, 0, 0x40});
        Tensor all = readIn(folder, "location", "w.bin", "offset", "0", "length", "8");
        assertArrayEquals(new float[] {1, 2}, all.toFloatArray());
        String end = "8";
        for (String length : new String[] {"0", ""}) {
            assertTrue(
                    assertThrows(
                                    ModelException.class,
                                    () ->
                                            readIn(
                                                    folder,
                                                    "location",
                                                    "w.bin",
                                                    "offset",
                                                    end,
                                                    "length",
                                                    length))
                            .getMessage()
                            .endsWith("expected 8 bytes for FLOAT32[2], actual 0"));
        }
        assertTrue(
                assertThrows(
                                ModelException.class,
                                () ->
                                        readIn(
                                                folder,
                                                "location",
                                                "w.bin",
                                                "offset",
                                                "4",
                                                "length",
                                                "8"))
                        .getMessage()
                        .endsWith("expected 8 bytes at 4 of 'w.bin', which has 8"));
    }

    @Test
    void externalDataNeedsAFolder() {
        assertEquals(
                "t.pb: its data lies in the file 'w.bin'; load the model from its folder",
                message(external("location", "w.bin")));
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        Path file = folder.resolve("none.pb");
        assertEquals(
                file + ": no such file",
                assertThrows(ModelException.class, () -> OnnxTensors.read(file)).getMessage());
        assertEquals(
                folder + ": expected a file, actual a folder",
                assertThrows(ModelException.class, () -> OnnxTensors.read(folder)).getMessage());
    }
}
