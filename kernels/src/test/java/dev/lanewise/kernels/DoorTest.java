package dev.lanewise.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
