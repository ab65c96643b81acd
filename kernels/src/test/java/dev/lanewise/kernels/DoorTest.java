package dev.lanewise.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;

/** What does not fit is refused before anything runs, with a message that says what would. */
class DoorTest {

    private static final Layout X = Layout.nchw(1, 4, 6, 6).withHalo(1, 1, 1, 1);
    private static final Layout Y = Layout.nchw(1, 4, 6, 6);

    /** One kernel of each kind. */
    enum Kind {
        CONV,
        CONV_RESIDUAL,
        CONV_TRANSPOSED,
        CONV_TRANSPOSED_BY_PHASES,
        CONV_TRANSPOSED_DEPTHWISE,
        GEMM,
        MATMUL,
        POOL,
        GLOBAL_POOL,
        UNARY,
        BINARY,
        SCALE_SHIFT,
        MOMENTS,
        STANDARDIZE,
        LAYER_NORM,
        SOFTMAX,
        LOG_SOFTMAX_COLUMNS,
        MEAN,
        RESAMPLE,
        RESAMPLE_COPIES,
        REORDER,
        CHANNELS,
        UPDATE,
        SQUARE_SUM,
        COPY;

        Kernel make() {
            Kernels kernels = Kernels.best();
            ConvSpec conv =
                    new ConvSpec(
                            X, Layout.blocked(1, 5, 6, 6, kernels.lanes()), Window.of(3, 1, 1), 1);
            return switch (this) {
                case CONV -> kernels.conv(conv, Epilogue.NONE);
                case CONV_RESIDUAL -> kernels.conv(conv, new Epilogue(true, Unary.RELU));
                case CONV_TRANSPOSED -> kernels.convTranspose(transposed(5, 1, 1), Unary.RELU);
                case CONV_TRANSPOSED_BY_PHASES ->
                        kernels.convTranspose(transposed(5, 2, 1), Unary.RELU);
                case CONV_TRANSPOSED_DEPTHWISE ->
                        kernels.convTranspose(transposed(4, 2, 4), Unary.RELU);
                case GEMM -> kernels.gemm(GemmSpec.of(3, 5, 7));
                case MATMUL -> kernels.matmul(GemmSpec.of(3, 5, 7));
                case POOL ->
                        kernels.pool(
                                new PoolSpec(
                                        PoolSpec.Kind.MAX,
                                        X,
                                        Layout.nchw(1, 4, 3, 3),
                                        Window.of(2, 2, 0),
                                        0,
                                        0));
                case GLOBAL_POOL ->
                        kernels.pool(
                                PoolSpec.global(PoolSpec.Kind.AVERAGE, X, Layout.nchw(1, 4, 1, 1)));
                case UNARY -> kernels.unary(Unary.RELU, X, Y);
                case BINARY ->
                        kernels.binary(Binary.ADD, X, Layout.nchw(1, 4, 1, 1), Y, Unary.IDENTITY);
                case SCALE_SHIFT -> kernels.scaleShift(X, Y, Unary.IDENTITY);
                case MOMENTS -> kernels.moments(new NormSpec(X, 2, false));
                case STANDARDIZE -> kernels.standardize(new NormSpec(X, 2, true), Y, 1e-5f);
                case LAYER_NORM -> kernels.layerNorm(3, 50, 1e-5f);
                case SOFTMAX -> kernels.softmax(2, 100, 1, false);
                case LOG_SOFTMAX_COLUMNS -> kernels.softmax(2, 3, 5, true);
                case MEAN -> kernels.mean(2, 3, 5);
                case RESAMPLE ->
                        kernels.resample(
                                new ResampleSpec(
                                        X,
                                        Layout.nchw(1, 4, 6, 3),
                                        ResampleAxis.identity(6),
                                        ResampleAxis.weighted(
                                                2,
                                                new int[] {0, 1, 2, 3, 4, 5},
                                                new float[] {.5f, .5f, 1, 0, .25f, .75f}),
                                        0));
                case RESAMPLE_COPIES ->
                        kernels.resample(
                                new ResampleSpec(
                                        X,
                                        Layout.nchw(1, 4, 6, 3),
                                        ResampleAxis.identity(6),
                                        ResampleAxis.copy(1, ResampleAxis.FILL, 5),
                                        7));
                case REORDER -> kernels.reorder(Y, X.withBlock(4));
                case CHANNELS ->
                        kernels.channels(new ChannelsSpec(List.of(X, Y), X, List.of(4, 0, 7, 3)));
                case UPDATE -> kernels.update(UpdateRule.ADAM, 37);
                case SQUARE_SUM -> kernels.squareSum(37);
                case COPY ->
                        kernels.copy(
                                new CopySpec(
                                        4, List.of(3, 5), List.of(1L, 3L), List.of(5L, 1L), 0, 0));
            };
        }
    }

    private static ConvTransposeSpec transposed(int channels, int stride, int groups) {
        int lanes = Kernels.best().lanes();
        return new ConvTransposeSpec(
                X.withBlock(groups == 1 ? 1 : lanes),
                Layout.blocked(1, channels, 6 * stride, 6 * stride, lanes),
                Window.of(3, stride, 1),
                groups);
    }

    private static MemorySegment[] operands(Kernel kernel, Arena arena) {
        return kernel.operands().stream()
                .map(operand -> arena.allocate(operand.bytes(), 64))
                .toArray(MemorySegment[]::new);
    }

    private static String message(Executable executable) {
        return assertThrows(IllegalArgumentException.class, executable).getMessage();
    }

    @ParameterizedTest
    @EnumSource
    void operandsThatFitAreTaken(Kind kind) {
        try (Arena arena = Arena.ofConfined()) {
            Kernel kernel = kind.make();
            Kernel.Call call = kernel.bind(operands(kernel, arena));
            call.run(arena.allocate(kernel.scratchBytes(), Kernel.SCRATCH_ALIGNMENT));
            assertEquals(kernel, call.kernel());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOperandTooFewIsRefused(Kind kind) {
        Kernel kernel = kind.make();
        assertEquals(
                kernel.name()
                        + ": expected "
                        + kernel.operands().size()
                        + " operands "
                        + kernel.operands()
                        + ", actual 0",
                message(kernel::bind));
    }

    @ParameterizedTest
    @EnumSource
    void aShortOperandIsRefused(Kind kind) {
        try (Arena arena = Arena.ofConfined()) {
            Kernel kernel = kind.make();
            for (int i = 0; i < kernel.operands().size(); i++) {
                Operand operand = kernel.operands().get(i);
                MemorySegment[] segments = operands(kernel, arena);
                segments[i] = segments[i].asSlice(0, operand.bytes() - 4);
                assertEquals(
                        "%s: operand '%s' expected at least %d bytes, actual %d"
                                .formatted(
                                        kernel.name(),
                                        operand.name(),
                                        operand.bytes(),
                                        operand.bytes() - 4),
                        message(() -> kernel.bind(segments)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHeapOperandIsRefused(Kind kind) {
        try (Arena arena = Arena.ofConfined()) {
            Kernel kernel = kind.make();
            for (int i = 0; i < kernel.operands().size(); i++) {
                Operand operand = kernel.operands().get(i);
                MemorySegment[] segments = operands(kernel, arena);
                segments[i] = MemorySegment.ofArray(new byte[(int) operand.bytes()]);
                assertEquals(
                        kernel.name()
                                + ": operand '"
                                + operand.name()
                                + "' expected a native memory segment, actual a heap segment;"
                                + " allocate it from an Arena",
                        message(() -> kernel.bind(segments)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMisalignedOperandIsRefused(Kind kind) {
        try (Arena arena = Arena.ofConfined()) {
            Kernel kernel = kind.make();
            for (int i = 0; i < kernel.operands().size(); i++) {
                Operand operand = kernel.operands().get(i);
                MemorySegment[] segments = operands(kernel, arena);
                segments[i] = arena.allocate(operand.bytes() + 2, 64).asSlice(2);
                assertEquals(
                        "%s: operand '%s' expected 4-byte alignment, actual address %d"
                                .formatted(kernel.name(), operand.name(), segments[i].address()),
                        message(() -> kernel.bind(segments)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void scratchMemoryThatDoesNotFitIsRefused(Kind kind) {
        try (Arena arena = Arena.ofConfined()) {
            Kernel kernel = kind.make();
            Kernel.Call call = kernel.bind(operands(kernel, arena));
            long bytes = kernel.scratchBytes();
            if (bytes == 0) {
                call.run(MemorySegment.NULL);
                return;
            }
            MemorySegment fits = arena.allocate(bytes + 4, 64);
            for (MemorySegment wrong :
                    List.of(
                            fits.asSlice(0, bytes - 4),
                            fits.asSlice(4),
                            MemorySegment.ofArray(new long[(int) bytes]))) {
                assertEquals(
                        "%s: expected native scratch memory of %d bytes, 64-byte aligned, actual %s"
                                .formatted(kernel.name(), bytes, wrong),
                        message(() -> call.run(wrong)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRangeOutsideTheUnitsIsRefused(Kind kind) {
        try (Arena arena = Arena.ofConfined()) {
            Kernel kernel = kind.make();
            Kernel.Call call = kernel.bind(operands(kernel, arena));
            MemorySegment scratch = arena.allocate(kernel.scratchBytes(), 64);
            int units = kernel.units();
            assertThrows(IndexOutOfBoundsException.class, () -> call.run(scratch, 0, units + 1));
            assertThrows(IndexOutOfBoundsException.class, () -> call.run(scratch, -1, units));
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesSayWhatTheKernelComputes(Kind kind) {
        String name = kind.make().name().toLowerCase(Locale.ROOT);
        String word =
                switch (kind) {
                    case CONV, CONV_RESIDUAL -> "conv";
                    case CONV_TRANSPOSED, CONV_TRANSPOSED_BY_PHASES, CONV_TRANSPOSED_DEPTHWISE ->
                            "conv transposed";
                    case GLOBAL_POOL, POOL -> "pool";
                    case UNARY -> "relu";
                    case RESAMPLE, RESAMPLE_COPIES -> "resample";
                    case MOMENTS -> "moments";
                    case STANDARDIZE -> "standardize";
                    case LAYER_NORM -> "layer-norm";
                    case BINARY -> "add";
                    case SCALE_SHIFT -> "scale-shift";
                    case SOFTMAX -> "softmax";
                    case LOG_SOFTMAX_COLUMNS -> "log-softmax";
                    case SQUARE_SUM -> "square sum";
                    case GEMM, MATMUL, MEAN, REORDER, CHANNELS, UPDATE, COPY ->
                            kind.name().toLowerCase(Locale.ROOT);
                };
        assertTrue(name.contains(word), name);
    }

    // ---- shapes that contradict each other, in both providers ----

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
    void elementwiseShapesMustBeEqual(Provider provider) {
        Layout other = Layout.nchw(1, 4, 6, 7);
        assertEquals(
                "relu: expected layouts of one shape and block, actual x=" + Y + " y=" + other,
                message(() -> provider.kernels().unary(Unary.RELU, Y, other)));
        Layout blocked = Y.withBlock(4);
        assertEquals(
                "scaleShift: expected layouts of one shape and block, actual x="
                        + Y
                        + " y="
                        + blocked,
                message(() -> provider.kernels().scaleShift(Y, blocked, Unary.IDENTITY)));
        assertEquals(
                "reorder: expected layouts of one shape, actual x=" + Y + " y=" + other,
                message(() -> provider.kernels().reorder(Y, other)));
    }

    @ParameterizedTest
    @EnumSource
    void binaryOperandsMustBroadcast(Provider provider) {
        Layout wrong = Layout.nchw(1, 2, 6, 6);
        assertEquals(
                "ADD: expected 'b' to broadcast to y, actual " + wrong + " y=" + Y,
                message(() -> provider.kernels().binary(Binary.ADD, Y, wrong, Y, Unary.IDENTITY)));
        Layout blocked = Y.withBlock(4);
        assertEquals(
                "ADD: expected 'a' to broadcast to y, actual " + blocked + " y=" + Y,
                message(() ->
                        provider.kernels().binary(Binary.ADD, blocked, Y, Y, Unary.IDENTITY)));
    }

    @ParameterizedTest
    @EnumSource
    void sizesBeyondMemoryAreRefused(Provider provider) {
        assertEquals(
                "softmax: expected sizes >= 0 and at most 2147483647 bytes, actual outer=65536"
                        + " axis=65536 inner=65536",
                message(() -> provider.kernels().softmax(1 << 16, 1 << 16, 1 << 16, false)));
        assertEquals(
                "mean: expected sizes >= 0 and at most 2147483647 bytes, actual outer=-1 axis=2"
                        + " inner=3",
                message(() -> provider.kernels().mean(-1, 2, 3)));
    }

    @Test
    void transposedConvolutionsNameEveryContradiction() {
        Layout y = Layout.nchw(1, 4, 12, 12);
        Window window = Window.of(3, 2, 1);
        assertEquals(
                "conv transposed: expected groups to divide the channels, actual groups=3"
                        + " inChannels=4 outChannels=4",
                message(() -> new ConvTransposeSpec(X, y, window, 3)));
        assertEquals(
                "conv transposed: expected equal batches, actual x=1 y=2",
                message(() -> new ConvTransposeSpec(X, y.withBatch(2), window, 1)));
        Layout bare = X.withHalo(0, 0, 0, 0);
        assertEquals(
                "conv transposed: expected the input's halo to hold what "
                        + window
                        + " reads around it, actual x="
                        + bare
                        + " y="
                        + y,
                message(() -> new ConvTransposeSpec(bare, y, window, 1)));
    }

    @Test
    void resamplingNamesEveryContradiction() {
        ResampleAxis six = ResampleAxis.identity(6);
        Layout y = Layout.nchw(1, 5, 6, 6);
        assertEquals(
                "resample: expected equal batch, channels and block, actual x=" + X + " y=" + y,
                message(() -> new ResampleSpec(X, y, six, six, 0)));
        for (ResampleAxis wrong :
                List.of(
                        ResampleAxis.identity(5),
                        ResampleAxis.copy(0, 1, 2, 3, 4, 6),
                        ResampleAxis.copy(0, 1, 2, 3, 4, -2),
                        ResampleAxis.weighted(1, new int[] {0, 1, 2, 3, 4, -1}, new float[6]))) {
            assertEquals(
                    "resample: expected rows and columns of y that come from inside x, actual rows="
                            + six
                            + " columns="
                            + wrong
                            + " x="
                            + X
                            + " y="
                            + Y,
                    message(() -> new ResampleSpec(X, Y, six, wrong, 0)));
        }
        assertEquals(
                "resample: expected as many indices as weights, a multiple of the taps, actual"
                        + " taps=2 indices=3 weights=3",
                message(() -> ResampleAxis.weighted(2, new int[3], new float[3])));
    }

    @Test
    void normalisationsKnowTheirGroups() {
        assertEquals(
                "norm: expected groups to divide the channels, actual groups=3 channels=4",
                message(() -> new NormSpec(X, 3, false)));
    }

    @Test
    void poolingKeepsBatchChannelsAndBlock() {
        Layout y = Layout.nchw(1, 5, 3, 3);
        assertEquals(
                "pool: expected equal batch, channels and block, actual x=" + X + " y=" + y,
                message(() -> new PoolSpec(PoolSpec.Kind.MAX, X, y, Window.of(2, 2, 0), 0, 0)));
    }

    @Test
    void copiesNameEveryContradiction() {
        assertEquals(
                "copy: expected elements of 1, 2, 4 or 8 bytes, actual 3",
                message(() -> new CopySpec(3, List.of(), List.of(), List.of(), 0, 0)));
        assertEquals(
                "copy: expected equal ranks, actual shape=[2] sourceStrides=[] targetStrides=[1]",
                message(() -> new CopySpec(4, List.of(2), List.of(), List.of(1L), 0, 0)));
        assertEquals(
                "copy: expected extents >= 0 and target strides > 0, actual shape=[-1]"
                        + " targetStrides=[1]",
                message(() -> new CopySpec(4, List.of(-1), List.of(1L), List.of(1L), 0, 0)));
        assertEquals(
                "copy: expected no negative offset, actual shape=[3] sourceStrides=[-1]"
                        + " sourceStart=1",
                message(() -> new CopySpec(4, List.of(3), List.of(-1L), List.of(1L), 1, 0)));
    }
}
