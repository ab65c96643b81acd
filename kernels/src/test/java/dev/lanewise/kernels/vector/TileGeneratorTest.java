package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The committed tiles are what their generator writes. */
class TileGeneratorTest {

    @Test
    void packedTilesAreGenerated() throws IOException {
        assertGenerated("PackedTiles.java", TileGenerator.packedTiles());
    }

    @Test
    void runTilesAreGenerated() throws IOException {
        assertGenerated("RunTiles.java", TileGenerator.runTiles(false));
        assertGenerated("RunTilesClipped.java", TileGenerator.runTiles(true));
    }

    @Test
    void windowTilesAreGenerated() throws IOException {
        assertGenerated("WindowTiles.java", TileGenerator.windowTiles(false));
        assertGenerated("WindowTilesClipped.java", TileGenerator.windowTiles(true));
        assertGenerated("WindowTilesPooled.java", TileGenerator.windowTilesPooled());
    }

    @Test
    void stripTilesAreGenerated() throws IOException {
        assertGenerated("StripTiles.java", TileGenerator.stripTiles());
    }

    @Test
    void pixelLoopsAreGenerated() throws IOException {
        assertGenerated("PixelColumns.java", TileGenerator.pixelColumns());
        assertGenerated("PixelRows.java", TileGenerator.pixelRows());
    }

    @Test
    void winogradSumTilesAreGenerated() throws IOException {
        assertGenerated("WinogradSumTiles.java", TileGenerator.winogradSumTiles());
    }

    @Test
    void winogradRowTilesAreGenerated() throws IOException {
        assertGenerated("WinogradRowTiles.java", TileGenerator.winogradRowTiles());
    }

    @Test
    void depthwiseTilesAreGenerated() throws IOException {
        assertGenerated("DepthwiseTiles.java", TileGenerator.depthwiseTiles());
    }

    @Test
    void depthwiseRowsAreGenerated() throws IOException {
        assertGenerated("DepthwiseRows.java", TileGenerator.depthwiseRows());
    }

    /** Equal but for what the formatter does: white space, and the stars of comments. */
    private static void assertGenerated(String file, String generated) throws IOException {
        Path source = Path.of(System.getProperty("lanewise.root"), "kernels", TileGenerator.FOLDER);
        String committed = Files.readString(source.resolve(file));
        assertEquals(
                withoutFormat(generated),
                withoutFormat(committed),
                file + " differs from what TileGenerator writes; run its main method");
    }

    private static String withoutFormat(String source) {
        return source.replaceAll("(?m)^\\s*\\*(?!/)", "").replaceAll("\\s+", "");
    }
}
