package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Convolutions equal their scalar twin. */
class ConvTest {

    private static final int LANES = Kernels.best().lanes();

    private static final Arbitrary<Unary> PIXEL_ACTIVATIONS =
            Arbitraries.of(Unary.IDENTITY, Unary.RELU, Unary.clip(-1, 6));

    record Case(ConvSpec spec, Epilogue epilogue, boolean bias, long seed) {}

    @Property(tries = 400)
    void anyConvolutionEqualsItsTwin(@ForAll("cases") Case c) {
        check(conv(c, "direct"), c);
    }

    /** By lines of pixels where there are registers enough for that, else directly. */
    @Property(tries = 400)
    void convolutionWithoutGroupsEqualsItsTwin(@ForAll("ungrouped") Case c) {
        check(conv(c, "(runs|direct)"), c);
    }

    /** Where the input has many planes, sums are added up in parts. */
    @Example
    void convolutionOfManyPlanesEqualsItsTwin() {
        int block = LANES;
        Layout x = Layout.blocked(1, 9 * block + 16, 33, 33, block);
        Layout y = Layout.blocked(1, 4 * block + 5, 33, 33, block);
        ConvSpec spec = new ConvSpec(x, y, Window.of(1, 1, 0), 1);
        for (boolean residual : List.of(false, true)) {
            Case c = new Case(spec, new Epilogue(residual, Unary.RELU), true, 1);
            check(conv(c, "(runs|direct)"), c);
        }
    }

    /** Where weights are heavy, units are counted by shares of them first. */
    @Example
    void anyNumberOfThreadsGivesTheSameBits() {
        Layout x = Layout.blocked(2, 240, 5, 7, LANES);
        ConvSpec line = new ConvSpec(x, y(2, 144, 5, 7), Window.of(1, 1, 0), 1);
        ConvSpec strided =
                new ConvSpec(
                        Layout.blocked(1, 144, 14, 14, LANES).withHalo(1, 1, 0, 0),
                        y(1, 207, 7, 7),
                        Window.of(3, 2, 1),
                        1);
        ConvSpec light =
                new ConvSpec(
                        Layout.blocked(1, 32, 29, 28, LANES),
                        y(1, 80, 29, 28),
                        Window.of(1, 1, 0),
                        1);
        for (ConvSpec spec : List.of(line, strided, light)) {
            Case c = new Case(spec, new Epilogue(true, Unary.RELU), true, 1);
            WeightedKernel kernel = conv(c, "(runs|direct)");
            assertTrue(kernel.units() > 1, kernel + " of " + spec);
            DividedConv.assertSameBits(kernel, spec);
        }
    }

    /** By planes and by rows, with packed weights for both. */
    @Example
    void depthwiseByRowsGivesTheSameBits() {
        for (int stride : List.of(1, 2)) {
            for (int size : List.of(9, 14, 29)) {
                Layout x =
                        Layout.blocked(2, 5 * LANES + 3, size * stride, size * stride, LANES)
                                .withHalo(1, 1, 1, 1);
                ConvSpec spec =
                        new ConvSpec(
                                x,
                                y(2, 5 * LANES + 3, size, size),
                                Window.of(3, stride, 1),
                                x.channels());
                Case c = new Case(spec, new Epilogue(true, Unary.RELU), true, 1);
                WeightedKernel planes = conv(c, "depthwise");
                WeightedKernel rows = planes.byRows();
                assertEquals(planes.packing(), rows.packing());
                DividedConv.assertSameBits(planes, rows, spec);
            }
        }
    }

    private static Layout y(int batch, int channels, int height, int width) {
        return Layout.blocked(batch, channels, height, width, LANES).withHalo(1, 0, 0, 1);
    }

    @Property(tries = 200)
    void packingAgainGivesTheSameBits(@ForAll("ungrouped") Case c) {
        WeightedKernel kernel = conv(c, "(runs|direct)");
        Random random = new Random(c.seed());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment weight = arena.allocate(c.spec().weightBytes(), 4);
            MemorySegment bias = arena.allocate(4L * c.spec().y().channels(), 4);
            for (MemorySegment values : List.of(weight, bias)) {
                for (int i = 0; i < values.byteSize() / 4; i++) {
                    values.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
                }
            }
            MemorySegment first = arena.allocate(kernel.packedBytes(), 64);
            MemorySegment again = arena.allocate(kernel.packedBytes(), 64).fill((byte) -1);
            kernel.pack(weight, c.bias() ? bias : null, first);
            kernel.repack(weight, c.bias() ? bias : null, again);
            assertEquals(-1, first.mismatch(again));
        }
    }

    @Property(tries = 150)
    void depthwiseConvolutionEqualsItsTwin(@ForAll("depthwise") Case c) {
        check(conv(c, "depthwise"), c);
    }

    @Property(tries = 200)
    void convolutionToOnePixelEqualsItsTwin(@ForAll("pixels") Case c) {
        check(conv(c, "pixel"), c);
    }

    @Property(tries = 200)
    void convolutionToFewOutputsOfOnePixelEqualsItsTwin(@ForAll("fewOutputs") Case c) {
        check(conv(c, LANES == 16 ? "pixel rows" : "pixel"), c);
    }

    @Example
    void panelsOfOnePixelGiveTheSameBitsHoweverDivided() {
        for (int[] channels : new int[][] {{16 * LANES, 83}, {LANES + 3, 25 * LANES + 5}}) {
            Layout x = Layout.blocked(2, channels[0], 1, 1, LANES);
            Case c = pixel(x, channels[1], Unary.of(Unary.Function.HARD_SWISH), 1);
            WeightedKernel kernel = conv(c, "pixel");
            assertTrue(kernel.units() > 2, kernel.toString());
            DividedConv.assertSameBits(kernel, c.spec());
        }
    }

    @Property(tries = 200)
    void winogradConvolutionEqualsItsTwinUpToRounding(
            @ForAll("winograd") Case c, @ForAll boolean four) {
        ConvSpec spec = c.spec();
        int tile = four ? 4 : 2;
        WeightedKernel kernel = conv(c, "winograd " + tile);
        // Products of a window are at most 16, and the transforms amplify rounding about tenfold.
        float largest = 16f * 9 * spec.x().channels() + 8;
        check(kernel, c, expected -> 10 * Math.ulp(largest));
    }

    @Property(tries = 100)
    void winogradOfSixEqualsItsTwinUpToRounding(@ForAll("winograd") Case c) {
        Layout y = c.spec().y();
        boolean six = LANES > 1 && Winograd6.USABLE && Math.min(y.height(), y.width()) >= 6;
        // In 6000 cases rounding made at most 58 ulps; what is wrong is off by 1, here 2048 ulps.
        float largest = 16f * 9 * c.spec().x().channels() + 8;
        check(conv(c, "winograd " + (six ? 6 : 4)), c, expected -> 128 * Math.ulp(largest));
    }

    @Property(tries = 150)
    void winogradAlongColumnsEqualsItsTwinUpToRounding(@ForAll("sevenRows") Case c) {
        boolean columns = LANES > 1 && ConvWinogradColumns.accepts(c.spec(), c.epilogue());
        float largest = 16f * c.spec().window().size() * c.spec().x().channels() + 8;
        check(
                conv(c, columns ? "winograd 4x1" : "(runs|direct)"),
                c,
                expected -> columns ? 10 * Math.ulp(largest) : 0);
    }

    /** Several chunks of channels, and panels. */
    @Property(tries = 100)
    void winogradWithPlainWeightsEqualsItsTwinUpToRounding(@ForAll("manyChannels") Case c) {
        WeightedKernel kernel =
                conv(c, LANES > 1 && Lanes.MANY_REGISTERS ? "winograd plain" : "winograd 4");
        float largest = 16f * 9 * c.spec().x().channels() + 8;
        check(kernel, c, expected -> 10 * Math.ulp(largest));
    }

    @Property(tries = 200)
    void winogradOfStrideTwoEqualsItsTwinUpToRounding(
            @ForAll("strided") Case c, @ForAll boolean four) {
        int tile = four ? 4 : 2;
        boolean strided = LANES > 1 && Winograd6.USABLE;
        // Products of a window are at most 16, and the transforms amplify rounding a few times.
        float largest = 16f * 9 * c.spec().x().channels() + 8;
        check(
                conv(c, strided ? "winograd strided " + tile : "direct"),
                c,
                expected -> 10 * Math.ulp(largest));
    }

    /** One tile to three by four, the last ones moved back by nothing or up to three pixels. */
    @Property
    void winogradLeavesOutOnlyWhatOverlappingTilesGiveUp(
            @ForAll @IntRange(min = 4, max = 9) int height,
            @ForAll @IntRange(min = 4, max = 16) int width) {
        boolean residual = (height + width) % 2 > 0;
        Layout x = Layout.blocked(1, LANES + 3, height, width, LANES);
        Layout y = Layout.blocked(1, 7 * LANES, height, width, LANES);
        ConvSpec spec =
                new ConvSpec(x.withHalo(1, 1, 1, 1), y.withHalo(0, 1, 1, 0), Window.of(3, 1, 1), 1);
        Case c = new Case(spec, new Epilogue(residual, Unary.RELU), true, (long) height * width);
        float largest = 16f * 9 * spec.x().channels() + 8;
        boolean plain = LANES > 1 && Lanes.MANY_REGISTERS;
        check(
                conv(c, plain ? "winograd plain" : "winograd 4"),
                c,
                expected -> 10 * Math.ulp(largest));
    }

    /** The first algorithm of such a name; in scalar mode there is only one. */
    private static WeightedKernel conv(Case c, String algorithm) {
        if (LANES == 1) {
            return Kernels.best().conv(c.spec(), c.epilogue());
        }
        return VectorKernels.INSTANCE.convCandidates(c.spec(), c.epilogue()).stream()
                .map(Supplier::get)
                .filter(kernel -> kernel.name().matches("conv " + algorithm + ".*"))
                .findFirst()
                .orElseThrow();
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<int[]> channels =
                Combinators.combine(
                                Arbitraries.integers().between(1, 3),
                                Arbitraries.integers().between(1, 2 * LANES + 3),
                                Arbitraries.integers().between(1, 3 * LANES + 3))
                        .as((groups, in, out) -> new int[] {groups, groups * in, groups * out});
        return build(channels, Arbitraries.of(1, LANES));
    }

    @Provide
    Arbitrary<Case> ungrouped() {
        Arbitrary<int[]> channels =
                Combinators.combine(
                                Arbitraries.integers().between(1, 3 * LANES + 3),
                                Arbitraries.integers().between(1, 5 * LANES + 3))
                        .as((in, out) -> new int[] {1, in, out});
        return build(channels, Arbitraries.of(1, LANES));
    }

    @Provide
    Arbitrary<Case> depthwise() {
        Arbitrary<int[]> channels =
                Arbitraries.integers().between(2, 3 * LANES + 3).map(c -> new int[] {c, c, c});
        return build(channels, Arbitraries.just(LANES));
    }

    @Provide
    Arbitrary<Case> pixels() {
        Arbitrary<Integer> size = Arbitraries.integers().between(1, 3);
        return Combinators.combine(
                        Arbitraries.integers().between(1, 2),
                        Arbitraries.integers().between(1, 3 * LANES + 3),
                        Arbitraries.integers().between(1, 18 * LANES + 3),
                        size,
                        size,
                        Arbitraries.of(1, LANES),
                        PIXEL_ACTIVATIONS,
                        Arbitraries.longs())
                .as((batch, in, out, height, width, block, activation, seed) -> {
                    // Lanes past the last channel may not lie between the pixels.
                    int channels = height * width == 1 ? in : Math.ceilDiv(in, block) * block;
                    Layout x = Layout.blocked(batch, channels, height, width, block);
                    return pixel(x, out, activation, seed);
                });
    }

    /** Few outputs of many inputs. */
    @Provide
    Arbitrary<Case> fewOutputs() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 2),
                        Arbitraries.integers().between(1, 80),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.of(1, 2),
                        Arbitraries.of(1, LANES),
                        PIXEL_ACTIVATIONS,
                        Arbitraries.longs())
                .as((batch, out, more, width, block, activation, seed) -> {
                    int channels = (Math.ceilDiv(3 * out, width * LANES) + more) * LANES;
                    Layout x = Layout.blocked(batch, channels, 1, width, block);
                    return pixel(x, out, activation, seed);
                });
    }

    private static Case pixel(Layout x, int out, Unary activation, long seed) {
        ConvSpec spec =
                new ConvSpec(
                        x,
                        Layout.blocked(x.batch(), out, 1, 1, LANES),
                        new Window(x.height(), x.width(), 1, 1, 0, 0, 1, 1),
                        1);
        return new Case(spec, Epilogue.of(activation), seed % 2 == 0, seed);
    }

    @Provide
    Arbitrary<Case> sevenRows() {
        Arbitrary<Integer> pad = Arbitraries.integers().between(0, 3);
        Arbitrary<Window> windows =
                Combinators.combine(Arbitraries.of(1, 3, 7), Arbitraries.of(1, 2), pad, pad)
                        .as((kernelW, strideW, top, left) ->
                                new Window(
                                        7,
                                        kernelW,
                                        2,
                                        strideW,
                                        top,
                                        left,
                                        1,
                                        kernelW == 3 ? 2 : 1));
        Arbitrary<int[]> channels =
                Combinators.combine(
                                Arbitraries.integers().between(1, 4),
                                Arbitraries.integers().between(1, 5 * LANES + 3))
                        .as((in, out) -> new int[] {1, in, out});
        return build(channels, Arbitraries.of(1, LANES), windows);
    }

    @Provide
    Arbitrary<Case> winograd() {
        return winograd(2 * LANES + 3, 1);
    }

    @Provide
    Arbitrary<Case> manyChannels() {
        return winograd(6 * LANES + 3, 1);
    }

    /** Several chunks of channels, too. */
    @Provide
    Arbitrary<Case> strided() {
        return winograd(6 * LANES + 3, 2);
    }

    private static Arbitrary<Case> winograd(int mostChannels, int stride) {
        Arbitrary<Integer> pad = Arbitraries.integers().between(0, 2);
        Arbitrary<Window> windows =
                Combinators.combine(pad, pad)
                        .as((top, left) -> new Window(3, 3, stride, stride, top, left, 1, 1));
        Arbitrary<int[]> channels =
                Combinators.combine(
                                Arbitraries.integers().between(1, mostChannels),
                                Arbitraries.integers().between(1, 5 * LANES + 3))
                        .as((in, out) -> new int[] {1, in, out});
        return build(channels, Arbitraries.just(LANES), windows)
                .filter(c -> Math.min(c.spec().y().height(), c.spec().y().width()) >= 4);
    }

    private static Arbitrary<Case> build(Arbitrary<int[]> channels, Arbitrary<Integer> blocks) {
        return build(channels, blocks, windows());
    }

    private static Arbitrary<Case> build(
            Arbitrary<int[]> channels, Arbitrary<Integer> blocks, Arbitrary<Window> windows) {
        return Combinators.combine(
                        channels,
                        blocks,
                        windows,
                        Arbitraries.integers().between(0, 19).list().ofSize(6),
                        epilogues(),
                        Arbitraries.of(true, false),
                        Arbitraries.longs())
                .as((c, block, window, sizes, epilogue, bias, seed) ->
                        new Case(spec(c, block, window, sizes), epilogue, bias, seed));
    }

    static Arbitrary<Window> windows() {
        Arbitrary<Integer> kernel = Arbitraries.integers().between(1, 5);
        Arbitrary<Integer> stride = Arbitraries.integers().between(1, 3);
        Arbitrary<Integer> dilation = Arbitraries.integers().between(1, 2);
        Arbitrary<Integer> pad = Arbitraries.integers().between(0, 2);
        return Combinators.combine(kernel, kernel, stride, stride, pad, pad, dilation, dilation)
                .as(Window::new);
    }

    static Arbitrary<Epilogue> epilogues() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of(
                                Unary.IDENTITY,
                                Unary.RELU,
                                Unary.clip(-3, 6),
                                new Unary(Unary.Function.LEAKY_RELU, 0.25f, 0),
                                Unary.of(Unary.Function.ABS)))
                .as(Epilogue::new);
    }

    /** Output sizes, batch and superfluous halo drawn; the input follows from them. */
    static ConvSpec spec(int[] channels, int block, Window w, List<Integer> sizes) {
        int batch = 1 + sizes.get(0) % 2;
        int outH = 1 + sizes.get(1);
        int outW = 1 + sizes.get(2);
        int height =
                Math.max(
                        1,
                        (outH - 1) * w.strideH()
                                + (w.kernelH() - 1) * w.dilationH()
                                + 1
                                - w.padTop()
                                - sizes.get(3) % 3);
        int width =
                Math.max(
                        1,
                        (outW - 1) * w.strideW()
                                + (w.kernelW() - 1) * w.dilationW()
                                + 1
                                - w.padLeft()
                                - sizes.get(4) % 3);
        int more = sizes.get(5) % 2;
        Layout x =
                Layout.blocked(batch, channels[1], height, width, block)
                        .withHalo(
                                w.haloTop() + more,
                                w.padLeft(),
                                w.haloBottom(height, outH),
                                w.haloRight(width, outW) + more);
        int halo = sizes.get(5) % 3;
        Layout y =
                Layout.blocked(batch, channels[2], outH, outW, LANES)
                        .withHalo(halo, halo / 2, halo, halo);
        return new ConvSpec(x, y, w, channels[0]);
    }

    static void check(WeightedKernel kernel, Case c) {
        check(kernel, c, Twins.Tolerance.EXACT);
    }

    static void check(WeightedKernel kernel, Case c, Twins.Tolerance tolerance) {
        ConvSpec spec = c.spec();
        try (Twins twins = new Twins(c.seed())) {
            MemorySegment x = twins.tensor(spec.x());
            MemorySegment weight =
                    twins.integers(
                            (long) spec.y().channels()
                                    * (spec.x().channels() / spec.groups())
                                    * spec.window().size());
            MemorySegment bias = c.bias() ? twins.integers(spec.y().channels()) : null;
            MemorySegment residual = twins.tensor(spec.y());
            WeightedKernel twin = Kernels.reference().conv(spec, c.epilogue());
            MemorySegment expected =
                    run(twins, twin, x, twins.pack(twin, weight, bias), residual, c);
            MemorySegment actual =
                    run(twins, kernel, x, twins.pack(kernel, weight, bias), residual, c);
            Twins.assertSameTensor(spec.y(), expected, actual, tolerance);
        }
    }

    private static MemorySegment run(
            Twins twins,
            WeightedKernel kernel,
            MemorySegment x,
            MemorySegment packed,
            MemorySegment residual,
            Case c) {
        return c.epilogue().residual()
                ? twins.run(kernel, x, packed, residual)
                : twins.run(kernel, x, packed);
    }

    @Example
    void theWorkOfALargeConvolutionIsDivided() {
        Layout layout = Layout.blocked(1, 64, 56, 56, LANES).withHalo(1, 1, 1, 1);
        ConvSpec spec = new ConvSpec(layout, layout, Window.of(3, 1, 1), 1);
        assertTrue(Kernels.best().conv(spec, Epilogue.NONE).units() >= 16);
    }
}
