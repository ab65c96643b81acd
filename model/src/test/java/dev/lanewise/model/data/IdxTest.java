package dev.lanewise.model.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

class IdxTest {

    private static final byte[] MATRIX = {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, -1};

    @TempDir Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("some-idx"), bytes);
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void bytesAreReadPlainOrZipped() throws IOException {
        for (byte[] form : new byte[][] {MATRIX, zipped(MATRIX)}) {
            var tensor = Idx.read(file(form));
            assertEquals(Shape.of(2, 3), tensor.shape());
            assertArrayEquals(new long[] {1, 2, 3, 4, 5, 255}, tensor.toLongArray());
        }
    }

    @Test
    void everyCutOffFileIsRefused() throws IOException {
        byte[] zipped = zipped(MATRIX);
        for (int length = 0; length < MATRIX.length; length++) {
            refused(Arrays.copyOf(MATRIX, length), "is the file complete?");
        }
        for (int length = 2; length < zipped.length; length++) {
            refused(Arrays.copyOf(zipped, length), "");
        }
    }

    @Test
    void aFileWithMoreThanItsHeaderSaysIsRefused() throws IOException {
        refused(Arrays.copyOf(MATRIX, MATRIX.length + 1), "actual more");
    }

    @Test
    void otherTypesAreRefused() throws IOException {
        byte[] floats = MATRIX.clone();
        floats[2] = 0x0D;
        refused(floats, "expected an IDX file of unsigned bytes");
    }

    @Test
    void aHeaderThatPromisesTooMuchCostsNothing() throws IOException {
        byte[] huge = {0, 0, 8, 3, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
        refused(huge, "expected at most");
        byte[] gigabyte = {0, 0, 8, 1, 0x3F, 0, 0, 0, 1};
        refused(gigabyte, "is the file complete?");
    }

    private void refused(byte[] bytes, String message) throws IOException {
        Path file = file(bytes);
        ModelException error = assertThrows(ModelException.class, () -> Idx.read(file));
        assertTrue(
                error.getMessage().contains(message)
                        && error.getMessage().startsWith(file.toString()),
                error.getMessage());
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = folder.resolve("missing");
        assertEquals(
                missing + ": no such file",
                assertThrows(ModelException.class, () -> Idx.read(missing)).getMessage());
    }
}
