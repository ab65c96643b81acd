package dev.lanewise.model.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.lanewise.model.ModelException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class NewFileTest {

    @TempDir private Path folder;

    private static void write(Path file, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        NewFile.write(file, List.of(MemorySegment.ofArray(bytes)));
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void anOldFileIsReplacedAlsoBehindALink() throws IOException {
        Path file = folder.resolve("file");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        write(file, "old");
        write(link, "new");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(file));
        assertEquals(List.of("file", "link"), names());
    }

    @Test
    void aReadOnlyFileIsNot() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        assertTrue(file.toFile().setReadOnly());
        assumeFalse(Files.isWritable(file), "who may write everything may write this");
        ModelException e = assertThrows(ModelException.class, () -> write(file, "new"));
        assertEquals(file + ": can't be written: it is read-only", e.getMessage());
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("file"), names());
    }
}
