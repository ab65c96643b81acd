package dev.lanewise.model.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.model.ModelException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class LabelsTest {

    @TempDir Path folder;

    private List<String> read(String text) throws IOException {
        return Labels.read(Files.writeString(folder.resolve("labels.txt"), text));
    }

    @Test
    void eachLineIsAClass() throws IOException {
        assertEquals(List.of("cat", "dog", "3 birds"), read("cat\ndog \r\n3 birds\n\n"));
    }

    @Test
    void indicesAreDroppedIfEveryLineHasItsOwn() throws IOException {
        assertEquals(List.of("tench, fish", "goldfish"), read("0,tench, fish\n1,goldfish\n"));
        assertEquals(List.of("a", "b"), read("0: a\n1: b"));
        assertEquals(List.of("a", "b"), read("0\ta\n1 b"));
        assertEquals(List.of("1,a", "2,b"), read("1,a\n2,b"));
        assertEquals(List.of("0", "1"), read("0\n1\n"));
    }

    @Test
    void metadataHaveThemWithCommas() {
        assertEquals(
                Optional.of(List.of("Bag", "Ankle boot")),
                Labels.of(Map.of("labels", "Bag, Ankle boot")));
        assertEquals(Optional.empty(), Labels.of(Map.of()));
    }

    @Test
    void whatIsWrittenIntoMetadataIsRead() {
        for (List<String> labels :
                List.of(
                        List.of("Bag", "Ankle boot"),
                        List.of("tabby, tabby cat", "tiger cat"),
                        List.of("one"))) {
            assertEquals(Optional.of(labels), Labels.of(Map.of("labels", Labels.text(labels))));
        }
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Path binary = folder.resolve("picture.jpg");
        Files.write(binary, new byte[] {(byte) 0xFF, (byte) 0xD8, 0});
        assertTrue(message(binary).endsWith("picture.jpg: expected labels as UTF-8 text"));
        assertTrue(message(folder).endsWith(": expected labels, actual a folder"));
        assertTrue(message(folder.resolve("none")).endsWith("none: no such file"));
        Path blank = Files.writeString(folder.resolve("blank.txt"), "\n \n");
        assertTrue(message(blank).endsWith("blank.txt: expected labels, a line each, actual none"));
    }

    @Test
    void whatNeverEndsIsRefusedBeforeMemoryIsUsedUp() {
        Path zeros = Path.of("/dev/zero");
        assumeTrue(Files.exists(zeros));
        assertEquals(
                "/dev/zero: expected labels of at most 100000000 bytes, actual more",
                message(zeros));
    }

    private static String message(Path file) {
        return assertThrows(ModelException.class, () -> Labels.read(file)).getMessage();
    }
}
