package dev.lanewise.model.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Prologue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Interpreter;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.Types;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.Channels;
import dev.lanewise.model.op.Clip;
import dev.lanewise.model.op.Concat;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.ConvTranspose;
import dev.lanewise.model.op.Dropout;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.ElementwiseGradient;
import dev.lanewise.model.op.Flatten;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.GlobalPool;
import dev.lanewise.model.op.Identity;
import dev.lanewise.model.op.LayerNormalization;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.MaxPoolGradient;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Pad;
import dev.lanewise.model.op.ReduceMean;
import dev.lanewise.model.op.Reshape;
import dev.lanewise.model.op.Slice;
import dev.lanewise.model.op.SpatialWindow;
import dev.lanewise.model.op.Split;
import dev.lanewise.model.op.Transpose;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/** Each pass by itself: what it makes of a graph, and that the graph still computes the same. */
class PassesTest {

    private static final Shape INPUT = Shape.of(1, 2, 3, 3);

    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants = new HashMap<>();

    private String node(Op op, String... inputs) {
        String output = "v" + nodes.size();
        nodes.add(new Node(op.type(), op, List.of(inputs), List.of(output)));
        return output;
    }

    private String constant(Shape shape, double first) {
        String name = "c" + constants.size();
        Tensor tensor = Tensor.of(shape, new float[shape.elements()]);
        for (int i = 0; i < shape.elements(); i++) {
            tensor.setDouble(i, first + 0.25 * i);
        }
        constants.put(name, tensor);
        return name;
    }

    private String conv(String x) {
        SpatialWindow window =
                new SpatialWindow(
                        List.of(1, 1), List.of(), List.of(), List.of(), AutoPad.NOTSET, false);
        return node(
                new Conv(window, 1, Epilogue.NONE),
                x,
                constant(Shape.of(2, 2, 1, 1), -0.5),
                constant(Shape.of(2), 1));
    }

    private String transposed(String x, int groups) {
        SpatialWindow window = window(2, 2, List.of(), AutoPad.NOTSET, false);
        return node(
                new ConvTranspose(window, groups, List.of(), List.of()),
                x,
                constant(Shape.of(2, 2, 2, 2), -0.5));
    }

    private Graph typed(String... outputs) {
        Graph graph =
                new Graph(
                        "test",
                        List.of(TensorInfo.of("x", DType.FLOAT32, INPUT)),
                        List.of(outputs),
                        nodes,
                        constants,
                        Map.of());
        return Types.infer(graph, Map.of("x", INPUT));
    }

    /** Applies the pass and checks the operators that remain and the values that come out. */
    private Graph assertBecomes(UnaryOperator<Graph> pass, Graph before, String... types) {
        Graph after = pass.apply(before);
        assertEquals(List.of(types), after.nodes().stream().map(n -> n.op().type()).toList());
        float[] x = new float[INPUT.elements()];
        for (int i = 0; i < x.length; i++) {
            x[i] = 0.7f * i - 5;
        }
        Map<String, Tensor> inputs = Map.of("x", Tensor.of(INPUT, x));
        List<Tensor> expected = Interpreter.run(before, inputs);
        List<Tensor> actual = Interpreter.run(after, inputs);
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(
                    expected.get(i).toFloatArray(),
                    actual.get(i).toFloatArray(),
                    1e-5f,
                    "output " + i);
        }
        return after;
    }

    @Test
    void identitiesGoUnlessTheyAreOutputs() {
        constants.put("none", Tensor.ofLongs(Shape.of(8), new long[8]));
        String padded = node(new Pad(Pad.Mode.CONSTANT), node(new Dropout(), "x"), "none");
        String relu = node(new Elementwise(Unary.RELU), padded);
        assertBecomes(
                RemoveIdentities::apply, typed(node(new Identity(), relu)), "Relu", "Identity");
    }

    @Test
    void paddingThatAddsSomethingStays() {
        constants.put("bottom", Tensor.ofLongs(Shape.of(8), 0, 0, 0, 0, 0, 0, 1, 0));
        String padded = node(new Pad(Pad.Mode.CONSTANT), "x", "bottom");
        assertBecomes(RemoveIdentities::apply, typed(padded), "Pad");
    }

    private String pad(String x, long... pads) {
        String name = "pads" + constants.size();
        constants.put(name, Tensor.ofLongs(Shape.of(pads.length), pads));
        return node(new Pad(Pad.Mode.CONSTANT), x, name);
    }

    private static SpatialWindow window(
            int kernel, int stride, List<Integer> pads, AutoPad autoPad, boolean ceil) {
        List<Integer> strides = List.of(stride, stride);
        return new SpatialWindow(List.of(kernel, kernel), strides, pads, List.of(), autoPad, ceil);
    }

    private String conv3x3(String x, int stride, List<Integer> pads, AutoPad autoPad) {
        return node(
                new Conv(window(3, stride, pads, autoPad, false), 1, Epilogue.NONE),
                x,
                constant(Shape.of(2, 2, 3, 3), -0.5),
                constant(Shape.of(2), 1));
    }

    @Test
    void zerosAroundTheInputOfAConvolutionAreItsPadding() {
        String a = conv3x3(pad("x", 0, 0, 1, 0, 0, 0, 2, 1), 2, List.of(), AutoPad.VALID);
        String b =
                conv3x3(pad("x", 0, 0, 0, 1, 0, 0, 0, 1), 1, List.of(1, 0, 1, 0), AutoPad.NOTSET);
        String c = conv3x3(pad("x", 0, 0, 1, 0, 0, 0, 0, 1), 2, List.of(), AutoPad.SAME_UPPER);
        Graph after = FoldPad.apply(typed(a, b, c)).pruned();
        assertBecomes(
                graph -> FoldPad.apply(graph).pruned(), typed(a, b, c), "Conv", "Conv", "Conv");
        Conv first = (Conv) after.nodes().getFirst().op();
        assertEquals(List.of(1, 0, 2, 1), first.window().pads());
    }

    @Test
    void paddingThatAConvolutionCannotAddStays() {
        String wide = conv3x3(pad("x", 0, 0, 3, 0, 0, 0, 0, 0), 1, List.of(), AutoPad.NOTSET);
        String twice =
                conv3x3(pad("x", 0, 0, 2, 0, 0, 0, 0, 0), 1, List.of(1, 0, 0, 0), AutoPad.NOTSET);
        String less = conv3x3(pad("x", 0, 0, -1, 1, 0, 0, 1, 1), 1, List.of(), AutoPad.NOTSET);
        String batch = conv3x3(pad("x", 1, 0, 0, 0, 0, 0, 0, 0), 1, List.of(), AutoPad.NOTSET);
        constants.put("sides", Tensor.ofLongs(Shape.of(8), 0, 0, 1, 1, 0, 0, 1, 1));
        String ones = node(new Pad(Pad.Mode.CONSTANT), "x", "sides", constant(Shape.of(), 1));
        String edge = node(new Pad(Pad.Mode.EDGE), "x", "sides");
        Graph before =
                typed(
                        wide,
                        twice,
                        less,
                        batch,
                        conv3x3(ones, 1, List.of(), AutoPad.NOTSET),
                        conv3x3(edge, 1, List.of(), AutoPad.NOTSET));
        Graph after = FoldPad.apply(before);
        assertEquals(before.nodes(), after.nodes());
    }

    @Test
    void zerosThatAnAverageCountsAreItsPadding() {
        SpatialWindow plain = window(2, 1, List.of(), AutoPad.NOTSET, false);
        SpatialWindow padded = window(3, 2, List.of(1, 1, 1, 1), AutoPad.NOTSET, false);
        String a = node(new AveragePool(plain, false), pad("x", 0, 0, 1, 0, 0, 0, 0, 1));
        String b = node(new AveragePool(padded, true), pad("x", 0, 0, 1, 0, 0, 0, 0, 1));
        assertBecomes(
                graph -> FoldPad.apply(graph).pruned(), typed(a, b), "AveragePool", "AveragePool");
    }

    @Test
    void zerosThatAnAverageWouldNotCountStay() {
        SpatialWindow padded = window(3, 2, List.of(1, 1, 1, 1), AutoPad.NOTSET, false);
        SpatialWindow ceil = window(2, 2, List.of(), AutoPad.NOTSET, true);
        String a = node(new AveragePool(padded, false), pad("x", 0, 0, 1, 0, 0, 0, 0, 1));
        String b = node(new AveragePool(ceil, true), pad("x", 0, 0, 1, 0, 0, 0, 1, 1));
        assertBecomes(FoldPad::apply, typed(a, b), "Pad", "AveragePool", "Pad", "AveragePool");
    }

    @Test
    void zerosAreThePaddingOfAMaximumOfWhatIsNotNegative() {
        SpatialWindow window = window(3, 2, List.of(), AutoPad.NOTSET, false);
        String relu = node(new Elementwise(Unary.RELU), "x");
        String a = node(new MaxPool(window, false), pad(relu, 0, 0, 1, 1, 0, 0, 1, 1));
        assertBecomes(graph -> FoldPad.apply(graph).pruned(), typed(a), "Relu", "MaxPool");
    }

    @Test
    void zerosBesideNegativeValuesStay() {
        SpatialWindow window = window(3, 2, List.of(), AutoPad.NOTSET, false);
        String low = node(new Elementwise(new Unary(Unary.Function.AFFINE, 1, -9)), "x");
        String a = node(new MaxPool(window, false), pad(low, 0, 0, 1, 1, 0, 0, 1, 1));
        assertBecomes(FoldPad::apply, typed(a), "Affine", "Pad", "MaxPool");
    }

    @Test
    void clipBetweenConstantsIsAnElementwiseFunction() {
        String low = constant(Shape.of(), 0);
        String high = constant(Shape.of(), 6);
        Graph after =
                assertBecomes(
                        RecognizeClip::apply, typed(node(new Clip(), "x", low, high)), "Clip");
        assertEquals(new Elementwise(Unary.clip(0, 6)), after.nodes().getFirst().op());
    }

    private String elementwise(Unary function, String x) {
        return node(new Elementwise(function), x);
    }

    private static Unary affine(float alpha, float beta) {
        return new Unary(Unary.Function.AFFINE, alpha, beta);
    }

    @Test
    void arithmeticWithAScalarIsAnAffineFunction() {
        String half = constant(Shape.of(1), 0.5);
        String sum = node(new Arithmetic(Binary.ADD), half, "x");
        String difference = node(new Arithmetic(Binary.SUB), half, sum);
        String product = node(new Arithmetic(Binary.MUL), difference, half);
        String quotient = node(new Arithmetic(Binary.DIV), product, half);
        String reciprocal = node(new Arithmetic(Binary.DIV), half, quotient);
        assertBecomes(
                RecognizeAffine::apply,
                typed(reciprocal),
                "Affine",
                "Affine",
                "Affine",
                "Affine",
                "Div");
    }

    @Test
    void arithmeticWithAScalarOfMoreDimensionsStays() {
        String half = constant(Shape.of(1, 1, 1, 1, 1), 0.5);
        assertBecomes(
                RecognizeAffine::apply, typed(node(new Arithmetic(Binary.ADD), half, "x")), "Add");
    }

    @Test
    void affineFunctionsInARowAreOne() {
        Graph after =
                assertBecomes(
                        MergeAffine::apply,
                        typed(elementwise(affine(2, 3), elementwise(affine(-1, 0.5f), "x"))),
                        "Affine");
        assertEquals(new Elementwise(affine(-2, 4)), after.nodes().getFirst().op());
    }

    @Test
    void affineFunctionsThatCancelAreAnIdentity() {
        assertBecomes(
                MergeAffine::apply,
                typed(elementwise(affine(1 / 6f, 0), elementwise(affine(6, 0), "x"))),
                "Identity");
    }

    @Test
    void affineFunctionThatOthersReadIsNotMerged() {
        String first = elementwise(affine(2, 3), "x");
        assertBecomes(
                MergeAffine::apply,
                typed(elementwise(affine(-1, 0), first), first),
                "Affine",
                "Affine");
    }

    @Test
    void scaleAndShiftOfChannelsFoldIntoTheConvolutionBefore() {
        String perChannel = constant(Shape.of(2, 1, 1), 0.5);
        String scaled = node(new Arithmetic(Binary.MUL), perChannel, conv("x"));
        String shifted = node(new Arithmetic(Binary.ADD), scaled, perChannel);
        assertBecomes(FoldAffine::apply, typed(elementwise(affine(-2, 1.5f), shifted)), "Conv");
    }

    @Test
    void scaleAndShiftOfChannelsFoldIntoTheTransposedConvolutionBefore() {
        for (int groups = 1; groups <= 2; groups++) {
            String perChannel = constant(Shape.of(2 * groups, 1, 1), 0.5);
            String scaled = node(new Arithmetic(Binary.MUL), perChannel, transposed("x", groups));
            String shifted = node(new Arithmetic(Binary.ADD), scaled, perChannel);
            assertBecomes(
                    FoldAffine::apply,
                    typed(elementwise(affine(-2, 1.5f), shifted)),
                    "ConvTranspose");
            nodes.clear();
        }
    }

    @Test
    void scaleThatIsNotPerChannelStays() {
        String perRow = constant(Shape.of(3, 1), 0.5);
        assertBecomes(
                FoldAffine::apply,
                typed(node(new Arithmetic(Binary.MUL), conv("x"), perRow)),
                "Conv",
                "Mul");
    }

    @Test
    void hardSwishIsRecoveredWhereverTheSixthStands() {
        String sixth = elementwise(Unary.clip(0, 6), elementwise(affine(1, 3), "x"));
        String before =
                node(new Arithmetic(Binary.MUL), elementwise(affine(1 / 6f, 0), sixth), "x");
        String clip = elementwise(Unary.clip(0, 6), elementwise(affine(1, 3), before));
        String after =
                elementwise(affine(1 / 6f, 0), node(new Arithmetic(Binary.MUL), before, clip));
        assertBecomes(
                graph -> RemoveIdentities.apply(MergeAffine.apply(RecognizeGates.apply(graph))),
                typed(elementwise(Unary.RELU, after)),
                "HardSwish",
                "HardSwish",
                "Relu");
    }

    @Test
    void productWithTheClippedSumOfAnotherValueStays() {
        String other = elementwise(Unary.RELU, "x");
        String clip = elementwise(Unary.clip(0, 6), elementwise(affine(1, 3), other));
        assertBecomes(
                RecognizeGates::apply,
                typed(node(new Arithmetic(Binary.MUL), "x", clip)),
                "Relu",
                "Affine",
                "Clip",
                "Mul");
    }

    @Test
    void hardSwishTakesTheScaleAndShiftBehindIt() {
        String conv = elementwise(Unary.of(Unary.Function.HARD_SWISH), conv("x"));
        String second =
                elementwise(Unary.of(Unary.Function.HARD_SWISH), elementwise(affine(2, -1), conv));
        Graph after =
                assertBecomes(
                        FuseActivation::apply,
                        typed(elementwise(affine(0.5f, 1), second)),
                        "Conv",
                        "ScaledHardSwish");
        assertEquals(
                new Unary(Unary.Function.SCALED_HARD_SWISH, 2, -1),
                ((Conv) after.nodes().getFirst().op()).epilogue().activation());
    }

    @Test
    void geluIsRecoveredWhereverTheHalfStands() {
        float sqrtHalf = (float) Math.sqrt(0.5);
        String erf =
                elementwise(Unary.of(Unary.Function.ERF), elementwise(affine(sqrtHalf, 0), "x"));
        String before =
                node(
                        new Arithmetic(Binary.MUL),
                        elementwise(affine(0.5f, 0), "x"),
                        elementwise(affine(1, 1), erf));
        String next =
                elementwise(Unary.of(Unary.Function.ERF), elementwise(affine(sqrtHalf, 0), before));
        String after =
                elementwise(
                        affine(0.5f, 0),
                        node(new Arithmetic(Binary.MUL), elementwise(affine(1, 1), next), before));
        assertBecomes(
                graph -> RemoveIdentities.apply(MergeAffine.apply(RecognizeGelu.apply(graph))),
                typed(elementwise(Unary.RELU, after)),
                "Gelu",
                "Gelu",
                "Relu");
    }

    @Test
    void productWithTheErfOfAnotherValueStays() {
        float sqrtHalf = (float) Math.sqrt(0.5);
        String other = elementwise(affine(sqrtHalf, 0), elementwise(Unary.RELU, "x"));
        String sum = elementwise(affine(1, 1), elementwise(Unary.of(Unary.Function.ERF), other));
        assertBecomes(
                RecognizeGelu::apply,
                typed(node(new Arithmetic(Binary.MUL), "x", sum)),
                "Relu",
                "Affine",
                "Erf",
                "Affine",
                "Mul");
    }

    /** Layer normalisation over axes {@code first} to 3, the square as a power or a product. */
    private String spelledLayerNorm(String x, int first, boolean power, float alpha) {
        long[] axes = LongStream.range(first, 4).toArray();
        constants.put("axes", Tensor.ofLongs(Shape.of(axes.length), axes));
        Shape row = Shape.of(Arrays.copyOfRange(INPUT.dims(), first, 4));
        String difference =
                node(new Arithmetic(Binary.SUB), x, node(new ReduceMean(true), x, "axes"));
        String square =
                power
                        ? node(new Arithmetic(Binary.POW), difference, constant(Shape.of(), 2))
                        : node(new Arithmetic(Binary.MUL), difference, difference);
        String variance = node(new ReduceMean(true), square, "axes");
        String root =
                elementwise(
                        Unary.of(Unary.Function.SQRT), elementwise(affine(alpha, 1e-5f), variance));
        String normal = node(new Arithmetic(Binary.DIV), difference, root);
        String scaled = node(new Arithmetic(Binary.MUL), normal, constant(row, 1));
        return node(new Arithmetic(Binary.ADD), constant(row, -1), scaled);
    }

    @Test
    void layerNormalizationIsRecovered() {
        String first = spelledLayerNorm("x", 3, true, 1);
        Graph after =
                assertBecomes(
                        RecognizeLayerNormalization::apply,
                        typed(spelledLayerNorm(first, 3, false, 1)),
                        "LayerNormalization",
                        "LayerNormalization");
        assertEquals(new LayerNormalization(3, 1e-5f), after.nodes().getFirst().op());
    }

    @Test
    void layerNormalizationOverSeveralAxesIsRecovered() {
        assertBecomes(
                RecognizeLayerNormalization::apply,
                typed(spelledLayerNorm("x", 1, true, 1)),
                "LayerNormalization");
    }

    @Test
    void layerNormalizationWithAnotherVarianceStays() {
        Graph before = typed(spelledLayerNorm("x", 3, true, 2));
        assertBecomes(
                RecognizeLayerNormalization::apply,
                before,
                before.nodes().stream().map(n -> n.op().type()).toArray(String[]::new));
    }

    private String gemm(String x, int from, int to) {
        return node(
                new Gemm(1, 1, false, true, Unary.IDENTITY),
                x,
                constant(Shape.of(to, from), -2),
                constant(Shape.of(to), 1));
    }

    @Test
    void matrixProductOfFlattenedMapsIsAConvolution() {
        String flat = node(new Flatten(1), conv("x"));
        Graph after =
                assertBecomes(
                        GemmToConv::apply, typed(gemm(flat, 18, 5)), "Conv", "Conv", "Flatten");
        assertEquals(Shape.of(1, 5, 1, 1), after.type(after.nodes().get(1).output()).shape());
    }

    @Test
    void matrixProductBehindAnotherStays() {
        String flat = node(new Flatten(1), conv("x"));
        assertBecomes(
                GemmToConv::apply,
                typed(gemm(gemm(flat, 18, 5), 5, 3)),
                "Conv",
                "Conv",
                "Flatten",
                "Gemm");
    }

    @Test
    void matrixProductOfAFlattenedInputStays() {
        String flat = node(new Flatten(1), "x");
        assertBecomes(GemmToConv::apply, typed(gemm(flat, 18, 5)), "Flatten", "Gemm");
    }

    @Test
    void matrixProductOfMapsThatAreReadFlatElsewhereStays() {
        String flat = node(new Flatten(1), conv("x"));
        assertBecomes(GemmToConv::apply, typed(gemm(flat, 18, 5), flat), "Conv", "Flatten", "Gemm");
    }

    private String longs(long... values) {
        String name = "c" + constants.size();
        constants.put(name, Tensor.ofLongs(Shape.of(values.length), values));
        return name;
    }

    private String channelSlice(String x, int from, int to) {
        return node(new Slice(), x, longs(from), longs(to), longs(1));
    }

    /** [1, 6, 3, 3] with its channels shuffled in two groups. */
    private String shuffled(String x) {
        String groups = node(new Reshape(false), x, longs(1, 2, 3, 3, 3));
        String transposed = node(new Transpose(List.of(0, 2, 1, 3, 4)), groups);
        return node(new Reshape(false), transposed, longs(1, 6, 3, 3));
    }

    private static List<Integer> picked(Graph graph, int node) {
        return ((Channels) graph.nodes().get(node).op()).from();
    }

    @Test
    void channelShuffleAndItsSlicesReadTheConcatenatedValues() {
        String relu = elementwise(Unary.RELU, "x");
        String joined = node(new Concat(1), "x", relu, "x");
        String shuffled = shuffled(joined);
        Graph after =
                assertBecomes(
                        RecognizeChannels::apply,
                        typed(channelSlice(shuffled, 0, 3), channelSlice(shuffled, 3, 6)),
                        "Relu",
                        "Channels",
                        "Channels");
        // Channel c of the shuffled six is c % 2 * 3 + c / 2 of x, relu, x.
        assertEquals(List.of(0, 3, 1), picked(after, 1));
        assertEquals(List.of(2, 0, 3), picked(after, 2));
        assertEquals(List.of(relu, "x"), after.nodes().get(2).inputs());
    }

    @Test
    void splitOfChannelsIsChannelsForEachPart() {
        nodes.add(new Node("split", new Split(1), List.of("x"), List.of("a", "b")));
        Graph after =
                assertBecomes(RecognizeChannels::apply, typed("a", "b"), "Channels", "Channels");
        assertEquals(List.of(1), picked(after, 1));
    }

    @Test
    void slicesOfRowsAndTransposesOfOtherAxesStay() {
        String rows = node(new Slice(), "x", longs(0), longs(2), longs(2));
        String groups = node(new Reshape(false), "x", longs(1, 1, 2, 3, 3));
        String transposed = node(new Transpose(List.of(0, 1, 2, 4, 3)), groups);
        String other = node(new Reshape(false), transposed, longs(1, 2, 3, 3));
        assertBecomes(
                RecognizeChannels::apply,
                typed(rows, other),
                "Slice",
                "Reshape",
                "Transpose",
                "Reshape");
    }

    @Test
    void productWithItsOwnSigmoidIsSilu() {
        String gate = node(new Elementwise(Unary.of(Unary.Function.SIGMOID)), "x");
        assertBecomes(
                RecognizeGates::apply, typed(node(new Arithmetic(Binary.MUL), gate, "x")), "Silu");
    }

    private String gate(String x) {
        return elementwise(
                Unary.of(Unary.Function.SIGMOID), node(new GlobalPool(PoolSpec.Kind.AVERAGE), x));
    }

    @Test
    void productWithAGateBesideAShortcutIsOneProduct() {
        String x = conv("x");
        String first = node(new Arithmetic(Binary.MUL), x, gate(x));
        String second = node(new Arithmetic(Binary.MUL), gate(x), x);
        assertBecomes(
                GatedSum::apply,
                typed(
                        node(new Arithmetic(Binary.ADD), first, x),
                        node(new Arithmetic(Binary.ADD), x, second)),
                "Conv",
                "GlobalAveragePool",
                "Sigmoid",
                "GlobalAveragePool",
                "Sigmoid",
                "Affine",
                "Mul",
                "Affine",
                "Mul");
    }

    @Test
    void productBesideAnotherValueThanTheGatedOneStays() {
        String x = conv("x");
        String product = node(new Arithmetic(Binary.MUL), x, gate(x));
        Graph other = typed(node(new Arithmetic(Binary.ADD), product, "x"));
        assertEquals(other.nodes(), GatedSum.apply(other).nodes());
        Graph read = typed(node(new Arithmetic(Binary.ADD), product, x), product);
        assertEquals(read.nodes(), GatedSum.apply(read).nodes());
    }

    @Test
    void productWithAnotherSigmoidStays() {
        String other = node(new Elementwise(Unary.of(Unary.Function.NEG)), "x");
        String gate = node(new Elementwise(Unary.of(Unary.Function.SIGMOID)), other);
        assertBecomes(
                RecognizeGates::apply,
                typed(node(new Arithmetic(Binary.MUL), gate, "x")),
                "Neg",
                "Sigmoid",
                "Mul");
    }

    private String normalized(String x, Unary activation) {
        String scale = constant(Shape.of(2), 2);
        String rest = constant(Shape.of(2), 0.5);
        return node(new BatchNormalization(1e-3f, activation), x, scale, rest, rest, scale);
    }

    @Test
    void batchNormalizationIsThePrologueOfTheConvolutionBehindIt() {
        Graph after =
                assertBecomes(
                        FusePrologue::apply, typed(conv(normalized("x", Unary.RELU))), "Conv");
        assertEquals(
                new Prologue(false, true, Unary.RELU),
                ((Conv) after.nodes().getFirst().op()).prologue());
    }

    @Test
    void productWithGatesIsThePrologueOfTheConvolutionBehindIt() {
        String gate = node(new GlobalPool(PoolSpec.Kind.AVERAGE), "x");
        String product = node(new Arithmetic(Binary.MUL), gate, "x");
        Graph after =
                assertBecomes(
                        FusePrologue::apply, typed(conv(product)), "GlobalAveragePool", "Conv");
        assertEquals(
                new Prologue(true, false, Unary.IDENTITY),
                ((Conv) after.nodes().getLast().op()).prologue());
    }

    @Test
    void whatIsNotAFactorOfEachChannelOrReadElsewhereStays() {
        String read = normalized("x", Unary.RELU);
        String smooth = normalized("x", Unary.of(Unary.Function.SILU));
        String rows = node(new Arithmetic(Binary.MUL), "x", constant(Shape.of(1, 1, 3, 1), 1));
        String sum = node(new Arithmetic(Binary.ADD), "x", constant(Shape.of(1, 2, 1, 1), 1));
        String padded = normalized("x", Unary.RELU);
        Graph before =
                typed(
                        read,
                        conv(read),
                        conv(smooth),
                        conv(rows),
                        conv(sum),
                        conv3x3(padded, 1, List.of(1, 1, 1, 1), AutoPad.NOTSET));
        assertEquals(before.nodes(), FusePrologue.apply(before).nodes());
    }

    @Test
    void batchNormalizationFoldsIntoTheConvolutionBefore() {
        Shape channels = Shape.of(2);
        String norm =
                node(
                        // Large enough to matter.
                        new BatchNormalization(0.5f),
                        conv("x"),
                        constant(channels, 0.5),
                        constant(channels, -1),
                        constant(channels, 0.1),
                        constant(channels, 2));
        assertBecomes(FoldBatchNormalization::apply, typed(norm), "Conv");
    }

    @Test
    void batchNormalizationBehindABiasFoldsIntoTheTransposedConvolutionBefore() {
        for (int groups = 1; groups <= 2; groups++) {
            Shape channels = Shape.of(2 * groups);
            String bias = constant(Shape.of(2 * groups, 1, 1), 0.5);
            String norm =
                    node(
                            new BatchNormalization(0.5f),
                            node(new Arithmetic(Binary.ADD), transposed("x", groups), bias),
                            constant(channels, 0.5),
                            constant(channels, -1),
                            constant(channels, 0.1),
                            constant(channels, 2));
            String relu = node(new Elementwise(Unary.RELU), norm);
            assertBecomes(Passes::optimize, typed(relu), "ConvTranspose");
            nodes.clear();
        }
    }

    @Test
    void batchNormalizationOfAValueThatOthersReadStays() {
        Shape channels = Shape.of(2);
        String conv = conv("x");
        String norm =
                node(
                        new BatchNormalization(1e-5f),
                        conv,
                        constant(channels, 0.5),
                        constant(channels, -1),
                        constant(channels, 0.1),
                        constant(channels, 2));
        assertBecomes(
                FoldBatchNormalization::apply, typed(norm, conv), "Conv", "BatchNormalization");
    }

    @Test
    void sumBehindTheLaterConvolutionIsItsResidual() {
        String first = conv("x");
        String second = conv(first);
        Graph after =
                assertBecomes(
                        FuseResidual::apply,
                        typed(node(new Arithmetic(Binary.ADD), second, first)),
                        "Conv",
                        "Conv");
        assertEquals(first, after.nodes().getLast().input(3));
    }

    @Test
    void activationBehindResidualIsPartOfTheEpilogue() {
        String sum = node(new Arithmetic(Binary.ADD), conv("x"), "x");
        Graph fused = FuseResidual.apply(typed(node(new Elementwise(Unary.RELU), sum)));
        Graph after = assertBecomes(FuseActivation::apply, fused, "Conv");
        assertEquals(
                new Epilogue(true, Unary.RELU), ((Conv) after.nodes().getFirst().op()).epilogue());
    }

    /** ReLU, a pooling of 2x2 pixels, and both gradients. */
    private String poolGradient(SpatialWindow pooling) {
        String relu = node(new Elementwise(Unary.RELU), "x");
        String pooled = node(new MaxPool(pooling, false), relu);
        String dy = node(new Elementwise(new Unary(Unary.Function.AFFINE, 2, 3)), pooled);
        String dx = node(new MaxPoolGradient(pooling), relu, dy);
        return node(new ElementwiseGradient(Unary.RELU), relu, dx);
    }

    private static SpatialWindow pooling() {
        return new SpatialWindow(
                List.of(2, 2), List.of(1, 1), List.of(), List.of(), AutoPad.NOTSET, false);
    }

    @Test
    void gradientOfReluIsTakenOnThePooledPlane() {
        Graph after =
                assertBecomes(
                        ReluGradientBehindPool::apply,
                        typed(poolGradient(pooling())),
                        "Relu",
                        "MaxPool",
                        "Affine",
                        "ReluGradient",
                        "MaxPoolGradient");
        Node gradient = after.nodes().get(3);
        assertEquals("v1", gradient.input(0));
        assertEquals(Shape.of(1, 2, 2, 2), after.type(gradient.output()).shape());
    }

    @Test
    void gradientOfAPoolingThatOthersReadStays() {
        String relu = poolGradient(pooling());
        assertBecomes(
                ReluGradientBehindPool::apply,
                typed(relu, "v3"),
                "Relu",
                "MaxPool",
                "Affine",
                "MaxPoolGradient",
                "ReluGradient");
    }
}
