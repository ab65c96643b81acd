package dev.lanewise.model.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Prologue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.BlockedKernels;
import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.PlanReport;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Interpreter;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.Types;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.Concat;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.CumSum;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Flatten;
import dev.lanewise.model.op.Identity;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Resize;
import dev.lanewise.model.op.Softmax;
import dev.lanewise.model.op.SpatialWindow;
import dev.lanewise.model.op.TopK;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Where values lie, how long they stay there, and which copies are made. Blocks of 4 channels. */
class PlannerTest {

    private static final int BLOCK = 4;
    private static final Shape IMAGE = Shape.of(1, 8, 6, 5);

    private final List<TensorInfo> inputs = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants = new HashMap<>();

    private void input(String name, Shape shape) {
        inputs.add(TensorInfo.of(name, DType.FLOAT32, shape));
    }

    private void node(String name, Op op, String... reads) {
        nodes.add(new Node(name, op, List.of(reads), List.of(name)));
    }

    private void relu(String name, String x) {
        node(name, new Elementwise(Unary.RELU), x);
    }

    /** A convolution that keeps the extents. */
    private void conv(String name, String x, int in, int out, int kernel) {
        constants.put(name + ".w", random(Shape.of(out, in, kernel, kernel)));
        constants.put(name + ".b", random(Shape.of(out)));
        node(name, convOp(kernel, Epilogue.NONE), x, name + ".w", name + ".b");
    }

    private static Conv convOp(int kernel, Epilogue epilogue) {
        List<Integer> pads = Collections.nCopies(4, kernel / 2);
        SpatialWindow window =
                new SpatialWindow(
                        List.of(kernel, kernel), List.of(), pads, List.of(), AutoPad.NOTSET, false);
        return new Conv(window, 1, epilogue);
    }

    private static Tensor random(Shape shape) {
        Random random = new Random(shape.hashCode());
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-4, 5);
        }
        return Tensor.of(shape, values);
    }

    private Graph graph(String... outputs) {
        return new Graph("g", inputs, List.of(outputs), nodes, constants, Map.of());
    }

    private static Plan plan(Graph graph) {
        Map<String, Shape> shapes = new HashMap<>();
        graph.inputs().forEach(input -> shapes.put(input.name(), input.shape(1)));
        Kernels kernels = BlockedKernels.of(BLOCK);
        return Plan.of(
                Types.infer(graph, shapes),
                kernels,
                new ConvChoice(kernels, Double.POSITIVE_INFINITY, null),
                new PackedWeights(Arena.ofAuto()));
    }

    /** The plan, after it has computed what the graph means, in two runs. */
    private Plan right(String... outputs) {
        Graph graph = graph(outputs);
        Map<String, Tensor> values = new HashMap<>();
        inputs.forEach(input -> values.put(input.name(), random(input.shape(1))));
        List<Tensor> expected = Interpreter.run(graph, values);
        Plan plan = plan(graph);
        assertLivesAreRight(plan);
        try (Arena arena = Arena.ofConfined();
                Execution execution = new Execution(plan, arena, 1, null, false)) {
            for (int i = 0; i < inputs.size(); i++) {
                Tensor from = values.get(inputs.get(i).name());
                execution.inputs().get(i).copyFrom(from.toFloatArray());
            }
            for (int run = 0; run < 2; run++) {
                execution.run();
                for (int i = 0; i < outputs.length; i++) {
                    assertArrayEquals(
                            expected.get(i).toFloatArray(),
                            execution.outputs().get(i).toFloatArray(),
                            outputs[i]);
                }
            }
        }
        return plan;
    }

    /** Memory lives from the first step that touches it to the last. */
    private static void assertLivesAreRight(Plan plan) {
        Map<Buffer, Integer> last = new HashMap<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            for (Value value : operands(plan.steps().get(i))) {
                if (value != null && value.slot() instanceof Slot.InArena slot) {
                    assertTrue(slot.buffer().first <= i, "step " + i);
                    last.put(slot.buffer(), i);
                }
            }
        }
        last.forEach((buffer, step) -> assertEquals(step, buffer.last));
    }

    private static List<@Nullable Value> operands(Step step) {
        List<@Nullable Value> all = new ArrayList<>();
        switch (step) {
            case Step.Run run -> all.addAll(run.operands());
            case Step.Pack pack -> {
                all.add(pack.weight());
                all.add(pack.bias());
                all.add(pack.output());
            }
            case Step.Plain plain -> {
                all.addAll(plain.inputs());
                all.addAll(plain.outputs());
            }
        }
        return all;
    }

    private static List<String> steps(Plan plan) {
        return plan.steps().stream().map(step -> step.node().op().type()).toList();
    }

    private static Slot slot(Plan plan, String node) {
        return plan.steps().stream()
                .filter(step -> step.node().name().equals(node))
                .filter(step -> !(step.node().op() instanceof Identity))
                .findFirst()
                .orElseThrow()
                .output()
                .slot();
    }

    private static Buffer buffer(Slot slot) {
        return ((Slot.InArena) slot).buffer();
    }

    @Test
    void readersOfOneLayoutShareACopy() {
        input("x", IMAGE);
        conv("a", "x", 8, 8, 1);
        conv("b", "x", 8, 8, 1);
        assertEquals(
                List.of("Identity", "Conv", "Conv", "Identity", "Identity"),
                steps(right("a", "b")));
    }

    /**
     * The copy is made for the reader that comes first, but with the halo that the last one wants.
     */
    @Test
    void aCopyHasTheHaloOfAllReaders() {
        input("x", IMAGE);
        conv("a", "x", 8, 8, 1);
        conv("b", "x", 8, 8, 3);
        conv("c", "x", 8, 8, 5);
        Plan plan = right("a", "b", "c");
        assertEquals(
                List.of("Identity", "Conv", "Conv", "Conv", "Identity", "Identity", "Identity"),
                steps(plan));
        assertEquals("NCHW4c+2", plan.steps().getFirst().report(0).layout());
    }

    @Test
    void readersOfRowsShareACopy() {
        input("x", IMAGE);
        conv("a", "x", 8, 8, 1);
        node("b", new Softmax(3, false, false), "a");
        node("c", new Softmax(2, false, false), "a");
        assertEquals(
                List.of("Identity", "Conv", "Identity", "Softmax", "Softmax"),
                steps(right("b", "c")));
    }

    @Test
    void constantsAreReorderedOnceAndBeforeTheFirstRun() {
        input("x", IMAGE);
        constants.put("k", random(IMAGE));
        conv("a", "x", 8, 8, 3);
        node("b", new Arithmetic(Binary.ADD), "a", "k");
        node("c", new Arithmetic(Binary.MUL), "b", "k");
        Plan plan = right("c");
        assertEquals(List.of("Identity", "Conv", "Add", "Mul", "Identity"), steps(plan));
        long weights = 4L * (8 * 8 * 9 + 8);
        assertEquals(weights + 4L * IMAGE.elements(), plan.weightBytes());
    }

    @Test
    void aChainOfFunctionsWorksInPlace() {
        input("x", IMAGE);
        conv("a", "x", 8, 8, 1);
        relu("b", "a");
        relu("c", "b");
        node("d", new Flatten(1), "c");
        Plan plan = right("d");
        assertEquals(slot(plan, "a"), slot(plan, "b"));
        assertEquals(slot(plan, "a"), slot(plan, "c"));
    }

    @Test
    void gatesScaleAnImageInPlaceUnlessItIsStillToBeRead() {
        input("x", IMAGE);
        input("gate", Shape.of(1, 8, 1, 1));
        conv("a", "x", 8, 8, 1);
        conv("b", "x", 8, 8, 1);
        Prologue gate = new Prologue(true, false, Unary.IDENTITY);
        // No kernel takes a prologue if the window has a stride.
        SpatialWindow strided =
                new SpatialWindow(
                        List.of(1, 1), List.of(2, 2), List.of(), List.of(), AutoPad.NOTSET, false);
        for (String image : List.of("a", "b")) {
            constants.put(image + ".k", random(Shape.of(8, 8, 1, 1)));
            Conv gated = new Conv(strided, 1, gate, Epilogue.NONE);
            node(image + ".gated", gated, image, image + ".k", "", "", "gate");
        }
        relu("later", "b");
        Plan plan = right("a.gated", "b.gated", "later");
        List<Boolean> inPlace =
                plan.steps().stream()
                        .filter(s -> s instanceof Step.Run run && run.operands().size() == 3)
                        .filter(s -> s.node().output().endsWith(".gated"))
                        .map(s -> ((Step.Run) s).operands())
                        .filter(o -> !(o.get(1).slot() instanceof Slot.Packed))
                        .map(o -> o.getFirst().slot().equals(o.getLast().slot()))
                        .toList();
        assertEquals(List.of(true, false), inPlace);
    }

    @Test
    void aChainOfConvolutionsAlternatesBetweenTwoBuffers() {
        input("x", IMAGE);
        conv("a", "x", 8, 8, 1);
        conv("b", "a", 8, 8, 1);
        conv("c", "b", 8, 8, 1);
        conv("d", "c", 8, 8, 1);
        Plan plan = right("d");
        // Input and output, and between them two by turns.
        assertEquals(4L * 4 * IMAGE.elements(), plan.arenaBytes());
        assertEquals(plan.arenaBytes(), plan.leastArenaBytes());
        long a = buffer(slot(plan, "a")).offset;
        assertEquals(a, buffer(slot(plan, "c")).offset);
        assertEquals(buffer(slot(plan, "b")).offset, buffer(slot(plan, "d")).offset);
    }

    @Test
    void whatIsStillToBeReadIsNotOverwritten() {
        input("x", IMAGE);
        conv("a", "x", 8, 8, 1);
        relu("b", "a");
        relu("c", "b");
        node("d", new Arithmetic(Binary.ADD), "c", "a");
        Plan plan = right("d");
        assertNotEquals(slot(plan, "a"), slot(plan, "b"));
        assertEquals(slot(plan, "b"), slot(plan, "c"));
        assertEquals(slot(plan, "b"), slot(plan, "d"));
    }

    @Test
    void neitherInputsNorOutputsAreOverwritten() {
        input("x", IMAGE);
        relu("a", "x");
        relu("b", "a");
        relu("c", "b");
        Plan plan = right("a", "c");
        assertNotEquals(buffer(plan.inputs().getFirst().slot()), buffer(slot(plan, "a")));
        assertNotEquals(buffer(slot(plan, "a")), buffer(slot(plan, "b")));
        assertEquals(slot(plan, "b"), slot(plan, "c"));
        assertEquals(3L * 4 * IMAGE.elements(), plan.arenaBytes());
        assertEquals(plan.arenaBytes(), plan.leastArenaBytes());
    }

    @Test
    void everyOutputHasMemoryOfItsOwn() {
        input("x", IMAGE);
        constants.put("k", random(IMAGE));
        relu("a", "x");
        node("same", new Identity(), "a");
        node("input", new Identity(), "x");
        node("constant", new Identity(), "k");
        Plan plan = right("a", "same", "input", "constant", "x");
        List<Buffer> memory = plan.outputs().stream().map(value -> buffer(value.slot())).toList();
        assertEquals(5, memory.stream().distinct().count());
        assertTrue(memory.stream().allMatch(buffer -> buffer.persistent));
        assertTrue(!memory.contains(buffer(plan.inputs().getFirst().slot())));
    }

    @Test
    void partsOfAConcatenationAreWrittenWhereTheyBelong() {
        input("x", IMAGE);
        conv("a", "x", 8, 8, 3);
        conv("b", "x", 8, 4, 3);
        conv("c", "x", 8, 3, 3);
        node("y", new Concat(1), "a", "b", "c");
        conv("z", "y", 15, 4, 3);
        Plan plan = right("z");
        assertEquals(List.of("Identity", "Conv", "Conv", "Conv", "Conv", "Identity"), steps(plan));
        Slot.InArena a = (Slot.InArena) slot(plan, "a");
        Slot.InArena b = (Slot.InArena) slot(plan, "b");
        Slot.InArena c = (Slot.InArena) slot(plan, "c");
        long block = 4L * BLOCK * 8 * 7;
        assertEquals(new Slot.InArena(a.buffer(), 0, 2 * block), a);
        assertEquals(new Slot.InArena(a.buffer(), 2 * block, block), b);
        assertEquals(new Slot.InArena(a.buffer(), 3 * block, block), c);
        assertEquals(4 * block, a.buffer().bytes);
    }

    /** They are put together block by block, in one step. */
    @Test
    void partsThatEndWithinABlockStayInBlocks() {
        input("x", IMAGE);
        conv("a", "x", 8, 6, 3);
        conv("b", "x", 8, 3, 3);
        conv("c", "x", 8, 4, 3);
        node("y", new Concat(1), "a", "b", "c");
        conv("z", "y", 13, 4, 3);
        Plan plan = right("z");
        assertEquals(
                List.of("Identity", "Conv", "Conv", "Conv", "Concat", "Conv", "Identity"),
                steps(plan));
    }

    /** Where the other operand of the sum is there already; else the sum is a step of its own. */
    @Test
    void aSumWithAnEnlargedMapIsOneStep() {
        input("x", Shape.of(1, 8, 6, 4));
        input("s", Shape.of(1, 8, 3, 2));
        constants.put("factors", Tensor.of(Shape.of(4), 1, 1, 2, 2));
        conv("a", "x", 8, 8, 1);
        conv("b", "s", 8, 8, 1);
        enlarged("c", "b");
        node("d", new Arithmetic(Binary.ADD), "a", "c");
        enlarged("e", "b");
        relu("f", "a");
        node("g", new Arithmetic(Binary.ADD), "e", "f");
        conv("y", "d", 8, 4, 3);
        Plan plan = right("y", "g");
        assertEquals(
                List.of(
                        "Identity",
                        "Conv",
                        "Identity",
                        "Conv",
                        "Add",
                        "Resize",
                        "Relu",
                        "Add",
                        "Conv",
                        "Identity",
                        "Identity"),
                steps(plan));
    }

    private void enlarged(String name, String x) {
        Resize nearest =
                new Resize(
                        Resize.Mode.NEAREST,
                        Resize.Coordinates.ASYMMETRIC,
                        Resize.Nearest.FLOOR,
                        -0.75f,
                        false,
                        0,
                        false,
                        Resize.Policy.STRETCH,
                        List.of());
        node(name, nearest, x, "", "factors");
    }

    /** Also where it is an output: its memory would be that of the parts. */
    @Test
    void aPartOfAConcatenationIsNoOutputItself() {
        input("x", Shape.of(1, 4, 1, 1));
        conv("a", "x", 4, 4, 1);
        conv("b", "x", 4, 4, 1);
        node("y", new Concat(1), "a", "b");
        Plan plan = right("y", "a", "b");
        List<Buffer> memory = plan.outputs().stream().map(value -> buffer(value.slot())).toList();
        assertEquals(3, memory.stream().distinct().count());
    }

    /** A halo that a part wants is one of the whole, and of all its parts. */
    @Test
    void partsOfAConcatenationHaveOneHalo() {
        input("x", IMAGE);
        conv("a", "x", 8, 8, 1);
        conv("b", "x", 8, 8, 1);
        node("y", new Concat(1), "a", "b");
        conv("z", "b", 8, 4, 5);
        Graph graph = Types.infer(graph("y", "z"), Map.of("x", IMAGE));
        HaloDemands halos = new HaloDemands(graph);
        Halo two = new Halo(2, 2, 2, 2);
        assertEquals(two, halos.of("b"));
        assertEquals(two, halos.of("y"));
        assertEquals(two, halos.of("a"));
        assertEquals(Halo.NONE, halos.of("z"));
        assertEquals(Halo.NONE, halos.of("x"));
        assertEquals(
                List.of("Identity", "Conv", "Conv", "Conv", "Identity", "Identity"),
                steps(right("y", "z")));
    }

    @Test
    void weightsFromRunTimeArePackedInEveryRun() {
        input("x", IMAGE);
        input("w", Shape.of(4, 8, 3, 3));
        input("b", Shape.of(4));
        node("y", convOp(3, Epilogue.NONE), "x", "w", "b");
        constants.put("k", random(Shape.of(4, 8, 3, 3)));
        node("z", convOp(3, Epilogue.NONE), "x", "k", "b");
        Plan plan = right("y", "z");
        assertEquals(2, plan.steps().stream().filter(s -> s instanceof Step.Pack).count());
        List<PlanReport.Step> convs =
                plan.steps().stream()
                        .filter(s -> s instanceof Step.Run && s.node().op() instanceof Conv)
                        .map(s -> s.report(0))
                        .toList();
        assertEquals(List.of(0L, 288L), convs.stream().map(PlanReport.Step::parameters).toList());
        assertEquals(4L * 8 * 9 * 30, convs.getFirst().macs());
        // Packed weights live until they are read, no longer.
        for (Step step : plan.steps()) {
            if (step instanceof Step.Pack pack) {
                Buffer packed = buffer(pack.output().slot());
                assertEquals(plan.steps().indexOf(step), packed.first);
                assertEquals(packed.first + 1, packed.last);
            }
        }
    }

    @Test
    void weightsThatAreComputedLiveUntilTheyArePacked() {
        input("x", IMAGE);
        input("w", Shape.of(4, 8, 3, 3));
        input("b", Shape.of(4));
        relu("w2", "w");
        relu("b2", "b");
        node("y", convOp(3, Epilogue.NONE), "x", "w2", "b2");
        node("z", convOp(3, Epilogue.NONE), "x", "w2");
        right("y", "z");
    }

    @Test
    void whatHasNoKernelReadsAndWritesRows() {
        input("x", IMAGE);
        constants.put("k", Tensor.ofLongs(Shape.of(1), 2));
        constants.put("axis", Tensor.ofLongs(Shape.of(new int[0]), 1));
        conv("a", "x", 8, 8, 1);
        node("sum", new CumSum(false, false), "a", "axis");
        // Its second output has no name, and so nobody reads it.
        node("top", new TopK(1, true), "sum", "k");
        conv("y", "top", 2, 4, 1);
        Plan plan = right("y");
        assertEquals(
                List.of("Identity", "Conv", "Identity", "CumSum", "TopK", "Conv", "Identity"),
                steps(plan));
        Step.Plain top = (Step.Plain) plan.steps().get(4);
        assertEquals("plain", top.name());
        assertEquals(2, top.outputs().size());
        assertEquals(DType.INT64, top.outputs().getLast().type().dtype());
        assertEquals(8L * 2 * 30, ((Slot.InArena) top.outputs().getLast().slot()).bytes());
    }

    @Test
    void aResidualIsReadWhereItLiesIfItLiesAsTheOutput() {
        Epilogue residual = new Epilogue(true, Unary.IDENTITY);
        input("x", IMAGE);
        conv("a", "x", 8, 8, 1);
        constants.put("w", random(Shape.of(8, 8, 3, 3)));
        node("b", convOp(3, residual), "a", "w", "", "a");
        node("c", convOp(3, residual), "b", "w", "", "a");
        assertEquals(List.of("Identity", "Conv", "Conv", "Conv", "Identity"), steps(right("c")));
        // In rows, as the input lies, it is copied, once.
        node("d", convOp(3, residual), "a", "w", "", "x");
        assertEquals(
                List.of("Identity", "Conv", "Conv", "Conv", "Conv", "Identity", "Identity"),
                steps(right("c", "d")));
    }

    @Test
    void parametersAreThoseOfWeightAndBias() {
        input("x", IMAGE);
        conv("a", "x", 8, 4, 3);
        constants.put("k", random(Shape.of(1, 4, 6, 5)));
        // A constant that nothing is multiplied with as weights are.
        node("b", new Arithmetic(Binary.ADD), "a", "k");
        List<PlanReport.Step> report =
                plan(graph("b")).steps().stream().map(step -> step.report(0)).toList();
        assertEquals(
                List.of(0L, 4 * 8 * 9 + 4L, 0L, 0L),
                report.stream().map(PlanReport.Step::parameters).toList());
        assertEquals(
                List.of(0L, 4L * 8 * 9 * 30, 0L, 0L),
                report.stream().map(PlanReport.Step::macs).toList());
    }

    @Test
    void anImageThatNoLayoutHoldsIsRefusedWithItsNode() {
        input("x", Shape.of(1, 1, 20_000, 20_000));
        conv("big", "x", 1, 2, 1);
        assertEquals(
                "Conv 'big': layout: expected at most 2147483647 bytes, actual 3200000000 for N=1"
                        + " C=2 H=20000 W=20000",
                assertThrows(ModelException.class, () -> plan(graph("big"))).getMessage());
    }

    @Test
    void packedWeightsHaveNeitherPartsNorMemoryBeforeTheyArePacked() {
        Slot.Packed packed = new Slot.Packed(new PackedWeight());
        assertThrows(IllegalStateException.class, () -> packed.part(0, 1));
        assertThrows(
                IllegalStateException.class, () -> packed.in(java.lang.foreign.MemorySegment.NULL));
    }
}
