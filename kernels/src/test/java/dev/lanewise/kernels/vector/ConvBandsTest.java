package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.kernels.ConvChain;
import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Chains of convolutions in bands of rows equal the convolutions one by one. */
@AddLifecycleHook(VectorsOnly.class)
class ConvBandsTest {

    private static final List<Unary> ACTIVATIONS =
            List.of(Unary.IDENTITY, Unary.RELU, Unary.clip(0, 6), Unary.of(Unary.Function.SILU));

    /** Bytes before and behind what a kernel may write. */
    private static final int MARGIN = 1 << 10;

    private final List<MemorySegment> withMargins = new ArrayList<>();

    /** A chain and how it is run. */
    private record Chain(List<ConvSpec> specs, List<Epilogue> epilogues, int rows) {

        static Chain random(Random random) {
            int batch = 1 + random.nextInt(2);
            int in = 1 + random.nextInt(40);
            int block = random.nextInt(3) == 0 ? 1 : Lanes.COUNT;
            int kernel = random.nextInt(3) == 0 ? 3 : 1;
            Window first = Window.of(kernel, kernel == 3 ? 2 : 1 + random.nextInt(2), kernel / 2);
            int width = 8 + random.nextInt(16);
            int height = 6 + random.nextInt(16);
            int middle = 1 + random.nextInt(3 * Lanes.COUNT);
            int taps = random.nextBoolean() ? 3 : 5;
            int dilation = 1 + random.nextInt(2);
            Window depthwise =
                    new Window(
                            1 + random.nextInt(5),
                            taps,
                            1 + random.nextInt(3),
                            1 + random.nextInt(2),
                            random.nextInt(3),
                            random.nextInt(3),
                            dilation,
                            1);
            int spreadHeight = out(height, first.kernelH(), first.strideH(), first.padTop(), 1);
            int spreadWidth = out(width, first.kernelW(), first.strideW(), first.padLeft(), 1);
            int h =
                    out(
                            spreadHeight,
                            depthwise.kernelH(),
                            depthwise.strideH(),
                            depthwise.padTop(),
                            dilation);
            int w = out(spreadWidth, taps, depthwise.strideW(), depthwise.padLeft(), 1);
            if (h < 3 || w < DepthwiseRows.TILE) {
                return random(random);
            }
            Layout x = Layout.blocked(batch, in, height, width, block);
            x = halo(x, first, spreadHeight, spreadWidth, random.nextInt(2));
            Layout spread = Layout.blocked(batch, middle, spreadHeight, spreadWidth, Lanes.COUNT);
            spread = halo(spread, depthwise, h, w, 0);
            Layout narrow = Layout.blocked(batch, middle, h, w, Lanes.COUNT);
            boolean three = random.nextBoolean();
            int outs = three ? 1 + random.nextInt(40) : middle;
            int around = random.nextInt(3);
            Layout y =
                    Layout.blocked(batch, outs, h, w, Lanes.COUNT)
                            .withHalo(around, around, random.nextInt(3), around);
            List<ConvSpec> specs = new ArrayList<>();
            specs.add(new ConvSpec(x, spread, first, 1));
            specs.add(new ConvSpec(spread, three ? narrow : y, depthwise, middle));
            if (three) {
                specs.add(new ConvSpec(narrow, y, Window.of(1, 1, 0), 1));
            }
            List<Epilogue> epilogues = new ArrayList<>();
            for (int i = 0; i < specs.size(); i++) {
                boolean residual = i == 2 && random.nextBoolean();
                Unary activation = ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size()));
                epilogues.add(new Epilogue(residual, activation));
            }
            int rows = 1 + random.nextInt(h - 1);
            return ConvBands.accepts(specs, epilogues, rows)
                    ? new Chain(specs, epilogues, rows)
                    : random(random);
        }

        private static int out(int size, int kernel, int stride, int pad, int dilation) {
            return (size + 2 * pad - (kernel - 1) * dilation - 1) / stride + 1;
        }

        /** The halo that a window of so many rows and columns wants, and more. */
        private static Layout halo(Layout x, Window w, int height, int width, int more) {
            return x.withHalo(
                    w.padTop() + more,
                    w.padLeft() + more,
                    w.haloBottom(x.height(), height) + more,
                    w.haloRight(x.width(), width) + more);
        }
    }

    @Property(tries = 40)
    void chainsInBandsHaveTheBitsOfConvolutionsOneByOne(@ForAll long seed) {
        if (!Lanes.MANY_REGISTERS) {
            return;
        }
        Random random = new Random(seed);
        Chain chain = Chain.random(random);
        ConvBands bands = new ConvBands(chain.specs(), chain.epilogues(), chain.rows());
        try (Arena arena = Arena.ofConfined()) {
            List<MemorySegment> operands = new ArrayList<>();
            operands.add(image(chain.specs().getFirst().x(), random, arena));
            MemorySegment residual = image(chain.specs().getLast().y(), random, arena);
            MemorySegment expected = operands.getFirst();
            for (int i = 0; i < chain.specs().size(); i++) {
                ConvSpec spec = chain.specs().get(i);
                Epilogue epilogue = chain.epilogues().get(i);
                WeightedKernel kernel =
                        i == 1
                                ? new ConvDepthwiseRows(spec, epilogue)
                                : new ConvRuns(spec, epilogue);
                WeightedKernel part = bands.weights().get(i);
                assertEquals(kernel.packing(), part.packing());
                assertEquals(kernel.packedBytes(), part.packedBytes());
                MemorySegment packed = packed(part, spec, random, arena);
                operands.add(packed);
                List<MemorySegment> own = new ArrayList<>(List.of(expected, packed));
                if (epilogue.residual()) {
                    own.add(residual);
                }
                expected = poisoned(spec.y().bytes(), arena);
                own.add(expected);
                run(kernel, own, 1, arena);
            }
            boolean adds = chain.epilogues().getLast().residual();
            if (adds) {
                operands.add(residual);
            }
            operands.add(poisoned(expected.byteSize(), arena));
            for (int ranges : new int[] {1, 2, 3, 8}) {
                operands.getLast().fill((byte) -1);
                run(bands, operands, ranges, arena);
                same(chain, expected, operands.getLast());
            }
            if (adds) {
                operands.removeLast();
                operands.add(residual);
                run(bands, operands, 2, arena);
                same(chain, expected, residual);
            }
            assertMarginsAreUntouched();
        }
    }

    @Example
    void onlyLargeImagesAreWorthIt() {
        assumeTrue(Lanes.MANY_REGISTERS);
        assertNotNull(chain(112, Epilogue.NONE));
        assertNull(chain(56, Epilogue.NONE));
        assertNull(chain(112, new Epilogue(true, Unary.IDENTITY)), "a residual in the middle");
        ConvChain chain = chain(112, Epilogue.NONE);
        assertTrue(chain.kernel().units() >= 8, "units for threads");
        assertTrue(chain.kernel().scratchBytes() < 1 << 20, "scratch memory that stays near");
    }

    @Example
    void anOutputIsTheNextInput() {
        Layout x = Layout.blocked(1, 16, 20, 20, Lanes.COUNT);
        ConvSpec first = new ConvSpec(x, x, Window.of(1, 1, 0), 1);
        Layout other = x.withHalo(1, 1, 1, 1);
        ConvSpec second = new ConvSpec(other, x, Window.of(3, 1, 1), 16);
        List<Epilogue> epilogues = List.of(Epilogue.NONE, Epilogue.NONE);
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ConvBands.of(List.of(first, second), epilogues));
        assertTrue(e.getMessage().startsWith("conv chain: expected x of convolution 1"));
    }

    private static ConvChain chain(int size, Epilogue middle) {
        Layout x = Layout.blocked(1, 16, size, size, Lanes.COUNT);
        Layout spread = x.withChannels(96).withHalo(1, 1, 1, 1);
        Layout narrow = x.withChannels(96);
        Layout y = x.withChannels(24);
        return Kernels.best()
                .convChain(
                        List.of(
                                new ConvSpec(x, spread, Window.of(1, 1, 0), 1),
                                new ConvSpec(spread, narrow, Window.of(3, 1, 1), 96),
                                new ConvSpec(narrow, y, Window.of(1, 1, 0), 1)),
                        List.of(Epilogue.NONE, middle, Epilogue.NONE),
                        null);
    }

    /** Random numbers with a halo of zeros; lanes past the last channel are NaN. */
    private static MemorySegment image(Layout layout, Random random, Arena arena) {
        MemorySegment memory = arena.allocate(layout.bytes(), 64);
        for (int n = 0; n < layout.batch(); n++) {
            for (int c = 0; c < layout.blocks() * layout.block(); c++) {
                for (int i = 0; i < layout.height(); i++) {
                    for (int j = 0; j < layout.width(); j++) {
                        float value =
                                c < layout.channels() ? (float) random.nextGaussian() : Float.NaN;
                        memory.set(ValueLayout.JAVA_FLOAT, layout.offset(n, c, i, j), value);
                    }
                }
            }
        }
        return memory;
    }

    /** Memory with margins, which {@link #assertMarginsAreUntouched} looks at. */
    private MemorySegment poisoned(long bytes, Arena arena) {
        MemorySegment memory = arena.allocate(bytes + 2 * MARGIN, 64).fill((byte) -1);
        withMargins.add(memory);
        return memory.asSlice(MARGIN, bytes);
    }

    private void assertMarginsAreUntouched() {
        for (MemorySegment memory : withMargins) {
            for (long i = 0; i < MARGIN; i += 4) {
                assertEquals(-1, memory.get(ValueLayout.JAVA_INT_UNALIGNED, i));
                long behind = memory.byteSize() - MARGIN + i;
                assertEquals(-1, memory.get(ValueLayout.JAVA_INT_UNALIGNED, behind));
            }
        }
        withMargins.clear();
    }

    private static MemorySegment packed(
            WeightedKernel kernel, ConvSpec spec, Random random, Arena arena) {
        MemorySegment weight = arena.allocate(spec.weightBytes(), 4);
        MemorySegment bias = arena.allocate(4L * spec.y().channels(), 4);
        for (MemorySegment values : List.of(weight, bias)) {
            for (int i = 0; i < values.byteSize() / 4; i++) {
                values.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
            }
        }
        MemorySegment packed = arena.allocate(kernel.packedBytes(), 64);
        kernel.pack(weight, bias, packed);
        return packed;
    }

    /** Runs a kernel in so many ranges of units, each in scratch memory of other content. */
    private void run(Kernel kernel, List<MemorySegment> operands, int ranges, Arena arena) {
        Kernel.Call call = kernel.bind(operands.toArray(MemorySegment[]::new));
        for (int range = 0; range < ranges; range++) {
            MemorySegment scratch = poisoned(kernel.scratchBytes(), arena);
            int from = kernel.units() * range / ranges;
            call.run(scratch, from, kernel.units() * (range + 1) / ranges);
        }
    }

    private static void same(Chain chain, MemorySegment expected, MemorySegment actual) {
        Layout y = chain.specs().getLast().y();
        for (int n = 0; n < y.batch(); n++) {
            for (int c = 0; c < y.channels(); c++) {
                for (int i = -y.top(); i < y.height() + y.bottom(); i++) {
                    for (int j = -y.left(); j < y.width() + y.right(); j++) {
                        int at = y.offset(n, c, i, j);
                        assertEquals(
                                expected.get(ValueLayout.JAVA_INT, at),
                                actual.get(ValueLayout.JAVA_INT, at),
                                chain + " at " + n + "," + c + "," + i + "," + j);
                    }
                }
            }
        }
    }
}
