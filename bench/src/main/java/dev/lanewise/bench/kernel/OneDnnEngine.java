package dev.lanewise.bench.kernel;

import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Unary;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * oneDNN as its documentation advises: the layouts that its convolutions choose, weights reordered
 * once, primitives kept, bias and ReLU fused.
 */
final class OneDnnEngine implements Engine {

    private static final int POOL_MAX = 0x1ff;
    private static final int POOL_AVERAGE = 0x3ff;
    private static final int ADD = 0x1fff0;
    private static final int MUL = 0x1fff1;
    private static final int SOFTMAX_ACCURATE = 0x30000;
    private static final int GLOBAL_STATISTICS_SCALE_SHIFT_RELU = 0xf;

    /** The blocks of activations that oneDNN's convolutions use. */
    private static final int BLOCKED =
            System.getProperty(NativeLibrary.ISA_PROPERTY) == null
                    ? OneDnn.A_BCD16B
                    : OneDnn.A_BCD8B;

    @Override
    public String name() {
        return "onednn";
    }

    @Override
    public String version() {
        return OneDnn.version();
    }

    @Override
    public List<Contender> prepare(Work work, List<MemorySegment> inputs, Arena arena) {
        return switch (work) {
            case Work.Gemm gemm -> gemm(gemm, inputs, arena);
            case Work.Conv conv -> convs(conv, inputs, arena);
            case Work.Pool pool -> pool(pool, inputs, arena);
            case Work.Elementwise elementwise -> elementwise(elementwise, inputs, arena);
            case Work.Binary binary -> binary(binary, inputs, arena);
            case Work.ScaleShift scaleShift -> scaleShift(scaleShift, inputs, arena);
            case Work.Softmax softmax -> softmax(softmax, inputs, arena);
            case Work.Reorder reorder -> List.of(reorder(reorder, inputs, arena));
            case Work.Transpose transpose -> List.of(transpose(transpose, inputs, arena));
        };
    }

    private List<Contender> gemm(Work.Gemm gemm, List<MemorySegment> inputs, Arena arena) {
        int m = gemm.m();
        int n = gemm.n();
        int k = gemm.k();
        MemorySegment a = OneDnn.descriptor(arena, gemm.transA() ? OneDnn.BA : OneDnn.AB, m, k);
        MemorySegment b = OneDnn.descriptor(arena, gemm.transB() ? OneDnn.BA : OneDnn.AB, k, n);
        MemorySegment c = OneDnn.descriptor(arena, OneDnn.AB, m, n);
        MemorySegment weights = gemm.constantB() ? OneDnn.descriptor(arena, OneDnn.ANY, k, n) : b;
        MemorySegment primitive =
                OneDnn.primitive(
                        arena,
                        "dnnl_matmul_primitive_desc_create",
                        a,
                        weights,
                        MemorySegment.NULL,
                        c,
                        MemorySegment.NULL);
        if (primitive == null) {
            return List.of();
        }
        MemorySegment chosen = OneDnn.weights(primitive);
        OneDnn.Execution execution =
                new OneDnn.Execution(arena, primitive)
                        .with(OneDnn.SRC, a, inputs.get(0))
                        .with(
                                OneDnn.WEIGHTS,
                                chosen,
                                OneDnn.laidOut(arena, inputs.get(1), b, chosen));
        return List.of(contender(arena, primitive, execution, c));
    }

    private List<Contender> convs(Work.Conv conv, List<MemorySegment> inputs, Arena arena) {
        List<Contender> contenders = new ArrayList<>();
        for (int algorithm : new int[] {OneDnn.DIRECT, OneDnn.WINOGRAD}) {
            Contender contender = conv(conv, algorithm, inputs, arena);
            if (contender != null) {
                contenders.add(contender);
            }
        }
        return contenders;
    }

    private @Nullable Contender conv(
            Work.Conv conv, int algorithm, List<MemorySegment> inputs, Arena arena) {
        long[] x = dimensions(conv.x());
        long[] y = {1, conv.outChannels(), conv.outHeight(), conv.outWidth()};
        long groups = conv.groups();
        long out = conv.outChannels() / groups;
        long in = conv.x().channels() / groups;
        long kernel = conv.kernel();
        long[] w =
                groups == 1
                        ? new long[] {out, in, kernel, kernel}
                        : new long[] {groups, out, in, kernel, kernel};
        MemorySegment bias = OneDnn.descriptor(arena, OneDnn.A, conv.outChannels());
        MemorySegment pad = OneDnn.longs(arena, conv.pad(), conv.pad());
        MemorySegment primitive =
                OneDnn.primitive(
                        arena,
                        "dnnl_convolution_forward_primitive_desc_create",
                        OneDnn.FORWARD_INFERENCE,
                        algorithm,
                        OneDnn.descriptor(arena, OneDnn.ANY, x),
                        OneDnn.descriptor(arena, OneDnn.ANY, w),
                        bias,
                        OneDnn.descriptor(arena, OneDnn.ANY, y),
                        OneDnn.longs(arena, conv.stride(), conv.stride()),
                        OneDnn.longs(arena, 0, 0),
                        pad,
                        pad,
                        OneDnn.withRelu(arena));
        if (primitive == null) {
            return null;
        }
        MemorySegment source = OneDnn.src(primitive);
        MemorySegment weights = OneDnn.weights(primitive);
        MemorySegment plainX = OneDnn.descriptor(arena, OneDnn.ABCD, x);
        MemorySegment plainW =
                OneDnn.descriptor(arena, groups == 1 ? OneDnn.ABCD : OneDnn.ABCDE, w);
        OneDnn.Execution execution =
                new OneDnn.Execution(arena, primitive)
                        .with(
                                OneDnn.SRC,
                                source,
                                OneDnn.laidOut(arena, inputs.get(0), plainX, source))
                        .with(
                                OneDnn.WEIGHTS,
                                weights,
                                OneDnn.laidOut(arena, inputs.get(1), plainW, weights))
                        .with(OneDnn.BIAS, bias, inputs.get(2));
        return contender(arena, primitive, execution, OneDnn.descriptor(arena, OneDnn.ABCD, y));
    }

    private List<Contender> pool(Work.Pool pool, List<MemorySegment> inputs, Arena arena) {
        Work.Image image = pool.x();
        long[] y = {1, image.channels(), pool.out(image.height()), pool.out(image.width())};
        long height = pool.isGlobal() ? image.height() : pool.kernel();
        long width = pool.isGlobal() ? image.width() : pool.kernel();
        MemorySegment pad = OneDnn.longs(arena, pool.pad(), pool.pad());
        MemorySegment x = blocked(arena, image);
        MemorySegment primitive =
                OneDnn.primitive(
                        arena,
                        "dnnl_pooling_forward_primitive_desc_create",
                        OneDnn.FORWARD_INFERENCE,
                        pool.kind() == PoolSpec.Kind.MAX ? POOL_MAX : POOL_AVERAGE,
                        x,
                        OneDnn.descriptor(arena, OneDnn.ANY, y),
                        OneDnn.longs(arena, pool.stride(), pool.stride()),
                        OneDnn.longs(arena, height, width),
                        OneDnn.longs(arena, 0, 0),
                        pad,
                        pad,
                        MemorySegment.NULL);
        if (primitive == null) {
            return List.of();
        }
        OneDnn.Execution execution =
                new OneDnn.Execution(arena, primitive)
                        .with(OneDnn.SRC, x, laidOut(arena, image, inputs.get(0)));
        MemorySegment plain = OneDnn.descriptor(arena, OneDnn.ABCD, y);
        return List.of(contender(arena, primitive, execution, plain));
    }

    private List<Contender> elementwise(
            Work.Elementwise work, List<MemorySegment> inputs, Arena arena) {
        int algorithm = algorithm(work.function());
        if (algorithm == 0) {
            return List.of();
        }
        float alpha =
                switch (work.function()) {
                    case SILU -> 1;
                    case HARD_SWISH -> 1f / 6;
                    default -> 0;
                };
        float beta = work.function() == Unary.Function.HARD_SWISH ? 0.5f : 0;
        MemorySegment x = blocked(arena, work.x());
        MemorySegment primitive =
                OneDnn.primitive(
                        arena,
                        "dnnl_eltwise_forward_primitive_desc_create",
                        OneDnn.FORWARD_INFERENCE,
                        algorithm,
                        x,
                        x,
                        alpha,
                        beta,
                        MemorySegment.NULL);
        return primitive == null
                ? List.of()
                : List.of(
                        contender(
                                arena,
                                primitive,
                                new OneDnn.Execution(arena, primitive)
                                        .with(
                                                OneDnn.SRC,
                                                x,
                                                laidOut(arena, work.x(), inputs.get(0))),
                                plain(arena, work.x())));
    }

    private static int algorithm(Unary.Function function) {
        return switch (function) {
            case RELU -> 32;
            case TANH -> 33;
            case SIGMOID -> 41;
            case EXP -> 42;
            case SILU -> 44;
            case LOG -> 45;
            case GELU -> 49;
            case HARD_SWISH -> 52;
            default -> 0;
        };
    }

    private List<Contender> binary(Work.Binary work, List<MemorySegment> inputs, Arena arena) {
        MemorySegment x = blocked(arena, work.x());
        Work.Image second =
                work.perChannel() ? new Work.Image(work.x().channels(), 1, 1) : work.x();
        MemorySegment b = blocked(arena, second);
        MemorySegment primitive =
                OneDnn.primitive(
                        arena,
                        "dnnl_binary_primitive_desc_create",
                        work.function() == dev.lanewise.kernels.Binary.ADD ? ADD : MUL,
                        x,
                        b,
                        x,
                        MemorySegment.NULL);
        if (primitive == null) {
            return List.of();
        }
        OneDnn.Execution execution =
                new OneDnn.Execution(arena, primitive)
                        .with(OneDnn.SRC, x, laidOut(arena, work.x(), inputs.get(0)))
                        .with(OneDnn.SRC_1, b, laidOut(arena, second, inputs.get(1)));
        return List.of(contender(arena, primitive, execution, plain(arena, work.x())));
    }

    private List<Contender> scaleShift(
            Work.ScaleShift work, List<MemorySegment> inputs, Arena arena) {
        MemorySegment x = blocked(arena, work.x());
        MemorySegment primitive =
                OneDnn.primitive(
                        arena,
                        "dnnl_batch_normalization_forward_primitive_desc_create",
                        OneDnn.FORWARD_INFERENCE,
                        x,
                        x,
                        0f,
                        GLOBAL_STATISTICS_SCALE_SHIFT_RELU,
                        MemorySegment.NULL);
        if (primitive == null) {
            return List.of();
        }
        int channels = work.x().channels();
        MemorySegment perChannel = OneDnn.descriptor(arena, OneDnn.A, channels);
        MemorySegment zeros = arena.allocate(4L * channels, 64);
        MemorySegment ones = arena.allocate(4L * channels, 64);
        for (int c = 0; c < channels; c++) {
            ones.setAtIndex(ValueLayout.JAVA_FLOAT, c, 1);
        }
        OneDnn.Execution execution =
                new OneDnn.Execution(arena, primitive)
                        .with(OneDnn.SRC, x, laidOut(arena, work.x(), inputs.get(0)))
                        .with(OneDnn.MEAN, perChannel, zeros)
                        .with(OneDnn.VARIANCE, perChannel, ones)
                        .with(OneDnn.SCALE, perChannel, inputs.get(1))
                        .with(OneDnn.SHIFT, perChannel, inputs.get(2));
        return List.of(contender(arena, primitive, execution, plain(arena, work.x())));
    }

    private List<Contender> softmax(Work.Softmax work, List<MemorySegment> inputs, Arena arena) {
        MemorySegment x =
                OneDnn.descriptor(arena, OneDnn.ABC, work.outer(), work.axis(), work.inner());
        MemorySegment primitive =
                OneDnn.primitive(
                        arena,
                        "dnnl_softmax_forward_primitive_desc_create",
                        OneDnn.FORWARD_INFERENCE,
                        SOFTMAX_ACCURATE,
                        x,
                        x,
                        1,
                        MemorySegment.NULL);
        return primitive == null
                ? List.of()
                : List.of(
                        contender(
                                arena,
                                primitive,
                                new OneDnn.Execution(arena, primitive)
                                        .with(OneDnn.SRC, x, inputs.get(0)),
                                x));
    }

    private Contender reorder(Work.Reorder work, List<MemorySegment> inputs, Arena arena) {
        MemorySegment plain = plain(arena, work.x());
        MemorySegment blocked = blocked(arena, work.x());
        MemorySegment from = work.back() ? blocked : plain;
        MemorySegment to = work.back() ? plain : blocked;
        MemorySegment primitive = OneDnn.reorder(arena, from, to);
        OneDnn.Execution execution =
                new OneDnn.Execution(arena, primitive)
                        .with(OneDnn.SRC, from, OneDnn.laidOut(arena, inputs.get(0), plain, from));
        return contender(arena, primitive, execution, to, plain);
    }

    private Contender transpose(Work.Transpose work, List<MemorySegment> inputs, Arena arena) {
        MemorySegment x = OneDnn.descriptor(arena, OneDnn.AB, work.rows(), work.columns());
        MemorySegment y = OneDnn.descriptor(arena, OneDnn.BA, work.rows(), work.columns());
        MemorySegment primitive = OneDnn.reorder(arena, x, y);
        OneDnn.Execution execution =
                new OneDnn.Execution(arena, primitive).with(OneDnn.SRC, x, inputs.get(0));
        return contender(arena, primitive, execution, y, y);
    }

    private static long[] dimensions(Work.Image image) {
        return image.isFlat()
                ? new long[] {image.elements()}
                : new long[] {1, image.channels(), image.height(), image.width()};
    }

    private static MemorySegment plain(Arena arena, Work.Image image) {
        int tag = image.isFlat() ? OneDnn.A : OneDnn.ABCD;
        return OneDnn.descriptor(arena, tag, dimensions(image));
    }

    private static MemorySegment blocked(Arena arena, Work.Image image) {
        int tag = image.isFlat() ? OneDnn.A : BLOCKED;
        return OneDnn.descriptor(arena, tag, dimensions(image));
    }

    private static MemorySegment laidOut(Arena arena, Work.Image image, MemorySegment source) {
        return OneDnn.laidOut(arena, source, plain(arena, image), blocked(arena, image));
    }

    private Contender contender(
            Arena arena, MemorySegment primitive, OneDnn.Execution execution, MemorySegment plain) {
        return contender(arena, primitive, execution, OneDnn.dst(primitive), plain);
    }

    private Contender contender(
            Arena arena,
            MemorySegment primitive,
            OneDnn.Execution execution,
            MemorySegment output,
            MemorySegment plain) {
        MemorySegment y = OneDnn.allocate(arena, output);
        execution.with(OneDnn.DST, output, y);
        return new Contender(name(), OneDnn.implementation(arena, primitive)) {
            @Override
            void run() {
                execution.run();
            }

            @Override
            float[] output() {
                return OneDnn.laidOut(arena, y, output, plain).toArray(ValueLayout.JAVA_FLOAT);
            }
        };
    }
}
