package dev.lanewise.model.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.Types;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.Concat;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.ConvInputGradient;
import dev.lanewise.model.op.ConvTranspose;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.SpatialWindow;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which zeros around a value its readers want, directly or through a concatenation or a sum. */
class HaloDemandsTest {

    private static final Halo ONE = new Halo(1, 1, 1, 1);
    private static final Halo TWO = new Halo(2, 2, 2, 2);

    private final Map<String, Shape> inputs = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    HaloDemandsTest() {
        inputs.put("x", Shape.of(1, 8, 6, 5));
    }

    private void node(String name, Op op, String... reads) {
        nodes.add(new Node(name, op, List.of(reads), List.of(name)));
    }

    private static SpatialWindow window(int kernel, List<Integer> pads) {
        return new SpatialWindow(
                List.of(kernel, kernel), List.of(), pads, List.of(), AutoPad.NOTSET, false);
    }

    private static SpatialWindow window(int kernel, int pad) {
        return window(kernel, Collections.nCopies(4, pad));
    }

    /** A convolution of eight channels that keeps the extents; a third input is added. */
    private void conv(String name, int kernel, String... reads) {
        inputs.put(name + ".w", Shape.of(8, 8, kernel, kernel));
        boolean residual = reads.length > 1;
        Conv conv = new Conv(window(kernel, kernel / 2), 1, new Epilogue(residual, Unary.IDENTITY));
        if (residual) {
            node(name, conv, reads[0], name + ".w", "", reads[1]);
        } else {
            node(name, conv, reads[0], name + ".w");
        }
    }

    private HaloDemands demands(String... outputs) {
        List<TensorInfo> infos =
                inputs.entrySet().stream()
                        .map(e -> TensorInfo.of(e.getKey(), DType.FLOAT32, e.getValue()))
                        .toList();
        Graph graph = new Graph("g", infos, List.of(outputs), nodes, Map.of(), Map.of());
        return new HaloDemands(Types.infer(graph, inputs));
    }

    @Test
    void aConvolutionWantsItsPadding() {
        inputs.put("w", Shape.of(8, 8, 3, 3));
        node("y", new Conv(window(3, List.of(2, 0, 1, 3)), 1, Epilogue.NONE), "x", "w");
        node("z", new Elementwise(Unary.RELU), "y");
        assertEquals(new Halo(2, 0, 1, 3), demands("z").of("x"));
        assertEquals(Halo.NONE, demands("z").of("y"));
        assertEquals(Halo.NONE, demands("z").of("w"));
    }

    @Test
    void theWidestReaderCountsOnEverySide() {
        inputs.put("w", Shape.of(8, 8, 3, 3));
        node("y", new Conv(window(3, List.of(2, 0, 0, 2)), 1, Epilogue.NONE), "x", "w");
        node("z", new Conv(window(3, List.of(0, 1, 3, 1)), 1, Epilogue.NONE), "x", "w");
        assertEquals(new Halo(2, 1, 3, 2), demands("y", "z").of("x"));
    }

    /** A pixel of the output gathers a window of the input: less padding, more zeros. */
    @Test
    void aTransposedConvolutionWantsWhatItsWindowLacks() {
        inputs.put("w", Shape.of(8, 4, 3, 3));
        node("y", new ConvTranspose(window(3, 0), 1, List.of(), List.of()), "x", "w");
        assertEquals(TWO, demands("y").of("x"));
        nodes.clear();
        node("y", new ConvTranspose(window(3, 1), 1, List.of(), List.of()), "x", "w");
        assertEquals(ONE, demands("y").of("x"));
    }

    @Test
    void theGradientOfAConvolutionWantsWhatItsTransposeWants() {
        inputs.put("w", Shape.of(8, 4, 3, 3));
        inputs.put("input", Shape.of(1, 4, 6, 5));
        node("y", new ConvInputGradient(window(3, 1), 1), "x", "w", "input");
        assertEquals(ONE, demands("y").of("x"));
        assertEquals(Halo.NONE, demands("y").of("input"));
    }

    /** It has the layout of the output that it is added to. */
    @Test
    void aResidualHasTheHaloOfItsSum() {
        conv("a", 1, "x");
        conv("sum", 1, "a", "x");
        conv("y", 5, "sum");
        assertEquals(TWO, demands("y").of("sum"));
        assertEquals(TWO, demands("y").of("x"));
        assertEquals(Halo.NONE, demands("y").of("a"));
    }

    @Test
    void aConcatenationPassesOnWhatItsReadersWant() {
        conv("a", 1, "x");
        conv("part", 1, "a", "x");
        node("joined", new Concat(1), "part", "a");
        inputs.put("w", Shape.of(8, 16, 5, 5));
        node("y", new Conv(window(5, 2), 1, Epilogue.NONE), "joined", "w");
        HaloDemands demands = demands("y");
        for (String value : List.of("joined", "part", "a", "x")) {
            assertEquals(TWO, demands.of(value), value);
        }
    }
}
