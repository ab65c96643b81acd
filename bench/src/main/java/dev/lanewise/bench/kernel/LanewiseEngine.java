package dev.lanewise.bench.kernel;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.CopySpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;
import dev.lanewise.kernels.vector.VectorKernels;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Supplier;

/** Lanewise: activations in its channel blocks, weights packed beforehand. */
final class LanewiseEngine implements Engine {

    private static final int FIRST_LAYER_CHANNELS = 4;

    private final Kernels kernels;

    private LanewiseEngine(Kernels kernels) {
        this.kernels = kernels;
    }

    /**
     * The Vector API kernels.
     *
     * @throws IllegalStateException if they are not in use
     */
    static LanewiseEngine vector() {
        if (Kernels.best().equals(Kernels.reference())) {
            throw new IllegalStateException("the Vector API is not in use");
        }
        return new LanewiseEngine(Kernels.best());
    }

    /** The scalar twins, which say what is right where no peer does. */
    static LanewiseEngine reference() {
        return new LanewiseEngine(Kernels.reference());
    }

    @Override
    public String name() {
        return kernels.equals(Kernels.reference()) ? "reference" : "lanewise";
    }

    @Override
    public String version() {
        return kernels.lanes() + " lanes";
    }

    @Override
    public List<Contender> prepare(Work work, List<MemorySegment> inputs, Arena arena) {
        return switch (work) {
            case Work.Gemm gemm -> List.of(gemm(gemm, inputs, arena));
            case Work.Conv conv -> convs(conv, inputs, arena);
            case Work.Pool pool -> List.of(pool(pool, inputs, arena));
            case Work.Elementwise(Unary.Function function, Work.Image image) -> {
                Layout x = layout(image);
                yield List.of(
                        call(
                                kernels.unary(Unary.of(function), x, x),
                                x,
                                arena,
                                laidOut(inputs.get(0), x, arena)));
            }
            case Work.Binary(
                            dev.lanewise.kernels.Binary function,
                            Work.Image image,
                            boolean perChannel) -> {
                Layout y = layout(image);
                Layout b = perChannel ? Layout.blocked(1, image.channels(), 1, 1, y.block()) : y;
                yield List.of(
                        call(
                                kernels.binary(function, y, b, y, Unary.IDENTITY),
                                y,
                                arena,
                                laidOut(inputs.get(0), y, arena),
                                laidOut(inputs.get(1), b, arena)));
            }
            case Work.ScaleShift(Work.Image image) -> {
                Layout x = layout(image);
                Layout scale = Layout.blocked(1, image.channels(), 1, 1, x.block());
                yield List.of(
                        call(
                                kernels.scaleShift(x, x, Unary.RELU),
                                x,
                                arena,
                                laidOut(inputs.get(0), x, arena),
                                laidOut(inputs.get(1), scale, arena),
                                laidOut(inputs.get(2), scale, arena)));
            }
            case Work.Softmax(int outer, int axis, int inner) ->
                    List.of(
                            call(
                                    kernels.softmax(outer, axis, inner, false),
                                    Layout.flat(outer * axis * inner),
                                    arena,
                                    inputs.get(0)));
            case Work.Reorder(Work.Image image, boolean back) -> {
                Layout blocked = layout(image);
                Layout x = back ? blocked : blocked.withBlock(1);
                Layout y = back ? blocked.withBlock(1) : blocked;
                yield List.of(
                        call(kernels.reorder(x, y), y, arena, laidOut(inputs.get(0), x, arena)));
            }
            case Work.Transpose(int rows, int columns) -> {
                CopySpec spec =
                        new CopySpec(
                                Float.BYTES,
                                List.of(rows, columns),
                                List.of((long) columns, 1L),
                                List.of(1L, (long) rows),
                                0,
                                0);
                Layout y = Layout.flat(rows * columns);
                yield List.of(call(kernels.copy(spec), y, arena, inputs.get(0)));
            }
        };
    }

    private Contender gemm(Work.Gemm gemm, List<MemorySegment> inputs, Arena arena) {
        GemmSpec spec =
                new GemmSpec(
                        1,
                        gemm.m(),
                        gemm.n(),
                        gemm.k(),
                        gemm.transA(),
                        gemm.transB(),
                        true,
                        1,
                        Epilogue.NONE);
        Layout y = Layout.flat(gemm.m() * gemm.n());
        if (!gemm.constantB()) {
            return call(kernels.matmul(spec), y, arena, inputs.get(0), inputs.get(1));
        }
        WeightedKernel kernel = kernels.gemm(spec);
        return call(kernel, y, arena, inputs.get(0), packed(kernel, inputs.get(1), null, arena));
    }

    private List<Contender> convs(Work.Conv conv, List<MemorySegment> inputs, Arena arena) {
        Window window = Window.of(conv.kernel(), conv.stride(), conv.pad());
        Work.Image image = conv.x();
        Layout y =
                Layout.blocked(
                        1, conv.outChannels(), conv.outHeight(), conv.outWidth(), kernels.lanes());
        int block = image.channels() <= FIRST_LAYER_CHANNELS ? 1 : kernels.lanes();
        Layout x =
                Layout.blocked(1, image.channels(), image.height(), image.width(), block)
                        .withHalo(
                                window.haloTop(),
                                window.padLeft(),
                                window.haloBottom(image.height(), conv.outHeight()),
                                window.haloRight(image.width(), conv.outWidth()));
        ConvSpec spec = new ConvSpec(x, y, window, conv.groups());
        MemorySegment source = laidOut(inputs.get(0), x, arena);
        Epilogue epilogue = Epilogue.of(Unary.RELU);
        List<Supplier<WeightedKernel>> makers =
                kernels instanceof VectorKernels vector
                        ? vector.convCandidates(spec, epilogue)
                        : List.of(() -> kernels.conv(spec, epilogue));
        // Only there are several algorithms worth a comparison.
        long several = conv.family().equals("winograd") ? makers.size() : 1;
        return makers.stream()
                .limit(several)
                .map(Supplier::get)
                .map(kernel ->
                        call(
                                kernel,
                                y,
                                arena,
                                source,
                                packed(kernel, inputs.get(1), inputs.get(2), arena)))
                .toList();
    }

    private static MemorySegment packed(
            WeightedKernel kernel,
            MemorySegment weight,
            @Nullable MemorySegment bias,
            Arena arena) {
        MemorySegment packed = arena.allocate(kernel.packedBytes(), 64);
        kernel.pack(weight, bias, packed);
        return packed;
    }

    private Contender pool(Work.Pool pool, List<MemorySegment> inputs, Arena arena) {
        Work.Image image = pool.x();
        Layout x = layout(image);
        Layout y =
                Layout.blocked(
                        1,
                        image.channels(),
                        pool.out(image.height()),
                        pool.out(image.width()),
                        x.block());
        PoolSpec spec =
                pool.isGlobal()
                        ? PoolSpec.global(pool.kind(), x, y)
                        : new PoolSpec(
                                pool.kind(),
                                x,
                                y,
                                Window.of(pool.kernel(), pool.stride(), pool.pad()),
                                pool.pad(),
                                pool.pad());
        return call(kernels.pool(spec), y, arena, laidOut(inputs.get(0), x, arena));
    }

    private Layout layout(Work.Image image) {
        return image.isFlat()
                ? Layout.flat(image.elements())
                : Layout.blocked(
                        1, image.channels(), image.height(), image.width(), kernels.lanes());
    }

    private static MemorySegment laidOut(MemorySegment plain, Layout layout, Arena arena) {
        MemorySegment segment = arena.allocate(layout.bytes(), 64);
        long index = 0;
        for (int c = 0; c < layout.channels(); c++) {
            for (int y = 0; y < layout.height(); y++) {
                for (int x = 0; x < layout.width(); x++) {
                    float value = plain.getAtIndex(ValueLayout.JAVA_FLOAT, index++);
                    segment.set(ValueLayout.JAVA_FLOAT, layout.offset(0, c, y, x), value);
                }
            }
        }
        return segment;
    }

    private static float[] plain(MemorySegment segment, Layout layout) {
        float[] plain = new float[(int) layout.elements()];
        int index = 0;
        for (int c = 0; c < layout.channels(); c++) {
            for (int y = 0; y < layout.height(); y++) {
                for (int x = 0; x < layout.width(); x++) {
                    plain[index++] = segment.get(ValueLayout.JAVA_FLOAT, layout.offset(0, c, y, x));
                }
            }
        }
        return plain;
    }

    private Contender call(Kernel kernel, Layout yLayout, Arena arena, MemorySegment... inputs) {
        MemorySegment[] operands = new MemorySegment[inputs.length + 1];
        System.arraycopy(inputs, 0, operands, 0, inputs.length);
        MemorySegment y = arena.allocate(yLayout.bytes(), 64);
        operands[inputs.length] = y;
        Kernel.Call call = kernel.bind(operands);
        MemorySegment scratch = arena.allocate(kernel.scratchBytes(), Kernel.SCRATCH_ALIGNMENT);
        return new Contender(name(), kernel.name()) {
            @Override
            void run() {
                call.run(scratch);
            }

            @Override
            float[] output() {
                return plain(y, yLayout);
            }
        };
    }
}
