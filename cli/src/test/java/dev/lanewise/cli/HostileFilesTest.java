package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Whatever a file holds: one line, exit code 1, soon. */
@Timeout(60)
class HostileFilesTest {

    @TempDir Path folder;
    private Path picture;

    @BeforeEach
    void copyAPicture() throws IOException {
        picture = Lanewise.resource("bundled/08-bag.png", folder);
    }

    private String refusal(byte[] model) throws IOException {
        Path file = Files.write(folder.resolve("hostile.onnx"), model);
        Lanewise.run("inspect", file).fails(1);
        String line = Lanewise.run("run", file, picture).fails(1);
        assertTrue(!line.contains("internal error"), line);
        return line;
    }

    private byte[] bundled() throws IOException {
        return Files.readAllBytes(Lanewise.resource("bundled/fashion-mnist.onnx", folder));
    }

    @Test
    void anEmptyModel() throws IOException {
        assertTrue(refusal(new byte[0]).contains("hostile.onnx"));
    }

    @Test
    void aModelCutAtAHundredPlaces() throws IOException {
        byte[] model = bundled();
        for (int i = 0; i < 100; i++) {
            refusal(Arrays.copyOf(model, (int) ((long) model.length * i / 100)));
        }
    }

    @Test
    void aModelOfRandomBytes() throws IOException {
        Random random = new Random(20);
        for (int i = 0; i < 100; i++) {
            byte[] bytes = new byte[random.nextInt(5000)];
            random.nextBytes(bytes);
            refusal(bytes);
        }
    }

    @Test
    void aPictureNamedAsAModel() throws IOException {
        refusal(Files.readAllBytes(Lanewise.resource("pictures/rgb.jpg", folder)));
        refusal(Files.readAllBytes(Lanewise.resource("pictures/rgb.png", folder)));
    }

    @Test
    void aModelOfAbsurdDimensions() throws IOException {
        long huge = 1L << 40;
        refusal(TinyOnnx.model("Relu", new long[] {1, 3, huge, huge}, "x"));
        refusal(TinyOnnx.model("Relu", new long[] {1, 3, -7, 5}, "x"));
        refusal(TinyOnnx.model("Relu", new long[] {1, 3, 40_000, 17_000}, "x"));
        refusal(TinyOnnx.model("Relu", new long[] {Long.MAX_VALUE}, "x"));
    }

    @Test
    void namesThatWouldDriveATerminal() throws IOException {
        byte[] model = TinyOnnx.model("Bell\u0007\u001b[2J", new long[] {1}, "x");
        Path file = Files.write(folder.resolve("hostile.onnx"), model);
        Lanewise run = Lanewise.run("inspect", file);
        // What is not supported is listed, one on a line.
        assertTrue(run.err().matches("lanewise: .*hostile.onnx: .*\\R  Bell.*\\R"), run.err());
        assertTrue(run.err().lines().allMatch(HostileFilesTest::isHarmless), run.err());
        String line = Lanewise.run("run", "no\u001b[2J.onnx", picture).fails(1);
        assertTrue(isHarmless(line), line);
    }

    private static boolean isHarmless(String line) {
        return line.chars().noneMatch(Character::isISOControl);
    }

    @Test
    void filesThatAreMissingOrFolders() {
        assertTrue(
                Lanewise.run("run", folder.resolve("none.onnx"), picture)
                        .fails(1)
                        .endsWith("none.onnx: no such file"));
        assertTrue(Lanewise.run("run", folder, picture).fails(1).endsWith("actual a folder"));
        assertTrue(
                Lanewise.run("check", folder.resolve("none"))
                        .fails(1)
                        .contains("none: expected a"));
        assertTrue(Lanewise.run("check", folder).fails(1).contains("no test case"));
    }

    @Test
    void inputsThatAreNone() throws IOException {
        Path model = Lanewise.resource("bundled/fashion-mnist.onnx", folder);
        for (String name : new String[] {"x.npy", "x.pb", "x.png", "x"}) {
            Path file = Files.write(folder.resolve(name), new byte[] {9, 8, 7});
            String line = Lanewise.run("run", model, file).fails(1);
            assertTrue(line.contains(file.toString()), line);
        }
        Lanewise.run("run", model, folder).fails(1);
        Lanewise.run("run", model, folder.resolve("none.png")).fails(1);
    }

    @Test
    void aPictureOfAbsurdSize() throws IOException {
        Path model = Lanewise.resource("bundled/fashion-mnist.onnx", folder);
        byte[] png = Files.readAllBytes(picture);
        // Width and height in the header of a PNG, and the checksum over them.
        java.nio.ByteBuffer header = java.nio.ByteBuffer.wrap(png);
        header.putInt(16, 2_000_000_000).putInt(20, 2_000_000_000);
        java.util.zip.CRC32 checksum = new java.util.zip.CRC32();
        checksum.update(png, 12, 17);
        header.putInt(29, (int) checksum.getValue());
        Path file = Files.write(folder.resolve("absurd.png"), png);
        String line = Lanewise.run("run", model, file).fails(1);
        assertTrue(line.contains("expected a picture of at most 100 megapixels"), line);
    }
}
