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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
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
}
