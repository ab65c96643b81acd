package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

import java.util.List;

/** Winograd's algorithm with weights that are transformed on the way. */
@DisabledIfSystemProperty(named = "lanewise.test.mode", matches = "scalar")
class WinogradPlainTest {

    private static final Epilogue EPILOGUE = new Epilogue(true, Unary.RELU);

    @BeforeEach
    void manyRegisters() {
        assumeTrue(Lanes.MANY_REGISTERS, "chosen with 32 registers only");
    }

    private static ConvSpec spec(int batch, int channels, int outChannels, int height, int width) {
        Layout x = Layout.blocked(batch, channels, height, width, Lanes.COUNT).withHalo(1, 1, 1, 1);
        Layout y = Layout.blocked(batch, outChannels, height, width, Lanes.COUNT);
        return new ConvSpec(x, y.withHalo(1, 0, 0, 1), Window.of(3, 1, 1), 1);
    }

    private static WinogradTiles inParts(ConvSpec spec) {
        return WinogradTiles.plain(spec, WinogradTransform.F4);
    }

    private static WinogradTiles forShares(ConvSpec spec) {
        return WinogradTiles.plainForShares(spec, WinogradTransform.F4);
    }

    @Test
    void aThreadThatDoesWholePanelsInLargerBlocksGetsTheBitsOfMany() {
        ConvSpec once = spec(1, 40, 70, 27, 28);
        ConvSpec twice = spec(2, 33, 64, 28, 52);
        ConvSpec sharingColumns = spec(1, 32, 64, 28, 25);
        ConvSpec sharingAnothersColumns = spec(1, 32, 64, 36, 18);
        ConvSpec oddPanels = spec(1, 16, 144, 14, 14);
        assertEquals(1, forShares(once).blocks());
        assertEquals(2, inParts(once).blocks());
        assertEquals(2, forShares(twice).blocks());
        assertEquals(4, inParts(twice).blocks());
        assertEquals(1, forShares(sharingColumns).blocks());
        assertEquals(2, inParts(sharingColumns).blocks());
        assertEquals(2, forShares(sharingAnothersColumns).blocks());
        assertEquals(2, inParts(oddPanels).blocks());
        for (ConvSpec spec :
                List.of(once, twice, sharingColumns, sharingAnothersColumns, oddPanels)) {
            DividedConv.assertSameBits(
                    new ConvWinogradPlain(spec, EPILOGUE, WinogradTransform.F4), spec);
        }
    }

    @Test
    void mapsOf28PixelsOfManyChannelsKeepTheirWeightsPlain() {
        assumeTrue(Lanes.COUNT >= 16 && !Lanes.HALVES, "measured with whole 512 bits only");
        for (int channels : new int[] {128, 512}) {
            ConvSpec spec = spec(1, channels, channels, 28, 28);
            WeightedKernel kernel = Kernels.best().conv(spec, EPILOGUE);
            assertEquals(
                    spec.weightBytes() + 4L * channels + Lanes.BYTES,
                    kernel.packedBytes(),
                    kernel.name());
        }
    }
}
