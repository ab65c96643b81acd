package dev.lanewise.kernels;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What every kernel promises, checked on one case: it agrees with its twin, writes the halo's
 * zeros, touches nothing but its operands, changes no input, lets no padding lane reach another,
 * gives the same bits however its units are split and, where it may, in place.
 */
final class KernelContract {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final GuardedMemory MEMORY = new GuardedMemory();

    private static final Path LAST_CASE = Path.of("target", "last-kernel-case.txt");

    private final KernelCase kernelCase;
    private final Data data;
    private final Random random;
    private final boolean atStart;
    private final Kernel kernel;
    private final Kernel twin;

    private KernelContract(KernelCase kernelCase, Data data, long seed) {
        this.kernelCase = kernelCase;
        this.random = new Random(seed);
        this.atStart = random.nextInt(4) == 0;
        this.kernel = kernelCase.make().apply(Kernels.best());
        this.twin = kernelCase.make().apply(Kernels.reference());
        // Winograd sums and subtracts the inputs of a tile: infinity - infinity is NaN.
        // Gradients of weights multiply zeros of the halo by any pixel; a slope that is an
        // exponential may underflow to 0 early, which an infinity shows.
        // Groups of pixels multiply what only their neighbours see by zeros.
        // Scaled weights that underflow to 0 make NaN of an infinity, where a scaled input would
        // not.
        boolean mixes =
                kernel.name().contains("winograd")
                        || kernel.name().startsWith("conv groups")
                        || kernel.name().contains("scaled weights")
                        || kernel.name().contains("weight gradient")
                        || kernel.name().matches("(erf|gelu|silu|softplus|elu.*) gradient.*");
        this.data = mixes && data == Data.SPECIAL ? Data.NORMAL : data;
    }

    /** Checks the case with operands made from {@code seed}. */
    static void check(KernelCase kernelCase, Data data, long seed) {
        try {
            // For when the guard pages kill the JVM.
            Files.writeString(LAST_CASE, kernelCase + " " + data + " seed " + seed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        MEMORY.reset();
        new KernelContract(kernelCase, data, seed).check();
    }

    /** A digest of the bits that the kernel computes when it is run for the last time. */
    static long digest(KernelCase kernelCase, long seed, int repetitions) {
        MEMORY.reset();
        KernelContract contract = new KernelContract(kernelCase, Data.NORMAL, seed);
        List<MemorySegment> inputs = new ArrayList<>();
        for (Layout layout : kernelCase.inputs()) {
            inputs.add(contract.image(layout));
        }
        Weighting weighting = contract.new Weighting();
        MemorySegment y = contract.output();
        int slots = MEMORY.mark();
        for (int i = 1; i < repetitions; i++) {
            contract.run(contract.kernel, inputs, weighting, y, 1);
            MEMORY.reset(slots);
        }
        float[] values = contract.run(contract.kernel, inputs, weighting, y, 1);
        long digest = 0;
        Layout layout = kernelCase.y();
        for (int n = 0; n < layout.batch(); n++) {
            for (int c = 0; c < layout.channels(); c++) {
                for (int i = 0; i < layout.height(); i++) {
                    for (int j = 0; j < layout.width(); j++) {
                        float value = values[layout.offset(n, c, i, j) / 4];
                        digest = 31 * digest + Float.floatToIntBits(value);
                    }
                }
            }
        }
        return digest;
    }

    private void check() {
        List<MemorySegment> inputs = new ArrayList<>();
        for (Layout layout : kernelCase.inputs()) {
            inputs.add(image(layout));
        }
        List<float[]> copies = inputs.stream().map(input -> input.toArray(FLOAT)).toList();
        Weighting weighting = new Weighting();
        Layout layout = kernelCase.y();

        float[] expected = run(twin, inputs, weighting, output(), 1);
        float[] magnitude = magnitude(inputs, weighting);
        float[] actual = run(kernel, inputs, weighting, output(), 1);
        compare(expected, actual, magnitude);

        float[] split = run(kernel, inputs, weighting, output(), 2 + random.nextInt(5));
        sameBits("split into ranges", actual, split);
        for (int i = 0; i < inputs.size(); i++) {
            float[] now = inputs.get(i).toArray(FLOAT);
            for (int j = 0; j < now.length; j++) {
                if (!sameBits(copies.get(i)[j], now[j])) {
                    fail(kernel.name() + ", " + kernelCase + ": input " + i + " changed at " + j);
                }
            }
        }
        if (kernelCase.inPlace() >= 0
                && kernelCase.inputs().get(kernelCase.inPlace()).equals(layout)) {
            MemorySegment y = inputs.get(kernelCase.inPlace());
            sameBits("in place", actual, run(kernel, inputs, weighting, y, 1));
        }
    }

    /** The weights of the case, and their packed form for a kernel. */
    private final class Weighting {

        private final float[] weights;
        private final float[] biases;

        Weighting() {
            KernelCase.Weights w = kernelCase.weights();
            weights = new float[w == null ? 0 : w.count()];
            biases = new float[w == null ? 0 : w.biases()];
            // Weights are finite: 0 * infinity would depend on which products are formed.
            Data finite = data == Data.SPECIAL ? Data.NORMAL : data;
            fill(weights, finite);
            fill(biases, finite);
        }

        private void fill(float[] values, Data source) {
            for (int i = 0; i < values.length; i++) {
                values[i] = source.next(random);
            }
        }

        MemorySegment packed(WeightedKernel kernel, boolean absolute) {
            MemorySegment weight = segment(weights, absolute);
            MemorySegment bias = segment(biases, absolute);
            MemorySegment packed = MEMORY.allocate(kernel.packedBytes(), atStart, 4);
            poison(packed);
            boolean hasBias = kernelCase.weights().hasBias();
            kernel.pack(weight, hasBias ? bias : null, packed);
            return packed;
        }

        /** On the heap and unaligned, where no raw address leads. */
        private MemorySegment segment(float[] values, boolean absolute) {
            byte[] bytes = new byte[4 * values.length + 1];
            MemorySegment segment = MemorySegment.ofArray(bytes).asSlice(1);
            for (int i = 0; i < values.length; i++) {
                float value = absolute ? Math.abs(values[i]) : values[i];
                segment.setAtIndex(FLOAT, i, value);
            }
            return segment;
        }
    }

    /** An input: data inside, zeros in the halo, NaN in the lanes past the channels. */
    private MemorySegment image(Layout layout) {
        MemorySegment segment = MEMORY.allocate(layout.bytes(), atStart, 4);
        segment.fill((byte) 0);
        for (int n = 0; n < layout.batch(); n++) {
            for (int c = 0; c < layout.blocks() * layout.block(); c++) {
                for (int i = 0; i < layout.height(); i++) {
                    for (int j = 0; j < layout.width(); j++) {
                        float value = c < layout.channels() ? data.next(random) : Float.NaN;
                        segment.set(FLOAT, layout.offset(n, c, i, j), value);
                    }
                }
            }
        }
        return segment;
    }

    private MemorySegment output() {
        MemorySegment y = MEMORY.allocate(kernelCase.y().bytes(), atStart, 4);
        poison(y);
        return y;
    }

    private static void poison(MemorySegment segment) {
        for (long i = 0; i < segment.byteSize(); i += 4) {
            segment.set(FLOAT, i, Float.NaN);
        }
    }

    private float[] run(
            Kernel subject,
            List<MemorySegment> inputs,
            Weighting weighting,
            MemorySegment y,
            int ranges) {
        return run(subject, inputs, weighting, y, ranges, false);
    }

    private float[] run(
            Kernel subject,
            List<MemorySegment> inputs,
            Weighting weighting,
            MemorySegment y,
            int ranges,
            boolean absolute) {
        List<MemorySegment> operands = new ArrayList<>(inputs);
        if (subject instanceof WeightedKernel weighted) {
            operands.add(1, weighting.packed(weighted, absolute));
        }
        operands.add(y);
        Kernel.Call call = subject.bind(operands.toArray(MemorySegment[]::new));
        MemorySegment scratch =
                MEMORY.allocate(subject.scratchBytes(), atStart, Kernel.SCRATCH_ALIGNMENT);
        List<int[]> parts = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= ranges; i++) {
            int to = i == ranges ? subject.units() : random.nextInt(from, subject.units() + 1);
            parts.add(new int[] {from, to});
            from = to;
        }
        Collections.shuffle(parts, random);
        for (int[] part : parts) {
            poison(scratch);
            call.run(scratch, part[0], part[1]);
        }
        return y.toArray(FLOAT);
    }

    private float[] magnitude(List<MemorySegment> inputs, Weighting weighting) {
        if (kernelCase.magnitude() == null) {
            return new float[Math.toIntExact(kernelCase.y().bytes() / 4)];
        }
        try (Arena arena = Arena.ofConfined()) {
            List<MemorySegment> absolute = new ArrayList<>();
            for (MemorySegment input : inputs) {
                MemorySegment copy = arena.allocate(input.byteSize(), 4).copyFrom(input);
                for (long i = 0; i < copy.byteSize(); i += 4) {
                    copy.set(FLOAT, i, Math.abs(copy.get(FLOAT, i)));
                }
                absolute.add(copy);
            }
            Kernel subject = kernelCase.magnitude().apply(Kernels.reference());
            float[] each = run(subject, absolute, weighting, output(), 1, true);
            return kernel.name().contains("winograd") ? largestForAll(each) : each;
        }
    }

    /**
     * Winograd's outputs of a tile share their products, so the error of each is bounded by all of
     * the tile (Barabasz et al., Error Analysis and Improving the Accuracy of Winograd Convolution,
     * 2020): one that sees nothing but padding is not exactly 0.
     */
    private float[] largestForAll(float[] magnitudes) {
        Layout y = kernelCase.y();
        float largest = 0;
        for (int n = 0; n < y.batch(); n++) {
            for (int c = 0; c < y.channels(); c++) {
                for (int i = 0; i < y.height(); i++) {
                    for (int j = 0; j < y.width(); j++) {
                        largest = Math.max(largest, magnitudes[y.offset(n, c, i, j) / 4]);
                    }
                }
            }
        }
        float[] all = new float[magnitudes.length];
        Arrays.fill(all, largest);
        return all;
    }

    private void compare(float[] expected, float[] actual, float[] magnitude) {
        Layout y = kernelCase.y();
        if (y.elements() == 0) {
            return;
        }
        StringBuilder wrong = new StringBuilder();
        int count = 0;
        for (int n = 0; n < y.batch(); n++) {
            for (int c = 0; c < y.channels(); c++) {
                for (int i = -y.top(); i < y.height() + y.bottom(); i++) {
                    for (int j = -y.left(); j < y.width() + y.right(); j++) {
                        int at = y.offset(n, c, i, j) / 4;
                        boolean inside = i >= 0 && j >= 0 && i < y.height() && j < y.width();
                        float want = inside ? expected[at] : 0;
                        double allowed =
                                inside
                                        ? kernelCase.tolerance().allowed(data, want, magnitude[at])
                                        : 0;
                        if (!agree(want, actual[at], allowed) && count++ < 8) {
                            wrong.append(
                                    "%n  [%d, %d, %d, %d]%s expected %s +- %s, actual %s"
                                            .formatted(
                                                    n,
                                                    c,
                                                    i,
                                                    j,
                                                    inside ? "" : " (halo)",
                                                    want,
                                                    allowed,
                                                    actual[at]));
                        }
                    }
                }
            }
        }
        if (count > 0) {
            fail(kernel.name() + ", " + kernelCase + ": " + count + " wrong" + wrong);
        }
    }

    private static boolean agree(float expected, float actual, double allowed) {
        if (Float.isNaN(expected) || Float.isInfinite(expected) || allowed == 0) {
            return sameBits(expected, actual);
        }
        return Math.abs((double) expected - actual) <= allowed;
    }

    /** Compares all but the padding lanes. */
    private void sameBits(String how, float[] expected, float[] actual) {
        Layout y = kernelCase.y();
        for (int n = 0; n < y.batch(); n++) {
            for (int c = 0; c < y.channels(); c++) {
                for (int i = 0; i < y.height(); i++) {
                    for (int j = 0; j < y.width(); j++) {
                        int at = y.offset(n, c, i, j) / 4;
                        if (!sameBits(expected[at], actual[at])) {
                            fail(
                                    "%s, %s %s at [%d, %d, %d, %d]: expected %s, actual %s"
                                            .formatted(
                                                    kernel.name(),
                                                    kernelCase,
                                                    how,
                                                    n,
                                                    c,
                                                    i,
                                                    j,
                                                    expected[at],
                                                    actual[at]));
                        }
                    }
                }
            }
        }
    }

    private static boolean sameBits(float a, float b) {
        return Float.floatToIntBits(a) == Float.floatToIntBits(b);
    }
}
