package dev.lanewise.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.reference.LayoutChecks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sizes that contradict each other or exceed memory are refused where they are stated, with a
 * message that says what is expected; sizes at the very limit are taken.
 */
class ContradictionTest {

    private static final Layout X = Layout.nchw(1, 4, 6, 6).withHalo(1, 1, 1, 1);
    private static final Layout Y = Layout.nchw(1, 4, 6, 6);
    private static final int MOST = Integer.MAX_VALUE;

    /** Each in one way unlike {@link #Y}. */
    private static final List<Layout> OTHER_SHAPES =
            List.of(
                    Y.withBatch(2),
                    Y.withChannels(5),
                    Layout.nchw(1, 4, 7, 6),
                    Layout.nchw(1, 4, 6, 7));

    private static String message(Executable executable) {
        return assertThrows(IllegalArgumentException.class, executable).getMessage();
    }

    private static void assertRefused(String expected, Executable executable) {
        assertEquals(expected, message(executable));
    }

    private static String operands(Operand... operands) {
        StringBuilder all = new StringBuilder();
        for (Operand operand : operands) {
            all.append(operand.name()).append(' ').append(operand.bytes()).append("; ");
        }
        return all.toString();
    }

    // ---- layouts ----

    @Test
    void layoutsHaveSizesOfAtLeast0() {
        int[] zeros = {0, 0, 0, 0, 1, 0, 0, 0, 0};
        assertEquals(0, layout(zeros).bytes());
        for (int i = 0; i < zeros.length; i++) {
            int[] sizes = zeros.clone();
            sizes[i] = -1;
            if (i != 4) {
                assertRefused(
                        "layout: expected sizes of at least 0, actual N=%d C=%d H=%d W=%d"
                                        .formatted(sizes[0], sizes[1], sizes[2], sizes[3])
                                + " halo=%d,%d,%d,%d"
                                        .formatted(sizes[5], sizes[6], sizes[7], sizes[8]),
                        () -> layout(sizes));
            }
        }
    }

    private static Layout layout(int... s) {
        return new Layout(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8]);
    }

    @Test
    void blocksArePowersOfTwo() {
        for (int block : new int[] {1, 2, 64}) {
            assertEquals(block, Y.withBlock(block).block());
        }
        for (int block : new int[] {0, -1, 3, 12, Integer.MIN_VALUE}) {
            assertRefused(
                    "layout: expected a block that is a power of two, actual " + block,
                    () -> Y.withBlock(block));
        }
    }

    @Test
    void layoutsAreOfAtMostTwoGigabytes() {
        int quarter = 1 << 26;
        assertEquals(32L * (quarter - 1), Layout.nchw(2, 2, 2, quarter - 1).bytes());
        assertRefused(
                "layout: expected at most 2147483647 bytes, actual 2147483648 for N=2 C=2 H=2 W="
                        + quarter,
                () -> Layout.nchw(2, 2, 2, quarter));
        // Five channels in blocks of four take the place of eight.
        assertEquals(32L * (quarter - 1), Layout.blocked(1, 5, 1, quarter - 1, 4).bytes());
        message(() -> Layout.blocked(1, 5, 1, quarter, 4));
        // And so does a halo: eight rows, then columns.
        Layout rows = Layout.nchw(1, 1, 4, quarter);
        message(() -> rows.withHalo(3, 0, 1, 0));
        assertEquals(28L * quarter, rows.withHalo(2, 0, 1, 0).bytes());
        Layout columns = Layout.nchw(1, 1, quarter, 4);
        message(() -> columns.withHalo(0, 3, 0, 1));
        assertEquals(28L * quarter, columns.withHalo(0, 2, 0, 1).bytes());
        message(() -> Layout.nchw(1, MOST, 1, 1));
        message(() -> Layout.nchw(MOST, 1, 1, 1));
        message(() -> Layout.blocked(1, MOST, 1, 1, 16));
        message(() -> Layout.nchw(0, 1, 1, 1).withBatch(1).withHalo(MOST, 0, MOST, 0));
    }

    @Test
    void elementsLieInTheOrderThatLayoutStates() {
        Layout layout = Layout.blocked(2, 6, 3, 2, 4).withHalo(1, 2, 3, 1);
        int at = 0;
        for (int n = 0; n < 2; n++) {
            for (int cb = 0; cb < 2; cb++) {
                assertEquals(at, layout.blockStart(n, cb));
                for (int y = -1; y < 6; y++) {
                    for (int x = -2; x < 3; x++) {
                        assertEquals(at, layout.blockOffset(n, cb, y, x));
                        for (int lane = 0; lane < 4; lane++) {
                            assertEquals(at, layout.offset(n, 4 * cb + lane, y, x));
                            at += 4;
                        }
                    }
                }
            }
        }
        assertEquals(at, layout.bytes());
        assertEquals(72, layout.elements());
    }

    @Test
    void layoutsChangeOnePartAtATime() {
        Layout layout = Layout.blocked(2, 6, 3, 2, 4).withHalo(1, 2, 3, 1);
        assertEquals(new Layout(7, 6, 3, 2, 4, 1, 2, 3, 1), layout.withBatch(7));
        assertEquals(new Layout(2, 7, 3, 2, 4, 1, 2, 3, 1), layout.withChannels(7));
        assertEquals(new Layout(2, 6, 3, 2, 8, 1, 2, 3, 1), layout.withBlock(8));
        assertEquals(new Layout(2, 6, 3, 2, 4, 5, 6, 7, 8), layout.withHalo(5, 6, 7, 8));
        assertEquals(new Layout(1, 1, 1, 9, 1, 0, 0, 0, 0), Layout.flat(9));
    }

    @Test
    void aHaloIsOnAnySide() {
        assertFalse(Y.hasHalo());
        for (int side = 0; side < 4; side++) {
            int[] halo = new int[4];
            halo[side] = 1;
            assertTrue(Y.withHalo(halo[0], halo[1], halo[2], halo[3]).hasHalo());
        }
    }

    @Test
    void theSameShapeMayLieElsewhere() {
        assertTrue(Y.sameShape(X.withBlock(4)));
        for (Layout other : OTHER_SHAPES) {
            assertFalse(Y.sameShape(other), other.toString());
        }
    }

    // ---- windows ----

    private static Window window(int... w) {
        return new Window(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7]);
    }

    @Test
    void windowsHaveElementsAndSteps() {
        int[] least = {1, 1, 1, 1, 0, 0, 1, 1};
        assertEquals(1, window(least).size());
        for (int i = 0; i < least.length; i++) {
            int[] w = least.clone();
            w[i]--;
            assertRefused(
                    "window: expected kernel, stride, dilation >= 1 and pad >= 0, actual"
                            + " kernel=%dx%d stride=%dx%d pad=%d,%d dilation=%dx%d"
                                    .formatted(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7]),
                    () -> window(w));
        }
        assertEquals(window(3, 3, 2, 2, 1, 1, 1, 1), Window.of(3, 2, 1));
        assertEquals(15, window(3, 5, 1, 1, 0, 0, 1, 1).size());
    }

    /** Windows of one axis: kernel, stride, padding, dilation. */
    private static List<int[]> axes() {
        return List.of(
                new int[] {1, 1, 0, 1},
                new int[] {3, 1, 1, 1},
                new int[] {3, 2, 1, 1},
                new int[] {2, 3, 0, 1},
                new int[] {3, 2, 4, 3},
                new int[] {5, 2, 0, 2},
                new int[] {4, 3, 2, 1});
    }

    @Test
    void halosHoldWhatAWindowReads() {
        for (int[] a : axes()) {
            Window rows = window(a[0], 1, a[1], 1, a[2], 0, a[3], 1);
            Window columns = window(1, a[0], 1, a[1], 0, a[2], 1, a[3]);
            assertEquals(a[2], rows.haloTop());
            for (int size = 0; size < 9; size++) {
                for (int out = 0; out < 9; out++) {
                    int beyond = 0;
                    for (int i = 0; i < out; i++) {
                        for (int u = 0; u < a[0]; u++) {
                            int last = i * a[1] - a[2] + u * a[3];
                            beyond = Math.max(beyond, last + 1 - size);
                        }
                    }
                    String where = Arrays.toString(a) + " of " + size + " to " + out;
                    assertEquals(beyond, rows.haloBottom(size, out), where);
                    assertEquals(beyond, columns.haloRight(size, out), where);
                }
            }
        }
    }

    @Test
    void halosHoldWhatATransposedWindowReads() {
        for (int[] a : axes()) {
            Window rows = window(a[0], 1, a[1], 1, a[2], 0, a[3], 1);
            Window columns = window(1, a[0], 1, a[1], 0, a[2], 1, a[3]);
            for (int size = 0; size < 5; size++) {
                for (int out = 20; out < 30; out++) {
                    int before = 0;
                    int beyond = 0;
                    for (int i = 0; i < out; i++) {
                        for (int u = 0; u < a[0]; u++) {
                            int p = i + a[2] - u * a[3];
                            if (p % a[1] == 0) {
                                before = Math.max(before, -p / a[1]);
                            }
                        }
                        // An element of the window that no stride hits reads the one before.
                        int p = Math.floorDiv(i + a[2], a[1]);
                        beyond = Math.max(beyond, p + 1 - size);
                    }
                    String where = Arrays.toString(a) + " of " + size + " to " + out;
                    assertEquals(before, rows.transposedHaloTop(), where);
                    assertEquals(before, columns.transposedHaloLeft(), where);
                    assertEquals(beyond, rows.transposedHaloBottom(size, out), where);
                    assertEquals(beyond, columns.transposedHaloRight(size, out), where);
                }
            }
        }
    }

    // ---- products ----

    /** A window with another need on each side: 1 above, 2 to the left, 3 below, 4 to the right. */
    private static final Window LOPSIDED = window(5, 7, 1, 1, 1, 2, 1, 1);

    @Test
    void convolutionsNameEveryContradiction() {
        Layout x = Y.withHalo(1, 2, 3, 4);
        for (int groups : new int[] {1, 2, 4}) {
            assertEquals(groups, new ConvSpec(x, Y, LOPSIDED, groups).groups());
        }
        for (int groups : new int[] {0, -1, 3}) {
            assertRefused(
                    "conv: expected groups to divide the channels, actual groups="
                            + groups
                            + " inChannels=4 outChannels=4",
                    () -> new ConvSpec(x, Y, LOPSIDED, groups));
        }
        message(() -> new ConvSpec(x, Y.withChannels(5), LOPSIDED, 2));
        message(() -> new ConvSpec(x.withChannels(5), Y, LOPSIDED, 2));
        assertRefused(
                "conv: expected equal batches, actual x=1 y=2",
                () -> new ConvSpec(x, Y.withBatch(2), LOPSIDED, 1));
        for (Layout narrow : narrower()) {
            assertRefused(
                    "conv: expected the input's halo to hold the padding of "
                            + LOPSIDED
                            + ", actual x="
                            + narrow
                            + " y="
                            + Y,
                    () -> new ConvSpec(narrow, Y, LOPSIDED, 1));
        }
    }

    /** Halos of 1, 2, 3, 4 that lack one on one side. */
    private static List<Layout> narrower() {
        return List.of(
                Y.withHalo(0, 2, 3, 4),
                Y.withHalo(1, 1, 3, 4),
                Y.withHalo(1, 2, 2, 4),
                Y.withHalo(1, 2, 3, 3));
    }

    @Test
    void depthwiseIsAChannelForAChannel() {
        Window one = Window.of(1, 1, 0);
        assertTrue(new ConvSpec(Y, Y, one, 4).isDepthwise());
        assertFalse(new ConvSpec(Y, Y, one, 2).isDepthwise());
        assertFalse(new ConvSpec(Y, Y.withChannels(8), one, 4).isDepthwise());
        assertFalse(new ConvSpec(Y.withChannels(8), Y, one, 4).isDepthwise());
        assertTrue(new ConvTransposeSpec(Y, Y, one, 4).isDepthwise());
        assertFalse(new ConvTransposeSpec(Y, Y, one, 2).isDepthwise());
        assertFalse(new ConvTransposeSpec(Y, Y.withChannels(8), one, 4).isDepthwise());
        assertFalse(new ConvTransposeSpec(Y.withChannels(8), Y, one, 4).isDepthwise());
        Layout single = Layout.nchw(1, 1, 6, 6);
        assertFalse(new ConvSpec(single, single, one, 1).isDepthwise());
        assertFalse(new ConvTransposeSpec(single, single, one, 1).isDepthwise());
    }

    @Test
    void convolutionsKnowTheirWork() {
        Layout x = Layout.nchw(2, 6, 9, 9).withHalo(3, 3, 3, 3);
        Layout y = Layout.nchw(2, 8, 5, 4);
        Window window = window(3, 2, 1, 1, 1, 0, 1, 1);
        ConvSpec conv = new ConvSpec(x, y, window, 2);
        assertEquals(4 * 8 * 3 * 6, conv.weightBytes());
        assertEquals(2 * 8 * 5 * 4 * 3 * 6, conv.macs());
        ConvTransposeSpec transposed = new ConvTransposeSpec(x, y, window, 2);
        assertEquals(6 * 4 * 6, transposed.weights());
        assertEquals(2 * 6 * 9 * 9 * 4 * 6, transposed.macs());
    }

    @Test
    void transposedConvolutionsNameEveryContradiction() {
        Layout y = Layout.nchw(1, 4, 6, 6);
        // Above: 4 - 3; left: 6 - 4; below and to the right what the padding moves out.
        Window window = window(5, 7, 1, 1, 3, 4, 1, 1);
        Layout x = Y.withHalo(1, 2, 3, 4);
        for (int groups : new int[] {1, 2, 4}) {
            assertEquals(groups, new ConvTransposeSpec(x, y, window, groups).groups());
        }
        for (int groups : new int[] {0, -1, 3}) {
            assertRefused(
                    "conv transposed: expected groups to divide the channels, actual groups="
                            + groups
                            + " inChannels=4 outChannels=4",
                    () -> new ConvTransposeSpec(x, y, window, groups));
        }
        message(() -> new ConvTransposeSpec(x, y.withChannels(5), window, 2));
        message(() -> new ConvTransposeSpec(x.withChannels(5), y, window, 2));
        assertRefused(
                "conv transposed: expected equal batches, actual x=1 y=2",
                () -> new ConvTransposeSpec(x, y.withBatch(2), window, 1));
        for (Layout narrow : narrower()) {
            assertRefused(
                    "conv transposed: expected the input's halo to hold what "
                            + window
                            + " reads around it, actual x="
                            + narrow
                            + " y="
                            + y,
                    () -> new ConvTransposeSpec(narrow, y, window, 1));
        }
    }

    private static GemmSpec gemm(int batch, int m, int n, int k) {
        return new GemmSpec(batch, m, n, k, false, false, false, 1, Epilogue.NONE);
    }

    @Test
    void matricesHaveSizesOfAtLeast0AndFitMemory() {
        assertEquals(0, gemm(0, 0, 0, 0).macs());
        for (int i = 0; i < 4; i++) {
            int[] s = new int[4];
            s[i] = -1;
            assertRefused(
                    "gemm: expected sizes >= 0, actual batch=%d m=%d n=%d k=%d"
                            .formatted(s[0], s[1], s[2], s[3]),
                    () -> gemm(s[0], s[1], s[2], s[3]));
        }
        int large = 1 << 29;
        assertEquals(4L * (large - 1), gemm(1, 1, 0, large - 1).aBytes());
        assertRefused(
                "gemm: expected matrices of at most 2147483647 bytes, actual 2147483648 for m=1"
                        + " n=0 k=536870912",
                () -> gemm(1, 1, 0, large));
        message(() -> gemm(1, 0, 1, large));
        message(() -> gemm(1, 1, large, 0));
        // Four times this many elements are less than nothing in 64 bits.
        for (int[] s : new int[][] {{MOST, 0, MOST}, {0, MOST, MOST}, {MOST, MOST, 0}}) {
            message(() -> gemm(1, s[0], s[1], s[2]));
        }
    }

    @Test
    void productsKnowTheirSizes() {
        GemmSpec spec = gemm(2, 3, 5, 7);
        assertEquals(2 * 3 * 5 * 7, spec.macs());
        assertEquals(4 * 2 * 3 * 7, spec.aBytes());
        assertEquals(4 * 2 * 7 * 5, spec.bBytes());
        assertEquals(4 * 2 * 3 * 5, spec.yBytes());
        assertEquals(4 * 7 * 5, GemmSpec.of(3, 5, 7).bBytes());
        assertEquals(
                new GemmSpec(1, 3, 5, 7, false, false, true, 1, Epilogue.NONE),
                GemmSpec.of(3, 5, 7));
    }

    @Test
    void anEpilogueIsNoneIfItAddsAndChangesNothing() {
        assertTrue(Epilogue.NONE.isNone());
        assertTrue(Epilogue.of(Unary.IDENTITY).isNone());
        assertFalse(Epilogue.of(Unary.RELU).isNone());
        assertFalse(new Epilogue(true, Unary.IDENTITY).isNone());
    }

    // ---- normalisation and pooling ----

    @Test
    void normalisationsKnowTheirGroups() {
        for (int groups : new int[] {0, -1, 3}) {
            assertRefused(
                    "norm: expected groups to divide the channels, actual groups="
                            + groups
                            + " channels=4",
                    () -> new NormSpec(X, groups, false));
        }
        Layout x = Layout.nchw(3, 4, 5, 6);
        NormSpec each = new NormSpec(x, 2, false);
        assertEquals(2, each.groupChannels());
        assertEquals(6, each.sets());
        assertEquals(2 * 2 + 1, each.set(2, 3));
        assertEquals(2 * 2, each.set(2, 1));
        assertEquals(2 * 30, each.count());
        NormSpec across = new NormSpec(x, 1, true);
        assertEquals(1, across.sets());
        assertEquals(0, across.set(2, 3));
        assertEquals(3 * 4 * 30, across.count());
        assertEquals(1, new NormSpec(x, 4, true).set(2, 1));
    }

    @Test
    void poolingKeepsBatchChannelsAndBlock() {
        Window window = Window.of(2, 2, 0);
        for (Layout y :
                List.of(
                        Layout.nchw(2, 4, 3, 3),
                        Layout.nchw(1, 5, 3, 3),
                        Layout.blocked(1, 4, 3, 3, 4))) {
            assertRefused(
                    "pool: expected equal batch, channels and block, actual x=" + X + " y=" + y,
                    () -> new PoolSpec(PoolSpec.Kind.MAX, X, y, window, 0, 0));
        }
    }

    @Test
    void averagesDivideByTheElementsThatCount() {
        Window window = window(3, 2, 2, 3, 1, 2, 2, 1);
        Layout x = Layout.nchw(1, 1, 5, 7);
        Layout y = Layout.nchw(1, 1, 4, 4);
        for (PoolSpec.Kind kind : PoolSpec.Kind.values()) {
            boolean padding = kind == PoolSpec.Kind.AVERAGE_INCLUDE_PAD;
            PoolSpec spec = new PoolSpec(kind, x, y, window, 2, 1);
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 4; j++) {
                    int count = 0;
                    for (int u = 0; u < 3; u++) {
                        for (int v = 0; v < 2; v++) {
                            int row = 2 * i - 1 + 2 * u;
                            int column = 3 * j - 2 + v;
                            boolean inside = row >= 0 && row < 5 && column >= 0 && column < 7;
                            boolean padded = row >= -1 && row < 7 && column >= -2 && column < 8;
                            count += (padding ? padded : inside) ? 1 : 0;
                        }
                    }
                    assertEquals(count, spec.count(i, j), kind + " " + i + " " + j);
                }
            }
        }
        PoolSpec global = PoolSpec.global(PoolSpec.Kind.AVERAGE, x, Layout.nchw(1, 1, 1, 1));
        assertEquals(window(5, 7, 1, 1, 0, 0, 1, 1), global.window());
    }

    // ---- copies ----

    @Test
    void copiesNameEveryContradiction() {
        for (int bytes : new int[] {1, 2, 4, 8}) {
            CopySpec one = new CopySpec(bytes, List.of(), List.of(), List.of(), 2, 1);
            assertEquals(3L * bytes, one.sourceBytes());
            assertEquals(2L * bytes, one.targetBytes());
            assertEquals(1, one.elements());
        }
        for (int bytes : new int[] {0, 3, 16}) {
            assertRefused(
                    "copy: expected elements of 1, 2, 4 or 8 bytes, actual " + bytes,
                    () -> new CopySpec(bytes, List.of(), List.of(), List.of(), 0, 0));
        }
        assertRefused(
                "copy: expected equal ranks, actual shape=[2] sourceStrides=[] targetStrides=[1]",
                () -> new CopySpec(4, List.of(2), List.of(), List.of(1L), 0, 0));
        assertRefused(
                "copy: expected equal ranks, actual shape=[2] sourceStrides=[1] targetStrides=[]",
                () -> new CopySpec(4, List.of(2), List.of(1L), List.of(), 0, 0));
        assertRefused(
                "copy: expected extents >= 0 and target strides > 0, actual shape=[-1]"
                        + " targetStrides=[1]",
                () -> new CopySpec(4, List.of(-1), List.of(1L), List.of(1L), 0, 0));
        for (long stride : new long[] {0, -1}) {
            assertRefused(
                    "copy: expected extents >= 0 and target strides > 0, actual shape=[1]"
                            + " targetStrides=["
                            + stride
                            + "]",
                    () -> new CopySpec(4, List.of(1), List.of(1L), List.of(stride), 0, 0));
        }
    }

    @Test
    void copiesStayWithinTheirOperands() {
        assertRefused(
                "copy: expected no negative offset, actual shape=[3] sourceStrides=[-1]"
                        + " sourceStart=1",
                () -> new CopySpec(4, List.of(3), List.of(-1L), List.of(1L), 1, 0));
        message(() -> new CopySpec(4, List.of(3), List.of(1L), List.of(1L), -1, 0));
        message(() -> new CopySpec(4, List.of(3), List.of(1L), List.of(1L), 0, -1));
        // Backwards down to the very first element, and repeated.
        CopySpec backwards =
                new CopySpec(4, List.of(3, 5, 2), List.of(-4L, 1L, 0L), List.of(10L, 2L, 1L), 8, 0);
        assertEquals(4 * (8 + 4 + 1), backwards.sourceBytes());
        assertEquals(4 * (2 * 10 + 4 * 2 + 1 + 1), backwards.targetBytes());
        assertEquals(30, backwards.elements());
        CopySpec nothing = new CopySpec(4, List.of(3, 0), List.of(1L, 1L), List.of(1L, 1L), 9, 9);
        assertEquals(0, nothing.sourceBytes());
        assertEquals(0, nothing.targetBytes());
        assertEquals(0, nothing.elements());
        // In 64 bits this offset would be 0 again.
        long far = -(1L << 62);
        message(() -> new CopySpec(4, List.of(5), List.of(far), List.of(1L), 0, 0));
    }

    // ---- picked and resampled elements ----

    @Test
    void pickedChannelsNameEveryContradiction() {
        List<Integer> from = List.of(0, 1, 2, 3);
        assertEquals(4, new ChannelsSpec(List.of(X), Y, from).from().size());
        for (Layout source :
                List.of(
                        Y.withBatch(2),
                        Layout.nchw(1, 4, 7, 6),
                        Layout.nchw(1, 4, 6, 7),
                        Y.withBlock(4))) {
            assertRefused(
                    "channels: expected sources that differ from y in channels and halo only,"
                            + " actual source="
                            + source
                            + " y="
                            + Y,
                    () -> new ChannelsSpec(List.of(X, source), Y, from));
        }
        assertRefused(
                "channels: expected an origin for each of 4 channels, actual 3",
                () -> new ChannelsSpec(List.of(X), Y, List.of(0, 1, 2)));
        for (int wrong : new int[] {-1, 6}) {
            assertRefused(
                    "channels: expected origins from 0 to 5, actual " + wrong,
                    () ->
                            new ChannelsSpec(
                                    List.of(X, X.withChannels(2)), Y, List.of(0, 5, 0, wrong)));
        }
    }

    @Test
    void pickedChannelsKnowTheirSources() {
        ChannelsSpec spec =
                new ChannelsSpec(
                        List.of(X.withChannels(2), X.withChannels(1), X), Y, List.of(1, 2, 3, 6));
        assertArrayEquals(
                new int[] {0, 1, 2, 2}, IntStream.range(0, 4).map(spec::source).toArray());
        assertArrayEquals(
                new int[] {1, 0, 0, 3}, IntStream.range(0, 4).map(spec::sourceChannel).toArray());
        assertEquals(
                "source 0 512; source 1 256; source 2 1024; y 576; ", operands(spec.operands()));
    }

    @Test
    void resamplingNamesEveryContradiction() {
        ResampleAxis six = ResampleAxis.identity(6);
        for (Layout y : List.of(Y.withBatch(2), Y.withChannels(5), Y.withBlock(4))) {
            assertRefused(
                    "resample: expected equal batch, channels and block, actual x=" + X + " y=" + y,
                    () -> new ResampleSpec(X, y, six, six, 0));
        }
        for (ResampleAxis wrong :
                List.of(
                        ResampleAxis.identity(5),
                        ResampleAxis.copy(0, 1, 2, 3, 4, 6),
                        ResampleAxis.copy(0, 1, 2, 3, 4, -2),
                        ResampleAxis.weighted(1, new int[] {0, 1, 2, 3, 4, -1}, new float[6]))) {
            assertRefused(axes(six, wrong), () -> new ResampleSpec(X, Y, six, wrong, 0));
            assertRefused(axes(wrong, six), () -> new ResampleSpec(X, Y, wrong, six, 0));
        }
        ResampleAxis filled = ResampleAxis.copy(0, 1, 2, 3, 5, ResampleAxis.FILL);
        assertTrue(new ResampleSpec(X, Y, filled, filled, 0).copies());
        ResampleAxis weighted =
                ResampleAxis.weighted(1, new int[] {0, 1, 2, 3, 4, 5}, new float[6]);
        assertFalse(new ResampleSpec(X, Y, filled, weighted, 0).copies());
        assertFalse(new ResampleSpec(X, Y, weighted, filled, 0).copies());
    }

    private static String axes(ResampleAxis rows, ResampleAxis columns) {
        return "resample: expected rows and columns of y that come from inside x, actual rows="
                + rows
                + " columns="
                + columns
                + " x="
                + X
                + " y="
                + Y;
    }

    @Test
    void resampledAxesHaveAsManyWeightsAsIndices() {
        for (int[] s : new int[][] {{2, 3, 3}, {2, 4, 3}, {0, 4, 4}, {-2, 4, 4}}) {
            assertRefused(
                    "resample: expected as many indices as weights, a multiple of the taps, actual"
                            + " taps=%d indices=%d weights=%d".formatted(s[0], s[1], s[2]),
                    () -> ResampleAxis.weighted(s[0], new int[s[1]], new float[s[2]]));
        }
        ResampleAxis weighted =
                ResampleAxis.weighted(2, new int[] {4, 3, 2, 1}, new float[] {.1f, .2f, .3f, .4f});
        assertEquals("2 of 2 weighted", weighted.toString());
        assertEquals(2, weighted.size());
        assertEquals(2, weighted.taps());
        assertEquals(2, weighted.index(1, 0));
        assertEquals(3, weighted.index(0, 1));
        assertEquals(.4f, weighted.weight(1, 1));
        assertFalse(weighted.copies());
        ResampleAxis copied = ResampleAxis.identity(3);
        assertEquals("3 of 1 copied", copied.toString());
        assertEquals(2, copied.index(2, 0));
        assertEquals(1, copied.weight(2, 0));
        assertTrue(copied.copies());
    }

    // ---- shapes without a specification of their own, in both providers ----

    /** The two providers. */
    enum Provider {
        BEST,
        REFERENCE;

        Kernels kernels() {
            return this == BEST ? Kernels.best() : Kernels.reference();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shapesMustBeEqual(Provider provider) {
        Kernels kernels = provider.kernels();
        for (Layout other : OTHER_SHAPES) {
            assertRefused(
                    "reorder: expected layouts of one shape, actual x=" + Y + " y=" + other,
                    () -> kernels.reorder(Y, other));
        }
        NormSpec norm = new NormSpec(Y, 2, false);
        PoolSpec pool = PoolSpec.global(PoolSpec.Kind.MAX, Y, Layout.nchw(1, 4, 1, 1));
        for (Layout other : List.of(Y.withChannels(5), Y.withBlock(4))) {
            unequal("relu", Y, other, () -> kernels.unary(Unary.RELU, Y, other));
            unequal("scaleShift", Y, other, () -> kernels.scaleShift(Y, other, Unary.IDENTITY));
            unequal("standardize", Y, other, () -> kernels.standardize(norm, other, 1));
            unequal("dropout", Y, other, () -> kernels.dropout(Y, other, .5f, false, 0));
            unequal("pool gradient", Y, other, () -> kernels.poolGradient(pool, other));
            unequal("relu", other, Y, () -> kernels.unaryGradient(Unary.RELU, other, Y, Y));
            unequal("relu", other, Y, () -> kernels.unaryGradient(Unary.RELU, Y, other, Y));
            unequal(
                    "batch norm training",
                    Y,
                    other,
                    () -> kernels.batchNormTraining(Y, other, 1, 1));
            unequal("batch norm gradient", other, Y, () -> kernels.batchNormGradient(other, Y, Y));
            unequal("batch norm gradient", other, Y, () -> kernels.batchNormGradient(Y, other, Y));
        }
    }

    private static void unequal(String kernel, Layout x, Layout y, Executable make) {
        assertRefused(
                kernel + ": expected layouts of one shape and block, actual x=" + x + " y=" + y,
                make);
    }

    @ParameterizedTest
    @EnumSource
    void binaryOperandsMustBroadcast(Provider provider) {
        Kernels kernels = provider.kernels();
        Layout y = Layout.blocked(3, 4, 6, 6, 4);
        for (Layout wrong :
                List.of(
                        y.withBatch(2),
                        y.withChannels(2),
                        Layout.blocked(3, 4, 5, 6, 4),
                        Layout.blocked(3, 4, 6, 5, 4),
                        y.withBlock(1),
                        y.withChannels(1).withBlock(2))) {
            assertRefused(
                    "ADD: expected 'b' to broadcast to y, actual " + wrong + " y=" + y,
                    () -> kernels.binary(Binary.ADD, y, wrong, y, Unary.IDENTITY));
            assertRefused(
                    "ADD: expected 'a' to broadcast to y, actual " + wrong + " y=" + y,
                    () -> kernels.binary(Binary.ADD, wrong, y, y, Unary.IDENTITY));
        }
        for (Layout right :
                List.of(
                        y,
                        Layout.nchw(1, 1, 1, 1),
                        y.withBatch(1),
                        y.withChannels(1),
                        y.withChannels(1).withBlock(1),
                        Layout.blocked(3, 4, 1, 6, 4),
                        Layout.blocked(3, 4, 6, 1, 4))) {
            LayoutChecks.broadcasts("ADD", "b", right, y);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sizesBeyondMemoryAreRefused(Provider provider) {
        Kernels kernels = provider.kernels();
        String expected = ": expected sizes >= 0 and at most 2147483647 bytes, actual outer=";
        assertRefused(
                "softmax" + expected + "65536 axis=65536 inner=65536",
                () -> kernels.softmax(1 << 16, 1 << 16, 1 << 16, false));
        assertRefused(
                "softmax gradient" + expected + "-1 axis=2 inner=3",
                () -> kernels.softmaxGradient(-1, 2, 3, false));
        assertRefused("mean" + expected + "2 axis=-1 inner=3", () -> kernels.mean(2, -1, 3));
        assertRefused("mean" + expected + "2 axis=3 inner=-1", () -> kernels.mean(2, 3, -1));
        assertRefused(
                "layer-norm" + expected + "2 axis=-1 inner=1", () -> kernels.layerNorm(2, -1, 1));
        assertRefused(
                "update" + expected + "-1 axis=1 inner=1",
                () -> kernels.update(UpdateRule.SGD, -1));
        assertRefused("square sum" + expected + "-1 axis=1 inner=1", () -> kernels.squareSum(-1));
    }

    @Test
    void sizesAreOfAtMostTwoGigabytes() {
        int large = 1 << 26;
        LayoutChecks.axis("mean", 2, large - 1, 4);
        LayoutChecks.axis("mean", 0, 0, 0);
        message(() -> LayoutChecks.axis("mean", 2, large, 4));
        // The mean over nothing is as large as its result.
        LayoutChecks.axis("mean", 8, 0, large - 1);
        message(() -> LayoutChecks.axis("mean", 8, 0, large));
    }

    @Test
    void operandsAreNamedInTheirOrder() {
        Layout x = Layout.nchw(1, 3, 2, 2);
        Layout y = x.withHalo(0, 0, 0, 1);
        assertEquals(
                "x 48; scale 12; bias 12; mean 12; variance 12; new mean 12; new variance 12;"
                        + " batch mean 12; batch factor 12; y 72; ",
                operands(LayoutChecks.batchNorm(x, y)));
        assertEquals(
                "x 48; dy 48; scale 12; batch mean 12; batch factor 12; dscale 12; dbias 12;"
                        + " dx 72; ",
                operands(LayoutChecks.batchNormGradient(x, x, y)));
        assertEquals(
                "gradient 20; factors 32; slot 0 20; slot 1 20; weight 20; ",
                operands(LayoutChecks.update(UpdateRule.ADAM, 5)));
        assertEquals(
                "gradient 20; factors 32; weight 20; ",
                operands(LayoutChecks.update(UpdateRule.SGD, 5)));
        assertEquals("x 20; y 4; ", operands(LayoutChecks.squareSum(5)));
        Layout one = Layout.nchw(1, 3, 1, 1);
        assertEquals(
                "x 48; dy 12; dx 72; ",
                operands(LayoutChecks.poolGradient(PoolSpec.global(PoolSpec.Kind.MAX, x, one), y)));
        assertEquals(
                "dy 12; dx 72; ",
                operands(
                        LayoutChecks.poolGradient(
                                PoolSpec.global(PoolSpec.Kind.AVERAGE, x, one), y)));
    }
}
