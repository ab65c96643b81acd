package dev.lanewise.kernels.reference;

import static dev.lanewise.kernels.reference.Images.KERNELS;
import static dev.lanewise.kernels.reference.Images.assertImage;
import static dev.lanewise.kernels.reference.Images.at;
import static dev.lanewise.kernels.reference.Images.image;
import static dev.lanewise.kernels.reference.Images.integers;
import static dev.lanewise.kernels.reference.Images.run;
import static dev.lanewise.kernels.reference.Images.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.ChannelsSpec;
import dev.lanewise.kernels.CopySpec;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.RandomBits;
import dev.lanewise.kernels.ResampleAxis;
import dev.lanewise.kernels.ResampleSpec;
import dev.lanewise.kernels.Unary;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Scalar elementwise kernels and movements are the formulas that {@code Kernels} states. */
class ElementsReferenceTest {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    /** Odd on purpose: no two sizes alike, lanes to spare, halos on some sides. */
    private static final Layout X = Layout.blocked(2, 6, 3, 5, 4).withHalo(1, 2, 0, 1);

    private static final Layout Y = X.withHalo(2, 0, 1, 1);
    private static final MemorySegment IN = image(X, 1);

    private static final Unary CLIP = Unary.clip(-20, 30);

    private static double clip(double value) {
        return Math.min(Math.max(value, -20), 30);
    }

    @Test
    void elementwiseKernelsAreTheirFunctions() {
        assertImage(
                Y,
                run(KERNELS.unary(Unary.RELU, X, Y), IN),
                (n, c, i, j) -> Math.max(0, at(IN, X, n, c, i, j)));
        float[] scale = integers(8, 2);
        float[] shift = integers(8, 3);
        assertImage(
                Y,
                run(KERNELS.scaleShift(X, Y, CLIP), IN, segment(scale), segment(shift)),
                (n, c, i, j) -> clip(at(IN, X, n, c, i, j) * scale[c] + shift[c]));
        assertImage(
                Y.withBlock(2),
                run(KERNELS.reorder(X, Y.withBlock(2)), IN),
                (n, c, i, j) -> at(IN, X, n, c, i, j));
    }

    @Test
    void aPlaneOfNoRowsHasAHaloNonetheless() {
        Layout x = Layout.blocked(2, 3, 0, 2, 2);
        Layout y = x.withHalo(1, 2, 3, 1);
        MemorySegment actual = run(KERNELS.unary(Unary.RELU, x, y), MemorySegment.NULL);
        assertEquals(2 * 2 * 4 * 5 * 2 * 4, actual.byteSize());
        for (long i = 0; i < actual.byteSize(); i += 4) {
            assertEquals(0, actual.get(FLOAT, i));
        }
    }

    @Test
    void anAxisOfOneIsRepeated() {
        for (int axes = 0; axes < 16; axes++) {
            Layout b =
                    Layout.blocked(
                                    (axes & 1) == 0 ? 1 : 2,
                                    (axes & 2) == 0 ? 1 : 6,
                                    (axes & 4) == 0 ? 1 : 3,
                                    (axes & 8) == 0 ? 1 : 5,
                                    4)
                            .withHalo(0, 1, 1, 0);
            MemorySegment other = image(b, axes);
            Images.Formula repeated =
                    (n, c, i, j) ->
                            at(
                                    other,
                                    b,
                                    b.batch() == 1 ? 0 : n,
                                    b.channels() == 1 ? 0 : c,
                                    b.height() == 1 ? 0 : i,
                                    b.width() == 1 ? 0 : j);
            assertImage(
                    Y,
                    run(KERNELS.binary(Binary.SUB, X, b, Y, CLIP), IN, other),
                    (n, c, i, j) -> at(IN, X, n, c, i, j) - repeated.at(n, c, i, j));
            assertImage(
                    Y,
                    run(KERNELS.binary(Binary.SUB, b, X, Y, Unary.RELU), other, IN),
                    (n, c, i, j) -> Math.max(0, repeated.at(n, c, i, j) - at(IN, X, n, c, i, j)));
        }
    }

    @Test
    void aGradientIsTheSlopeTimesWhatComesBack() {
        MemorySegment dy = image(Y, 2);
        Unary clip = Unary.clip(-2, 3);
        assertImage(
                X.withHalo(0, 0, 1, 0),
                run(KERNELS.unaryGradient(clip, X, Y, X.withHalo(0, 0, 1, 0)), IN, dy),
                (n, c, i, j) -> {
                    double v = at(IN, X, n, c, i, j);
                    return v > -2 && v < 3 ? at(dy, Y, n, c, i, j) : 0;
                });
        // Where the slope is 0 nothing comes through, not even an infinity.
        Layout one = Layout.flat(2);
        MemorySegment infinities = segment(Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY);
        MemorySegment dx =
                run(KERNELS.unaryGradient(Unary.RELU, one, one, one), segment(0, 1), infinities);
        assertEquals(0, dx.get(FLOAT, 0));
        assertEquals(Float.POSITIVE_INFINITY, dx.get(FLOAT, 4));
    }

    @Test
    void dropoutIsAFunctionOfSeedStepSaltAndPosition() {
        MemorySegment key = segment(new float[4]);
        key.set(ValueLayout.JAVA_LONG, 0, 42);
        key.set(ValueLayout.JAVA_LONG, 8, 7);
        long bits = RandomBits.key(42, 7, 3);
        MemorySegment in = image(Layout.nchw(2, 6, 3, 5), 1);
        Layout x = Layout.nchw(2, 6, 3, 5);
        Layout y = x.withHalo(1, 0, 2, 1);
        for (boolean channels : new boolean[] {false, true}) {
            assertImage(
                    y,
                    run(KERNELS.dropout(x, y, .75f, channels, 3), in, key),
                    (n, c, i, j) -> {
                        int plane = n * 6 + c;
                        int index = channels ? plane : plane * 15 + i * 5 + j;
                        boolean dropped = RandomBits.uniform(bits, index) < .75f;
                        return dropped ? 0 : 4 * at(in, x, n, c, i, j);
                    });
            assertImage(
                    Y,
                    run(KERNELS.dropout(X, Y, .75f, channels, 3), IN, key),
                    (n, c, i, j) -> {
                        int plane = n * 6 + c;
                        int index = channels ? plane : plane * 15 + i * 5 + j;
                        boolean dropped = RandomBits.uniform(bits, index) < .75f;
                        return dropped ? 0 : 4 * at(IN, X, n, c, i, j);
                    });
        }
    }

    @Test
    void whatIsNotBelowTheProbabilityIsKept() {
        MemorySegment key = segment(new float[4]).fill((byte) 0);
        float probability = RandomBits.uniform(RandomBits.key(0, 0, 3), 0);
        Layout one = Layout.flat(1);
        MemorySegment y = run(KERNELS.dropout(one, one, probability, false, 3), segment(1), key);
        assertEquals(1 / (1 - probability), y.get(FLOAT, 0));
        assertEquals(1, KERNELS.lanes());
    }

    /** What a program of ten lines in another language gives for the definition. */
    @Test
    void randomBitsAreThoseOfTheirDefinition() {
        long key = RandomBits.key(42, 7, 3);
        assertEquals(-766101954498308807L, key);
        assertEquals(-2422338321717655644L, RandomBits.key(-1, 0, -5));
        double[] expected = {
            0.8438655734062195, 0.10142010450363159, 0.43646764755249023, 0.8366891741752625
        };
        for (int i = 0; i < expected.length; i++) {
            assertEquals((float) expected[i], RandomBits.uniform(key, i));
        }
    }

    // ---- movements ----

    @Test
    void pickedChannelsComeFromTheirSources() {
        Layout other = X.withChannels(3).withHalo(0, 1, 1, 0);
        MemorySegment second = image(other, 2);
        int[] from = {8, 0, 5, 6, 2};
        Layout y = Y.withChannels(5);
        ChannelsSpec spec = new ChannelsSpec(List.of(X, other), y, List.of(8, 0, 5, 6, 2));
        assertImage(
                y,
                run(KERNELS.channels(spec), IN, second),
                (n, c, i, j) ->
                        from[c] < 6
                                ? at(IN, X, n, from[c], i, j)
                                : at(second, other, n, from[c] - 6, i, j));
    }

    @Test
    void resampledElementsAreSumsOrCopiesOrFilled() {
        int[] rows = {2, 0, 1, 1, 0, 2, 2, 0};
        float[] rowWeights = {1, -2, 3, 4, -1, 2, 0, 5};
        int[] columns = {4, 0, 3, 1, 2, 3};
        float[] columnWeights = {2, 1, -1, 3, 1, -2};
        int[] copied = {3, ResampleAxis.FILL, 0};
        ResampleAxis weightedRows = ResampleAxis.weighted(2, rows, rowWeights);
        ResampleAxis weightedColumns = ResampleAxis.weighted(3, columns, columnWeights);
        ResampleAxis copiedColumns = ResampleAxis.copy(copied);
        ResampleAxis copiedRows = ResampleAxis.copy(2, ResampleAxis.FILL);
        Layout y = Layout.blocked(2, 6, 4, 2, 4).withHalo(1, 0, 0, 1);
        assertImage(
                y,
                run(KERNELS.resample(new ResampleSpec(X, y, weightedRows, weightedColumns, 7)), IN),
                (n, c, i, j) -> {
                    double sum = 0;
                    for (int k = 0; k < 2; k++) {
                        for (int l = 0; l < 3; l++) {
                            sum +=
                                    rowWeights[2 * i + k]
                                            * columnWeights[3 * j + l]
                                            * at(IN, X, n, c, rows[2 * i + k], columns[3 * j + l]);
                        }
                    }
                    return sum;
                });
        Layout mixed = Layout.blocked(2, 6, 4, 3, 4);
        assertImage(
                mixed,
                run(
                        KERNELS.resample(
                                new ResampleSpec(X, mixed, weightedRows, copiedColumns, 7)),
                        IN),
                (n, c, i, j) ->
                        copied[j] < 0
                                ? 7
                                : rowWeights[2 * i] * at(IN, X, n, c, rows[2 * i], copied[j])
                                        + rowWeights[2 * i + 1]
                                                * at(IN, X, n, c, rows[2 * i + 1], copied[j]));
        Layout filled = Layout.blocked(2, 6, 2, 3, 4);
        assertImage(
                filled,
                run(
                        KERNELS.resample(new ResampleSpec(X, filled, copiedRows, copiedColumns, 7)),
                        IN),
                (n, c, i, j) -> i == 1 || copied[j] < 0 ? 7 : at(IN, X, n, c, 2, copied[j]));
    }

    @Test
    void copiesMoveElementsOfAnySize() {
        for (int bytes : new int[] {1, 2, 4, 8}) {
            CopySpec spec =
                    new CopySpec(
                            bytes,
                            List.of(3, 2, 4),
                            List.of(2L, -5L, 7L),
                            List.of(11L, 5L, 1L),
                            6,
                            2);
            MemorySegment source = Images.poisoned(spec.sourceBytes());
            for (long i = 0; i < source.byteSize(); i++) {
                source.set(ValueLayout.JAVA_BYTE, i, (byte) (i * 37 + i / 7));
            }
            MemorySegment target = Images.poisoned(spec.targetBytes());
            byte[] expected = target.toArray(ValueLayout.JAVA_BYTE);
            byte[] from = source.toArray(ValueLayout.JAVA_BYTE);
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 2; j++) {
                    for (int k = 0; k < 4; k++) {
                        int at = (6 + 2 * i - 5 * j + 7 * k) * bytes;
                        int to = (2 + 11 * i + 5 * j + k) * bytes;
                        System.arraycopy(from, at, expected, to, bytes);
                    }
                }
            }
            Images.runOver(KERNELS.copy(spec), source, target);
            assertArrayEquals(expected, target.toArray(ValueLayout.JAVA_BYTE));
        }
        CopySpec one = new CopySpec(4, List.of(), List.of(), List.of(), 2, 1);
        MemorySegment target = Images.poisoned(8);
        assertEquals(1, KERNELS.copy(one).units());
        Images.runOver(KERNELS.copy(one), segment(1, 2, 3), target);
        assertEquals(3, target.get(FLOAT, 4));
        assertEquals(Float.NaN, target.get(FLOAT, 0));
    }
}
