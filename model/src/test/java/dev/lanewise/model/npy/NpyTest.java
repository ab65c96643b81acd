package dev.lanewise.model.npy;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

class NpyTest {

    @TempDir Path folder;

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("x.npy"), bytes);
    }

    private Path write(String dictionary, int dataBytes) throws IOException {
        return write(bytes(1, dictionary, dataBytes));
    }

    private static byte[] bytes(int version, String dictionary, int dataBytes) {
        byte[] text = dictionary.getBytes(StandardCharsets.ISO_8859_1);
        int lengthBytes = version == 1 ? 2 : 4;
        ByteBuffer file =
                ByteBuffer.allocate(8 + lengthBytes + text.length + dataBytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(HexFormat.of().parseHex("934e554d5059"))
                        .put((byte) version)
                        .put((byte) 0);
        if (version == 1) {
            file.putShort((short) text.length);
        } else {
            file.putInt(text.length);
        }
        return file.put(text).array();
    }

    private static String refusal(Path file) {
        return assertThrows(ModelException.class, () -> Npy.read(file)).getMessage();
    }

    /** What numpy.save wrote for numpy.array([[1, -2.5]], dtype='<f4'). */
    @Test
    void aFileOfNumPyIsRead() throws IOException {
        String head = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
        byte[] header = Arrays.copyOf(head.getBytes(StandardCharsets.ISO_8859_1), 118);
        Arrays.fill(header, head.length(), 117, (byte) ' ');
        header[117] = '\n';
        String file =
                "934e554d505901007600" + HexFormat.of().formatHex(header) + "0000803f" + "000020c0";
        Tensor tensor = Npy.read(write(HexFormat.of().parseHex(file)));
        assertEquals(DType.FLOAT32, tensor.dtype());
        assertEquals(Shape.of(1, 2), tensor.shape());
        assertArrayEquals(new float[] {1, -2.5f}, tensor.toFloatArray());
        // And written byte by byte as NumPy does.
        Path again = folder.resolve("again.npy");
        Npy.write(again, tensor);
        assertArrayEquals(HexFormat.of().parseHex(file), Files.readAllBytes(again));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_NONE,
            names = {"BFLOAT16", "FLOAT8.*", "FLOAT4.*", "U?INT[42]"})
    void everyTypeComesBack(DType dtype) {
        for (Shape shape : new Shape[] {Shape.of(2, 3), Shape.of(4), Shape.of(new int[0])}) {
            Tensor tensor = Tensor.allocate(Arena.ofAuto(), dtype, shape);
            for (int i = 0; i < shape.elements(); i++) {
                tensor.setLong(i, i % 2);
            }
            Path file = folder.resolve("t.npy");
            Npy.write(file, tensor);
            Tensor back = Npy.read(file);
            assertEquals(tensor.toString(), back.toString());
            assertArrayEquals(tensor.toLongArray(), back.toLongArray());
        }
    }

    /** What numpy.save writes of numpy.asfortranarray([[1, 2, 3], [4, 5, 6]], '>i2'). */
    @Test
    void bigEndianAndFortranOrderAreReadAsTheyAreMeant() throws IOException {
        Path file = write("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }", 12);
        byte[] bytes = Files.readAllBytes(file);
        int[] columns = {1, 4, 2, 5, 3, 6};
        for (int i = 0; i < columns.length; i++) {
            bytes[bytes.length - 12 + 2 * i] = 0;
            bytes[bytes.length - 11 + 2 * i] = (byte) columns[i];
        }
        Files.write(file, bytes);
        Tensor tensor = Npy.read(file);
        assertEquals(Shape.of(2, 3), tensor.shape());
        assertArrayEquals(new long[] {1, 2, 3, 4, 5, 6}, tensor.toLongArray());
    }

    /** What numpy.save writes of numpy.array([1.5, -2], '>f8') and numpy.array([1, -2], '>i4'). */
    @Test
    void everyByteOfBigEndianNumbersFindsItsPlace() throws IOException {
        byte[] doubles = bytes(1, "{'descr': '>f8', 'fortran_order': False, 'shape': (2,), }", 16);
        ByteBuffer.wrap(doubles)
                .putDouble(doubles.length - 16, 1.5)
                .putDouble(doubles.length - 8, -2);
        assertArrayEquals(new double[] {1.5, -2}, Npy.read(write(doubles)).toDoubleArray());
        byte[] ints = bytes(1, "{'descr': '>i4', 'fortran_order': False, 'shape': (2,), }", 8);
        ByteBuffer.wrap(ints).putInt(ints.length - 8, 0x01020304).putInt(ints.length - 4, -2);
        assertArrayEquals(new long[] {0x01020304, -2}, Npy.read(write(ints)).toLongArray());
    }

    /** Versions 2 and 3 have four bytes of length, for headers beyond 64 KB, and UTF-8. */
    @Test
    void headersOfEveryVersionAreReadUpToTheirLimit() throws IOException {
        String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }";
        for (int version = 1; version <= 3; version++) {
            assertEquals(Shape.of(0), Npy.read(write(bytes(version, dictionary, 0))).shape());
            String wide = dictionary + " ".repeat(65535 - dictionary.length());
            assertEquals(Shape.of(0), Npy.read(write(bytes(version, wide, 0))).shape());
            if (version > 1) {
                assertEquals(Shape.of(0), Npy.read(write(bytes(version, wide + "\n", 0))).shape());
                assertTrue(
                        refusal(write(bytes(version, wide + " \n", 0)))
                                .endsWith("damaged: the header is cut off"));
            }
        }
        for (int version : new int[] {0, 4, -1}) {
            assertTrue(
                    refusal(write(bytes(version, dictionary, 0)))
                            .endsWith("expected version 1, 2 or 3 of .npy, actual " + version));
        }
    }

    @Test
    void everyByteOfTheMagicCounts() throws IOException {
        byte[] whole = bytes(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }", 0);
        for (int i = 0; i < 6; i++) {
            byte[] other = whole.clone();
            other[i] ^= 1;
            assertTrue(
                    refusal(write(other)).endsWith("expected an .npy file, actual something else"));
        }
        // The shortest that may be one, with an empty header and with a header that isn't there.
        assertTrue(refusal(write(bytes(1, "", 0))).endsWith("names no plain number type"));
        byte[] cut = Arrays.copyOf(whole, 10);
        assertTrue(refusal(write(cut)).endsWith("damaged: the header is cut off"));
    }

    /** As numpy.save does, so that mapped data are aligned. */
    @Test
    void dataBeginAtTheNextMultipleOf64Bytes() throws IOException {
        for (int rank = 0; rank <= 90; rank++) {
            int[] dims = new int[rank];
            Arrays.fill(dims, 1);
            Path file = folder.resolve("r.npy");
            Npy.write(file, Tensor.of(Shape.of(dims), 3));
            byte[] bytes = Files.readAllBytes(file);
            int header = bytes.length - 4;
            assertEquals(0, header % 64);
            assertEquals(header - 10, bytes[8] & 0xFF | (bytes[9] & 0xFF) << 8);
            String text = new String(bytes, 10, header - 10, StandardCharsets.ISO_8859_1);
            assertTrue(text.endsWith("\n") && text.length() - text.strip().length() <= 64, text);
            assertEquals(Shape.of(dims), Npy.read(file).shape());
        }
    }

    @Test
    void whatIsNotUnderstoodIsRefused() throws IOException {
        assertTrue(
                refusal(write("{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}", 8))
                        .contains("expected numbers such as '<f4', actual '<c8'"));
        assertTrue(
                refusal(write("{'descr': '|f4', 'fortran_order': False, 'shape': (1,)}", 4))
                        .contains("expected a byte order of '<' or '>', actual '|f4'"));
        assertTrue(
                refusal(write("{'descr': [('a', '<f4')], 'shape': (1,)}", 4))
                        .contains("names no plain number type"));
        assertTrue(
                refusal(write("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", 4))
                        .endsWith("expected 8 bytes of data for FLOAT32[2], actual 4"));
    }

    @Test
    void absurdShapesAreRefusedBeforeMemoryIsAskedFor() throws IOException {
        assertTrue(
                refusal(
                                write(
                                        "{'descr': '<f4', 'fortran_order': False, 'shape':"
                                                + " (2000000000,)}",
                                        4))
                        .contains("expected 8000000000 bytes of data"));
        assertTrue(
                refusal(
                                write(
                                        "{'descr': '<f4', 'fortran_order': False, 'shape':"
                                                + " (99999999999999999999,)}",
                                        4))
                        .contains("damaged: shape"));
        assertTrue(
                refusal(
                                write(
                                        "{'descr': '<f4', 'fortran_order': False, 'shape':"
                                                + " (3000000000, 3)}",
                                        4))
                        .contains("expected extents"));
    }

    @Test
    void cutFilesAreRefusedAtEveryByte() throws IOException {
        Path whole = folder.resolve("whole.npy");
        Npy.write(whole, Tensor.of(Shape.of(3), 1, 2, 3));
        byte[] bytes = Files.readAllBytes(whole);
        for (int length = 0; length < bytes.length; length++) {
            refusal(write(Arrays.copyOf(bytes, length)));
        }
    }

    @Test
    void missingFilesAndFoldersAreRefused() {
        assertTrue(refusal(folder.resolve("none.npy")).endsWith("none.npy: no such file"));
        assertTrue(refusal(folder).endsWith("expected an .npy file, actual a folder"));
    }
}
