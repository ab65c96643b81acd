package dev.lanewise.model.gradient;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.BatchNormalizationTraining;
import dev.lanewise.model.op.CenterCropPad;
import dev.lanewise.model.op.Clip;
import dev.lanewise.model.op.Concat;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.ConvTranspose;
import dev.lanewise.model.op.CumSum;
import dev.lanewise.model.op.DropoutTraining;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Expand;
import dev.lanewise.model.op.Flatten;
import dev.lanewise.model.op.Gather;
import dev.lanewise.model.op.GatherElements;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.GlobalPool;
import dev.lanewise.model.op.GroupNormalization;
import dev.lanewise.model.op.LRN;
import dev.lanewise.model.op.LayerNormalization;
import dev.lanewise.model.op.MatMul;
import dev.lanewise.model.op.MathFunction;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.NegativeLogLikelihoodLoss;
import dev.lanewise.model.op.Pad;
import dev.lanewise.model.op.Reduce;
import dev.lanewise.model.op.ReduceMean;
import dev.lanewise.model.op.Reshape;
import dev.lanewise.model.op.Resize;
import dev.lanewise.model.op.Slice;
import dev.lanewise.model.op.Softmax;
import dev.lanewise.model.op.SpatialWindow;
import dev.lanewise.model.op.Split;
import dev.lanewise.model.op.Tile;
import dev.lanewise.model.op.TopK;
import dev.lanewise.model.op.Transpose;
import dev.lanewise.model.op.Unsqueeze;
import dev.lanewise.model.op.Where;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Each rule agrees with central differences in double precision. */
class GradientRulesTest {

    static Stream<GradientCase> cases() {
        return Stream.of(
                        functions(),
                        arithmetic(),
                        windows(),
                        matrices(),
                        norms(),
                        reductions(),
                        movements(),
                        losses())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithCentralDifferences(GradientCase one) {
        one.check();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void compiledAgreesWithTheDefinition(GradientCase one) {
        one.checkCompiled();
    }

    private static List<GradientCase> functions() {
        List<GradientCase> cases = new ArrayList<>();
        for (Unary.Function function : Unary.Function.values()) {
            Unary unary =
                    switch (function) {
                        case CLIP -> Unary.clip(-1.1f, 0.7f);
                        case LEAKY_RELU -> new Unary(function, 0.1f, 0);
                        case ELU -> new Unary(function, 1.5f, 0);
                        case HARD_SIGMOID -> new Unary(function, 0.2f, 0.5f);
                        case AFFINE, SCALED_HARD_SWISH -> new Unary(function, -1.5f, 2);
                        default -> Unary.of(function);
                    };
            GradientCase one = GradientCase.of("unary " + unary, new Elementwise(unary));
            boolean positive = function == Unary.Function.LOG || function == Unary.Function.SQRT;
            cases.add(positive ? one.positive(3, 7) : one.in(3, 7).times(4));
        }
        cases.add(
                GradientCase.of(
                                "leaky relu that turns",
                                new Elementwise(new Unary(Unary.Function.LEAKY_RELU, -0.5f, 0)))
                        .in(5));
        cases.add(
                GradientCase.of(
                                "elu that turns",
                                new Elementwise(new Unary(Unary.Function.ELU, -0.5f, 0)))
                        .in(5));
        for (MathFunction.Function function : MathFunction.Function.values()) {
            GradientCase one =
                    GradientCase.of("math " + function, new MathFunction(function, 0.7f, 1.3f))
                            .in(3, 5);
            cases.add(
                    switch (function) {
                        case ACOSH ->
                                GradientCase.of("acosh", new MathFunction(function, 0, 0))
                                        .positive(9)
                                        .times(30);
                        case ASIN, ACOS, ATANH, TAN -> one.times(0.9);
                        default -> one.times(2);
                    });
        }
        cases.add(GradientCase.of("clip", new Clip()).in(4, 5).scalar(-0.5).scalar(0.625));
        cases.add(GradientCase.of("clip from below", new Clip()).in(4, 5).scalar(-0.5));
        cases.add(GradientCase.of("clip at run time", new Clip()).in(4, 5).in(1).in(1).times(3));
        return cases;
    }

    private static List<GradientCase> arithmetic() {
        List<GradientCase> cases = new ArrayList<>();
        for (Binary function : Binary.values()) {
            Arithmetic op = new Arithmetic(function);
            boolean power = function == Binary.POW;
            for (long[][] shapes :
                    new long[][][] {
                        {{2, 3, 4}, {2, 3, 4}},
                        {{2, 3, 4}, {3, 1}},
                        {{2, 3, 4}, {}},
                        {{2, 1, 4}, {3, 1}}
                    }) {
                if (function == Binary.PRELU && shapes[1].length == 2 && shapes[0][1] == 1) {
                    continue; // The slope broadcasts to x, not both.
                }
                GradientCase one = GradientCase.of(function + " " + cases.size(), op);
                cases.add(
                        power
                                ? one.positive(shapes[0]).in(shapes[1]).times(2)
                                : one.in(shapes[0]).in(shapes[1]));
            }
        }
        cases.add(GradientCase.of("square", new Arithmetic(Binary.POW)).in(7).scalar(2));
        Tensor condition = Tensor.allocate(Arena.ofAuto(), DType.BOOL, Shape.of(3, 1));
        condition.setLong(1, 1);
        cases.add(GradientCase.of("where", new Where()).add(condition, false).in(2, 3, 4).in(4));
        return cases;
    }

    private static SpatialWindow window(
            int kernel, int stride, int pad, int dilation, boolean ceil) {
        return new SpatialWindow(
                kernel == 0 ? List.of() : List.of(kernel, kernel),
                List.of(stride, stride),
                List.of(pad, pad, pad, pad),
                List.of(dilation, dilation),
                AutoPad.NOTSET,
                ceil);
    }

    private static List<GradientCase> windows() {
        List<GradientCase> cases = new ArrayList<>();
        int[][] convs = {
            {3, 1, 1, 1, 1, 3, 5},
            {3, 2, 1, 1, 1, 3, 4},
            {1, 1, 0, 1, 1, 4, 2},
            {1, 2, 0, 1, 1, 2, 3},
            {3, 1, 2, 2, 1, 2, 3},
            {3, 1, 0, 1, 2, 4, 6},
            {3, 2, 1, 1, 4, 4, 4},
            {2, 1, 2, 1, 1, 2, 3}
        };
        for (int[] c : convs) {
            cases.add(
                    GradientCase.of(
                                    "conv k%d s%d p%d d%d g%d"
                                            .formatted(c[0], c[1], c[2], c[3], c[4]),
                                    new Conv(
                                            window(0, c[1], c[2], c[3], false),
                                            c[4],
                                            Epilogue.NONE))
                            .in(2, c[5], 6, 5)
                            .in(c[6], c[5] / c[4], c[0], c[0])
                            .in(c[6]));
        }
        SpatialWindow line =
                new SpatialWindow(
                        List.of(), List.of(2), List.of(2, 1), List.of(1), AutoPad.NOTSET, false);
        cases.add(
                GradientCase.of("conv1d", new Conv(line, 1, Epilogue.NONE))
                        .in(2, 3, 7)
                        .in(4, 3, 3));
        SpatialWindow same =
                new SpatialWindow(
                        List.of(), List.of(2, 2), List.of(), List.of(), AutoPad.SAME_UPPER, false);
        cases.add(
                GradientCase.of("conv same", new Conv(same, 1, Epilogue.NONE))
                        .in(1, 2, 5, 6)
                        .in(3, 2, 3, 3));
        for (int[] c : new int[][] {{3, 1, 1, 1, 1}, {2, 2, 0, 1, 1}, {3, 2, 1, 2, 2}}) {
            cases.add(
                    GradientCase.of(
                                    "conv transpose k%d s%d".formatted(c[0], c[1]),
                                    new ConvTranspose(
                                            window(0, c[1], c[2], c[3], false),
                                            c[4],
                                            List.of(),
                                            List.of()))
                            .in(2, 4, 3, 4)
                            .in(4, 3, c[0], c[0])
                            .in(3L * c[4]));
        }
        for (int[] c :
                new int[][] {{2, 2, 0, 1, 0}, {3, 2, 1, 1, 0}, {3, 1, 1, 1, 1}, {3, 2, 0, 1, 1}}) {
            SpatialWindow window = window(c[0], c[1], c[2], c[3], c[4] == 1);
            String name = " k%d s%d p%d ceil%d".formatted(c[0], c[1], c[2], c[4]);
            cases.add(
                    GradientCase.of("max pool" + name, new MaxPool(window, false)).in(2, 3, 6, 5));
            cases.add(
                    GradientCase.of("average" + name, new AveragePool(window, false))
                            .in(2, 3, 6, 5));
            cases.add(
                    GradientCase.of("average with pad" + name, new AveragePool(window, true))
                            .in(2, 3, 6, 5));
        }
        for (PoolSpec.Kind kind : List.of(PoolSpec.Kind.MAX, PoolSpec.Kind.AVERAGE)) {
            cases.add(GradientCase.of("global " + kind, new GlobalPool(kind)).in(2, 3, 4, 5));
        }
        return cases;
    }

    private static List<GradientCase> matrices() {
        List<GradientCase> cases = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            boolean a = i % 2 == 1;
            boolean b = i / 2 == 1;
            cases.add(
                    GradientCase.of("gemm " + a + b, new Gemm(0.5f, 2, a, b, Unary.IDENTITY))
                            .in(a ? 4 : 3, a ? 3 : 4)
                            .in(b ? 5 : 4, b ? 4 : 5)
                            .in(5));
            cases.add(
                    GradientCase.of("matmul " + a + b, new MatMul(a, b))
                            .in(2, a ? 4 : 3, a ? 3 : 4)
                            .in(2, b ? 5 : 4, b ? 4 : 5));
            cases.add(
                    GradientCase.of("matmul broadcast " + a + b, new MatMul(a, b))
                            .in(2, a ? 4 : 3, a ? 3 : 4)
                            .in(b ? 5 : 4, b ? 4 : 5));
        }
        return cases;
    }

    private static List<GradientCase> norms() {
        return List.of(
                GradientCase.of("batch norm", new BatchNormalization(1e-3f))
                        .in(2, 3, 2, 3)
                        .in(3)
                        .in(3)
                        .in(3)
                        .fixed()
                        .positive(3)
                        .fixed(),
                new GradientCase(
                                "batch norm in training",
                                new BatchNormalizationTraining(1e-3f, 0.1f),
                                5)
                        .in(2, 3, 2, 3)
                        .in(3)
                        .in(3)
                        .in(3)
                        .fixed()
                        .positive(3)
                        .fixed()
                        .firstOnly(),
                new GradientCase(
                                "batch norm of vectors",
                                new BatchNormalizationTraining(1e-3f, 0.1f),
                                5)
                        .in(7, 19)
                        .in(19)
                        .in(19)
                        .in(19)
                        .fixed()
                        .positive(19)
                        .fixed()
                        .firstOnly(),
                GradientCase.of("dropout of an image", new DropoutTraining(0.4f, false, 3))
                        .in(2, 19, 3, 4)
                        .longs(1, 2),
                GradientCase.of(
                                "dropout of an image's channels",
                                new DropoutTraining(0.4f, true, 3))
                        .in(2, 19, 3, 4)
                        .longs(1, 2),
                GradientCase.of("dropout of 96", new DropoutTraining(0.4f, false, 3))
                        .in(2, 48)
                        .longs(-1, 1L << 40),
                GradientCase.of("instance norm", new GroupNormalization(0, 1e-3f))
                        .in(2, 3, 2, 3)
                        .in(3)
                        .in(3),
                GradientCase.of("group norm", new GroupNormalization(2, 1e-3f))
                        .in(2, 4, 2, 3)
                        .in(4)
                        .in(4),
                new GradientCase("layer norm", new LayerNormalization(-1, 1e-3f), 1)
                        .in(3, 2, 5)
                        .in(5)
                        .in(5),
                new GradientCase("layer norm of two axes", new LayerNormalization(1, 1e-3f), 1)
                        .in(3, 2, 5)
                        .in(2, 5)
                        .in(2, 5),
                GradientCase.of("lrn", new LRN(0.3f, 0.75f, 1, 3)).in(2, 5, 2, 2),
                GradientCase.of("lrn even", new LRN(0.3f, 0.75f, 1, 4)).in(2, 5, 2, 2),
                GradientCase.of("softmax", new Softmax(-1, false, false)).in(3, 4),
                GradientCase.of("softmax of channels", new Softmax(1, false, false)).in(2, 3, 2, 2),
                GradientCase.of("softmax flattened", new Softmax(1, false, true)).in(2, 3, 2),
                GradientCase.of("log softmax", new Softmax(1, true, false)).in(3, 4),
                GradientCase.of("dropout", new DropoutTraining(0.4f, false, 3))
                        .in(3, 4)
                        .longs(1, 2),
                GradientCase.of("dropout of channels", new DropoutTraining(0.4f, true, 3))
                        .in(3, 4, 2)
                        .longs(1, 2));
    }

    private static List<GradientCase> reductions() {
        List<GradientCase> cases = new ArrayList<>();
        for (Reduce.Kind kind : Reduce.Kind.values()) {
            if (kind == Reduce.Kind.PROD) {
                continue;
            }
            boolean log = kind == Reduce.Kind.LOG_SUM;
            for (int i = 0; i < 3; i++) {
                boolean keep = i == 1;
                GradientCase one = GradientCase.of(kind + " " + i, new Reduce(kind, keep, false));
                one = log ? one.positive(2, 3, 4) : one.in(2, 3, 4);
                cases.add(i == 2 ? one : one.longs(-1, 0));
            }
        }
        cases.add(GradientCase.of("mean", new ReduceMean(false)).in(2, 3, 4).longs(1));
        cases.add(GradientCase.of("mean kept", new ReduceMean(true)).in(2, 3, 4).longs(0, 2));
        cases.add(GradientCase.of("mean of all", new ReduceMean(false)).in(2, 3, 4));
        return cases;
    }

    private static List<GradientCase> movements() {
        List<GradientCase> cases = new ArrayList<>();
        cases.add(GradientCase.of("reshape", new Reshape(false)).in(2, 6).longs(3, -1));
        cases.add(GradientCase.of("flatten", new Flatten(1)).in(2, 3, 2));
        cases.add(GradientCase.of("unsqueeze", new Unsqueeze()).in(2, 3).longs(1));
        cases.add(GradientCase.of("transpose", new Transpose(List.of(2, 0, 1))).in(2, 3, 4));
        cases.add(GradientCase.of("transpose all", new Transpose(List.of())).in(2, 3, 4));
        cases.add(GradientCase.of("concat", new Concat(1)).in(2, 3, 2).in(2, 1, 2).in(2, 2, 2));
        cases.add(new GradientCase("split", new Split(1), 2).in(2, 5, 2).longs(3, 2));
        cases.add(GradientCase.of("expand", new Expand()).in(3, 1).longs(2, 3, 4));
        cases.add(
                GradientCase.of("slice", new Slice())
                        .in(5, 6)
                        .longs(4, 1)
                        .longs(-6, 6)
                        .longs(0, 1)
                        .longs(-2, 2));
        cases.add(GradientCase.of("gather", new Gather(1)).in(2, 4).longs(3, 1, 3, -1));
        cases.add(
                GradientCase.of("gather elements", new GatherElements(0))
                        .in(3, 2)
                        .add(Tensor.ofLongs(Shape.of(2, 2), 2, 0, 2, 1), false));
        cases.add(GradientCase.of("tile", new Tile()).in(2, 3).longs(2, 2));
        cases.add(
                GradientCase.of("crop and pad", new CenterCropPad(List.of())).in(3, 5).longs(5, 2));
        cases.add(GradientCase.of("cumulative sum", new CumSum(true, false)).in(5).longs(0));
        cases.add(new GradientCase("top k", new TopK(-1, true), 2).in(3, 5).longs(2));
        for (Pad.Mode mode : Pad.Mode.values()) {
            cases.add(
                    GradientCase.of("pad " + mode, new Pad(mode))
                            .in(2, 4)
                            .longs(0, 2, 1, 1)
                            .scalar(3));
        }
        for (Resize.Mode mode : Resize.Mode.values()) {
            cases.add(
                    GradientCase.of("resize " + mode, Resize.of(mode))
                            .in(1, 2, 3, 4)
                            .absent()
                            .absent()
                            .longs(1, 2, 5, 9));
            cases.add(
                    GradientCase.of(
                                    "resize half " + mode,
                                    resize(mode, Resize.Coordinates.HALF_PIXEL))
                            .in(1, 2, 3, 4)
                            .absent()
                            .absent()
                            .longs(1, 2, 6, 3));
            cases.add(
                    GradientCase.of(
                                    "resize corners " + mode,
                                    resize(mode, Resize.Coordinates.ALIGN_CORNERS))
                            .in(1, 2, 3, 4)
                            .absent()
                            .absent()
                            .longs(1, 2, 6, 8));
        }
        return cases;
    }

    private static Resize resize(Resize.Mode mode, Resize.Coordinates coordinates) {
        return new Resize(
                mode,
                coordinates,
                Resize.Nearest.ROUND_PREFER_FLOOR,
                -0.75f,
                false,
                0,
                false,
                Resize.Policy.STRETCH,
                List.of());
    }

    private static List<GradientCase> losses() {
        List<GradientCase> cases = new ArrayList<>();
        for (var reduction : NegativeLogLikelihoodLoss.Reduction.values()) {
            cases.add(
                    GradientCase.of(
                                    "nll " + reduction,
                                    new NegativeLogLikelihoodLoss(reduction, null))
                            .in(4, 3)
                            .longs(2, 0, 1, 1));
            cases.add(
                    GradientCase.of(
                                    "nll weighted " + reduction,
                                    new NegativeLogLikelihoodLoss(reduction, 1L))
                            .in(2, 3, 2)
                            .add(Tensor.ofLongs(Shape.of(2, 2), 2, 1, 0, 2), false)
                            .positive(3)
                            .fixed());
        }
        return cases;
    }
}
