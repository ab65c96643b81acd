package dev.lanewise.model.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.model.ModelException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class FilePartTest {

    private static final int LARGE = 3 << 20;

    @TempDir private Path folder;

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("file"), content);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void copiesAreWhatTheFileHadWhateverHappensToIt() throws IOException {
        byte[] content = random(2 * LARGE + 100);
        Path file = file(content);
        // Odd offsets, empty parts, small and large ones in turns.
        int[][] places = {
            {1, 3}, {4, LARGE}, {LARGE + 4, 0}, {LARGE + 5, 17}, {LARGE + 22, LARGE}, {2, 5}
        };
        List<FilePart> parts =
                FileBytes.whileMapped(
                        file,
                        bytes -> {
                            List<FilePart> views = new ArrayList<>();
                            for (int[] place : places) {
                                views.add(new FilePart(bytes.asSlice(place[0], place[1])));
                            }
                            FilePart.copy(views);
                            return views;
                        });
        Files.write(file, new byte[10]);
        for (int i = 0; i < places.length; i++) {
            int from = places[i][0];
            MemorySegment bytes = parts.get(i).bytes();
            assertArrayEquals(
                    Arrays.copyOfRange(content, from, from + places[i][1]),
                    bytes.toArray(ValueLayout.JAVA_BYTE));
            assertEquals(0, bytes.address() % Long.BYTES, "kernels read whole elements");
        }
    }

    @Test
    void aFileThatIsShortenedWhileItIsReadIsAnErrorNotACrash() throws IOException {
        Path file = file(random(4 * LARGE));
        ModelException e =
                assertThrows(
                        ModelException.class,
                        () ->
                                FileBytes.whileMapped(
                                        file,
                                        bytes -> {
                                            shorten(file);
                                            List<FilePart> views = new ArrayList<>();
                                            for (int i = 0; i < 4; i++) {
                                                views.add(
                                                        new FilePart(
                                                                bytes.asSlice(
                                                                        (long) i * LARGE, LARGE)));
                                            }
                                            FilePart.copy(views);
                                            return views;
                                        }));
        assertEquals(file + ": was shortened while it was read", e.getMessage());
    }

    private static void shorten(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(5000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
