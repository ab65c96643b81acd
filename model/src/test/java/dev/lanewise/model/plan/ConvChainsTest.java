package dev.lanewise.model.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.Types;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.SpatialWindow;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Convolutions one behind the other as one step. */
class ConvChainsTest {

    /** So many that the image between the convolutions is larger than caches that are near. */
    private static final int CHANNELS = 256;

    private static final Shape IMAGE = Shape.of(1, 1, 64, 63);
    private static final Epilogue RELU = Epilogue.of(Unary.RELU);

    private final Random random = new Random(1);
    private final List<TensorInfo> inputs =
            new ArrayList<>(List.of(TensorInfo.of("x", DType.FLOAT32, IMAGE)));

    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants = new HashMap<>();

    private void conv(
            String name,
            String x,
            int in,
            int out,
            int kernel,
            Epilogue epilogue,
            String residual) {
        boolean depthwise = in == CHANNELS && out == CHANNELS;
        SpatialWindow window =
                new SpatialWindow(
                        List.of(kernel, kernel),
                        List.of(),
                        List.of(kernel / 2, kernel / 2, kernel / 2, kernel / 2),
                        List.of(),
                        AutoPad.NOTSET,
                        false);
        constants.put(name + ".w", random(Shape.of(out, depthwise ? 1 : in, kernel, kernel)));
        constants.put(name + ".b", random(Shape.of(out)));
        List<String> reads = new ArrayList<>(List.of(x, name + ".w", name + ".b"));
        if (epilogue.residual()) {
            reads.add(residual);
        }
        Conv op = new Conv(window, depthwise ? CHANNELS : 1, epilogue);
        nodes.add(new Node(name, op, reads, List.of(name)));
    }

    private void shortcut() {
        conv("shortcut", "x", 1, 8, 1, Epilogue.NONE, "");
    }

    private void block() {
        conv("expanded", "x", 1, CHANNELS, 1, RELU, "");
        conv("depthwise", "expanded", CHANNELS, CHANNELS, 3, RELU, "");
    }

    private void projection() {
        Epilogue residual = new Epilogue(true, Unary.IDENTITY);
        conv("y", "depthwise", CHANNELS, 8, 1, residual, "shortcut");
    }

    private Tensor random(Shape shape) {
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(shape, values);
    }

    private Plan plan(String... outputs) {
        return plan(Double.POSITIVE_INFINITY, outputs);
    }

    private Plan plan(double weightGrowth, String... outputs) {
        Map<String, Shape> shapes = new HashMap<>();
        inputs.forEach(input -> shapes.put(input.name(), input.shape(1)));
        Graph graph = new Graph("g", inputs, List.of(outputs), nodes, constants, Map.of());
        Kernels kernels = Kernels.best();
        return Plan.of(
                Types.infer(graph, shapes),
                kernels,
                new ConvChoice(kernels, weightGrowth, null),
                new PackedWeights(Arena.ofAuto()));
    }

    private static float[] y(Plan plan, float[] x, int threads) {
        try (Arena arena = Arena.ofConfined();
                Execution execution = new Execution(plan, arena, threads, null, false)) {
            execution.inputs().getFirst().copyFrom(x);
            execution.run();
            execution.run();
            return execution.outputs().getFirst().toFloatArray();
        }
    }

    private static List<String> chains(Plan plan) {
        return plan.steps().stream()
                .map(Step::name)
                .filter(name -> name.startsWith("conv bands"))
                .map(name -> name.replaceAll(" of .*", " ") + name.split(",").length)
                .toList();
    }

    /** Outputs of the graph can't be inside of a step, so that asking for them undoes the chain. */
    private void assertSameOneByOne(Plan chained) {
        Plan apart = plan("y", "expanded", "depthwise");
        assertEquals(List.of(), chains(apart));
        float[] x = random(IMAGE).toFloatArray();
        float[] expected = y(apart, x, 1);
        for (int threads : new int[] {1, 2, 3, 8}) {
            assertArrayEquals(expected, y(chained, x, threads), threads + " threads");
        }
        assertEquals(
                apart.steps().stream().mapToLong(Step::macs).sum(),
                chained.steps().stream().mapToLong(Step::macs).sum());
        assertEquals(
                apart.steps().stream().mapToLong(Step::parameters).sum(),
                chained.steps().stream().mapToLong(Step::parameters).sum());
    }

    @Test
    void threeConvolutionsWithAResidualAreOneStep() {
        shortcut();
        block();
        projection();
        Plan plan = plan("y");
        assertSameOneByOne(plan);
        assumeTrue(Kernels.best().lanes() >= 16);
        assertEquals(List.of("conv bands 3"), chains(plan));
        assertTrue(plan.arenaBytes() < 4L * CHANNELS * 64 * 63, "no memory in between");
    }

    /** What the third adds is computed after the second. */
    @Test
    void aChainEndsBeforeAResidualThatIsNotThereYet() {
        block();
        shortcut();
        projection();
        Plan plan = plan("y");
        assertSameOneByOne(plan);
        assumeTrue(Kernels.best().lanes() >= 16);
        assertEquals(List.of("conv bands 2"), chains(plan));
    }

    @Test
    void whatOthersReadIsNotInsideOfAStep() {
        shortcut();
        block();
        projection();
        conv("z", "expanded", CHANNELS, 2, 1, Epilogue.NONE, "");
        assertEquals(List.of(), chains(plan("y", "z")));
        assertEquals(List.of(), chains(plan("y", "expanded")));
    }

    @Test
    void aFirstLayerTheNextOneAndItsPoolingAreOneStep() {
        Shape picture = Shape.of(1, 1, 64, 64);
        inputs.set(0, TensorInfo.of("x", DType.FLOAT32, picture));
        conv("first", "x", 1, CHANNELS, 3, RELU, "");
        conv("second", "first", CHANNELS, 16, 3, RELU, "");
        List<Integer> two = List.of(2, 2);
        SpatialWindow window =
                new SpatialWindow(two, two, List.of(), List.of(), AutoPad.NOTSET, false);
        nodes.add(new Node("y", new MaxPool(window, false), List.of("second"), List.of("y")));
        Plan chained = plan("y");
        Plan apart = plan("y", "first", "second");
        assertEquals(List.of(), chains(apart));
        float[] x = random(picture).toFloatArray();
        float[] expected = y(apart, x, 1);
        for (int threads : new int[] {1, 3}) {
            assertArrayEquals(expected, y(chained, x, threads), threads + " threads");
        }
        assumeTrue(Kernels.best().lanes() >= 16);
        assertEquals(List.of(), chains(plan(1.5, "y")), "weights would be too large");
        assertEquals(List.of("conv bands 3"), chains(chained));
        assertTrue(chained.arenaBytes() < 4L * CHANNELS * 64 * 64, "no memory in between");
    }

    @Test
    void weightsThatAreNotConstantAreNotInsideOfAStep() {
        shortcut();
        block();
        projection();
        inputs.add(
                TensorInfo.of(
                        "depthwise.w", DType.FLOAT32, constants.remove("depthwise.w").shape()));
        assertEquals(List.of(), chains(plan("y")));
    }
}
