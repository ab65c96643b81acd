package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.testvectors.GoldenFile;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The golden files are those of the manifest, all of them, to the byte. */
class GoldenFilesTest {

    private static final Path FOLDER =
            Path.of(System.getProperty("lanewise.root"))
                    .resolve("test-vectors/src/main/resources/dev/lanewise/testvectors");

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = GoldenFile.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        }
    }

    private static List<String[]> manifest() throws IOException {
        return new String(resource("manifest.tsv"), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .toList();
    }

    @Test
    void sizesAndSumsAreThoseOfTheManifest() throws IOException, NoSuchAlgorithmException {
        for (String[] row : manifest()) {
            byte[] file = resource(row[0]);
            assertEquals(row[1], String.valueOf(file.length), row[0]);
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(file);
            assertEquals(row[2], HexFormat.of().formatHex(sum), row[0]);
            assertEquals(
                    List.of(),
                    Stream.of(row).filter(String::isBlank).toList(),
                    row[0] + ": test, tolerance and reason");
        }
    }

    @Test
    void everyFileIsInTheManifest() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertEquals(
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".npz"))
                            .sorted()
                            .toList(),
                    manifest().stream().map(row -> row[0]).toList());
        }
    }
}
