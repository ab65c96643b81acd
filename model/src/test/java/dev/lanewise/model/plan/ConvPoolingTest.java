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

/** A convolution and the maximum pooling behind it as one step. */
class ConvPoolingTest {

    private static final int CHANNELS = 48;
    private static final Shape IMAGE = Shape.of(2, CHANNELS, 30, 26);

    private final Random random = new Random(1);
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants = new HashMap<>();

    private static SpatialWindow window(int kernel, int stride, int pad) {
        return new SpatialWindow(
                List.of(kernel, kernel),
                List.of(stride, stride),
                List.of(pad, pad, pad, pad),
                List.of(),
                AutoPad.NOTSET,
                false);
    }

    private void conv(String name, String x) {
        constants.put(name + ".w", random(Shape.of(CHANNELS, CHANNELS, 3, 3)));
        constants.put(name + ".b", random(Shape.of(CHANNELS)));
        Conv op = new Conv(window(3, 1, 1), 1, Epilogue.of(Unary.RELU));
        nodes.add(new Node(name, op, List.of(x, name + ".w", name + ".b"), List.of(name)));
    }

    private void pool(String x, String... outputs) {
        MaxPool op = new MaxPool(window(2, 2, 0), false);
        nodes.add(new Node(outputs[0], op, List.of(x), List.of(outputs)));
    }

    private Tensor random(Shape shape) {
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(shape, values);
    }

    private Plan plan(String... outputs) {
        List<TensorInfo> inputs = List.of(TensorInfo.of("x", DType.FLOAT32, IMAGE));
        Graph graph = new Graph("g", inputs, List.of(outputs), nodes, constants, Map.of());
        Kernels kernels = Kernels.best();
        return Plan.of(
                Types.infer(graph, Map.of("x", IMAGE)),
                kernels,
                new ConvChoice(kernels, Double.POSITIVE_INFINITY, null),
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

    private static long together(Plan plan) {
        return plan.steps().stream().filter(step -> step.name().endsWith("max pool 2x2")).count();
    }

    /** Outputs of the graph can't be inside of a step, so that asking for them parts the two. */
    @Test
    void oneStepHasTheBitsOfTwoForAnyNumberOfThreads() {
        conv("first", "x");
        pool("first", "pooled");
        conv("y", "pooled");
        Plan plan = plan("y");
        Plan apart = plan("y", "first");
        assertEquals(0, together(apart));
        float[] x = random(IMAGE).toFloatArray();
        float[] expected = y(apart, x, 1);
        for (int threads : new int[] {1, 2, 3, 8}) {
            assertArrayEquals(expected, y(plan, x, threads), threads + " threads");
        }
        assertEquals(
                apart.steps().stream().mapToLong(Step::macs).sum(),
                plan.steps().stream().mapToLong(Step::macs).sum());
        assertEquals(
                apart.steps().stream().mapToLong(Step::parameters).sum(),
                plan.steps().stream().mapToLong(Step::parameters).sum());
        assumeTrue(Kernels.best().lanes() > 1, "the Vector API's kernels");
        assertEquals(1, together(plan));
        assertTrue(plan.arenaBytes() < apart.arenaBytes(), "no memory in between");
    }

    @Test
    void whatOthersReadIsStored() {
        conv("first", "x");
        pool("first", "pooled");
        conv("second", "first");
        assertEquals(0, together(plan("pooled", "second")));
    }

    @Test
    void indicesOfMaximaWantThePooling() {
        conv("first", "x");
        pool("first", "pooled", "indices");
        assertEquals(0, together(plan("pooled", "indices")));
    }

    @Test
    void anotherNodeMayComeBetweenTheTwo() {
        conv("first", "x");
        conv("other", "x");
        pool("other", "z");
        pool("first", "y");
        Plan plan = plan("y", "z");
        float[] x = random(IMAGE).toFloatArray();
        assertArrayEquals(y(plan("y", "first", "other"), x, 1), y(plan, x, 2));
        assumeTrue(Kernels.best().lanes() > 1, "the Vector API's kernels");
        assertEquals(2, together(plan));
    }
}
