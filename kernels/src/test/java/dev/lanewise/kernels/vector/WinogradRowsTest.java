package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** {@link WinogradRows} against transforms and products one after the other, bit for bit. */
@DisabledIfSystemProperty(named = "lanewise.test.mode", matches = "scalar")
class WinogradRowsTest {

    private static final int ELEMENTS = 36;
    private static final int TILES = 2 * WinogradRows.TILES;
    private static final int LANES = WinogradSums.VECTORS * Lanes.COUNT;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 15, 16})
    void sameBits(int k) {
        assumeTrue(Lanes.MANY_REGISTERS && k <= WinogradRows.CHUNK);
        assertSameBits(k, TILES, TILES, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "4, 2, 2", "4, 2, 0", "4, 4, 2", "8, 6, 0", "8, 4, 4", "8, 6, 2", "8, 8, 4",
        "1, 1, 0", "2, 2, 0", "2, 1, 0", "3, 3, 0", "5, 4, 0", "6, 4, 2", "7, 0, 0"
    })
    void whatNobodyReadsIsLeftOut(int tiles, int tops, int overlap) {
        assumeTrue(Lanes.MANY_REGISTERS);
        assertSameBits(WinogradRows.CHUNK, tiles, tops, overlap);
        assertSameBits(3, tiles, tops, overlap);
    }

    private static void assertSameBits(int k, int tiles, int tops, int overlap) {
        Random random = new Random(k);
        int sums = ELEMENTS * TILES * LANES;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment w = floats(arena, random, k * LANES * 9);
            MemorySegment x = floats(arena, random, ELEMENTS * TILES * WinogradRows.CHUNK);
            MemorySegment start = floats(arena, random, sums);
            MemorySegment scratch = floats(arena, random, ELEMENTS * k * LANES);
            MemorySegment expected = floats(arena, random, sums).copyFrom(start);
            MemorySegment actual = floats(arena, random, sums).copyFrom(start);
            int row = 4 * WinogradRows.CHUNK;
            long xPlane = (long) TILES * row;
            long mPlane = 4L * TILES * LANES;
            long plane = 4L * k * LANES;
            ScalarWinograd.kernels4(
                    w.address(), scratch.address(), plane, k * WinogradSums.VECTORS);
            ScalarWinograd.sums(
                    WinogradSums.VECTORS,
                    true,
                    x.address(),
                    row,
                    xPlane,
                    scratch.address(),
                    plane,
                    expected.address(),
                    mPlane,
                    ELEMENTS,
                    TILES,
                    k);
            WinogradRows.products(
                    w.address(),
                    WinogradSums.VECTORS,
                    k,
                    x.address(),
                    xPlane,
                    actual.address(),
                    mPlane,
                    tiles,
                    tops,
                    overlap,
                    scratch.address());
            for (int e = 0; e < ELEMENTS; e++) {
                for (int t = 0; t < TILES; t++) {
                    boolean givenUp = overlap > 0 && e % 6 == 5 && t % overlap == overlap - 2;
                    boolean wanted = t < (e < 6 ? tops : tiles) && !givenUp;
                    boolean untouched = t >= WinogradRows.padded(tiles);
                    if (wanted || untouched) {
                        MemorySegment right = wanted ? expected : start;
                        long from = e * mPlane + 4L * t * LANES;
                        long to = from + 4L * LANES;
                        long at = MemorySegment.mismatch(right, from, to, actual, from, to);
                        assertEquals(-1, at, "element " + e + ", tile " + t);
                    }
                }
            }
        }
    }

    private static MemorySegment floats(Arena arena, Random random, int count) {
        MemorySegment result = arena.allocate(4L * count, 64);
        for (int i = 0; i < count; i++) {
            result.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
        }
        return result;
    }
}
