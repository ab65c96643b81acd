package dev.lanewise.model.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

class NpzTest {

    @TempDir Path folder;

    private Path zip(String name, byte[] content) throws IOException {
        Path file = folder.resolve("x.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return file;
    }

    private static String refusal(Path file) {
        return assertThrows(ModelException.class, () -> Npz.read(file)).getMessage();
    }

    @Test
    void tensorsComeBackByName() throws IOException {
        Path file = folder.resolve("x.npz");
        Tensor a = Tensor.of(Shape.of(2, 1), 1, -2.5f);
        Tensor b = Tensor.ofLongs(Shape.of(new int[0]), 7);
        Npz.write(file, Map.of("a", a, "b/c", b));
        Map<String, Tensor> back = Npz.read(file);
        assertEquals(2, back.size());
        assertArrayEquals(
                new float[] {1, -2.5f}, Objects.requireNonNull(back.get("a")).toFloatArray());
        assertEquals(7, Objects.requireNonNull(back.get("b/c")).getLong(0));
        byte[] first = Files.readAllBytes(file);
        Npz.write(file, Map.of("b/c", b, "a", a));
        assertArrayEquals(first, Files.readAllBytes(file));
    }

    @Test
    void compressedEntriesAreRead() throws IOException {
        Path plain = folder.resolve("a.npy");
        Npy.write(plain, Tensor.of(Shape.of(1000), new float[1000]));
        Map<String, Tensor> back = Npz.read(zip("a.npy", Files.readAllBytes(plain)));
        assertEquals(Shape.of(1000), Objects.requireNonNull(back.get("a")).shape());
    }

    @Test
    void whatIsNoArchiveOfTensorsIsRefused() throws IOException {
        assertTrue(refusal(zip("a.txt", new byte[] {1})).contains("ends in .npy"));
        assertTrue(refusal(zip("a.npy", new byte[] {1})).contains("expected an .npy file"));
        assertTrue(refusal(folder.resolve("none.npz")).contains("no such file"));
        Path file = Files.write(folder.resolve("y.npz"), new byte[100]);
        assertTrue(refusal(file).contains("no .npz file, or damaged"));
        assertTrue(refusal(folder).contains("no .npz file, or damaged"));
    }

    @Test
    void aChangedElementIsNoticed() throws IOException {
        Path file = folder.resolve("x.npz");
        Npz.write(file, Map.of("a", Tensor.of(Shape.of(2), 1, 2)));
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length - 4; i++) {
            if (bytes[i + 2] == (byte) 0x80 && bytes[i + 3] == 0x3F) {
                bytes[i + 3] = 0x40;
                break;
            }
        }
        Files.write(file, bytes);
        assertTrue(refusal(file).contains("checksum"), refusal(file));
    }

    /** Of other hours and runs: no time is written. */
    @Test
    void entriesAreDatedToTheFirstDayThatZipKnows() throws IOException {
        Path file = folder.resolve("x.npz");
        Npz.write(file, Map.of("a", Tensor.of(Shape.of(1), 1)));
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertEquals(LocalDateTime.of(1980, 1, 1, 0, 0), zip.getEntry("a.npy").getTimeLocal());
        }
    }

    @Test
    void tensorsLargerThanTheBufferComeBack() throws IOException {
        float[] values = new float[50_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Path file = folder.resolve("x.npz");
        Npz.write(file, Map.of("a", Tensor.of(Shape.of(values.length), values)));
        assertArrayEquals(values, Objects.requireNonNull(Npz.read(file).get("a")).toFloatArray());
    }

    @Test
    void anEntryLongerThanItsSizeIsRefused() throws IOException {
        Path plain = folder.resolve("a.npy");
        Npy.write(plain, Tensor.of(Shape.of(50_000), new float[50_000]));
        byte[] content = Files.readAllBytes(plain);
        Path file = zip("a.npy", content);
        // The directory lies at the end: CRC at 16, size at 24 of its entry. What it says is right,
        // but for one more byte, a zero.
        CRC32 checksum = new CRC32();
        checksum.update(content, 0, content.length - 1);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int entry = bytes.getInt(bytes.capacity() - 6);
        assertEquals(0x02014B50, bytes.getInt(entry));
        bytes.putInt(entry + 16, (int) checksum.getValue());
        bytes.putInt(entry + 24, content.length - 1);
        Files.write(file, bytes.array());
        assertTrue(refusal(file).endsWith("damaged: size or checksum is another"), refusal(file));
    }
}
