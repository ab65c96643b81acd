package dev.lanewise.model.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.model.ModelException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

class FileBytesTest {

    @TempDir private Path folder;

    private static String message(Path file, int most) {
        return assertThrows(ModelException.class, () -> FileBytes.read(file, "news", most))
                .getMessage();
    }

    @Test
    void aFileIsReadUpToItsLimit() throws IOException {
        byte[] bytes = {1, 2, 3};
        Path file = Files.write(folder.resolve("file"), bytes);
        assertArrayEquals(bytes, FileBytes.read(file, "news", 3));
        assertEquals(file + ": expected news of at most 2 bytes, actual 3", message(file, 2));
        assertEquals(folder + ": expected news, actual a folder", message(folder, 3));
        Path none = folder.resolve("none");
        assertEquals(none + ": no such file", message(none, 3));
    }

    @Test
    void whoMayNotReadIsToldSo() {
        assertEquals("permission denied", FileBytes.reason(new AccessDeniedException("file")));
        assertEquals("disk gone", FileBytes.reason(new IOException("disk gone")));
    }
}
