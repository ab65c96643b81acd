package dev.lanewise.model.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.UpdateRule.Factor;
import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.gradient.Gradients;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.nn.AvgPool2d;
import dev.lanewise.model.nn.BatchNorm2d;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.MaxPool2d;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.nn.Tanh;
import dev.lanewise.model.nn.TrainingGraph;
import dev.lanewise.testvectors.GoldenFile;
import dev.lanewise.testvectors.GoldenFile.Case;
import dev.lanewise.testvectors.GoldenFile.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Losses, optimisers, schedules and whole steps are PyTorch's. */
class GoldenTrainingTest {

    private static final List<Float> WEIGHT = List.of(0.5f, 2f, 1f, 0.25f);

    private static final Map<String, Loss> LOSSES =
            Map.of(
                    "CrossEntropyLoss", new CrossEntropyLoss(),
                    "CrossEntropyLoss_weight", new CrossEntropyLoss(WEIGHT, 0),
                    "CrossEntropyLoss_smooth", new CrossEntropyLoss(List.of(), 0.1f),
                    "CrossEntropyLoss_both", new CrossEntropyLoss(WEIGHT, 0.25f),
                    "NLLLoss", new NLLLoss(),
                    "NLLLoss_weight", new NLLLoss(WEIGHT),
                    "MSELoss", new MSELoss(),
                    "L1Loss", new L1Loss(),
                    "BCEWithLogitsLoss", new BCEWithLogitsLoss());

    private static final Map<String, Optimizer> OPTIMIZERS =
            Map.of(
                    "SGD", SGD.of(0.1),
                    "SGD_decay", new SGD(0.1, 0, 0.01, false),
                    "SGD_momentum", new SGD(0.1, 0.9, 0.01, false),
                    "SGD_nesterov", new SGD(0.1, 0.9, 0.01, true),
                    "Adam", Adam.of(0.01),
                    "Adam_decay", new Adam(0.01, 0.8, 0.99, 1e-6, 0.1, false),
                    "AdamW", Adam.adamW(0.01),
                    "RMSprop", RMSprop.of(0.01),
                    "RMSprop_all", new RMSprop(0.01, 0.9, 1e-6, 0.1, 0.9));

    private static final Map<String, Schedule> SCHEDULES =
            Map.of(
                    "StepLR", new Schedule.StepLR(0.1, 3, 0.5),
                    "CosineAnnealing", new Schedule.CosineAnnealing(0.1, 20, 0.01),
                    "OneCycle", new Schedule.OneCycle(0.1, 20, 0.3),
                    "OneCycle_early", new Schedule.OneCycle(0.1, 20, 0.2));

    private static final Map<String, Case> CASES = GoldenFile.read("training.npz");

    private static Stream<Case> of(String kind) {
        return CASES.values().stream().filter(golden -> golden.kind().equals(kind));
    }

    static Stream<Case> losses() {
        return of("loss");
    }

    static Stream<Case> optimizers() {
        return of("optimizer");
    }

    static Stream<Case> schedules() {
        return of("schedule");
    }

    private static <T> T named(Map<String, T> all, Case golden) {
        T one = all.get(golden.name().split(",", 2)[1]);
        if (one == null) {
            throw new IllegalArgumentException(golden.name());
        }
        return one;
    }

    @ParameterizedTest
    @MethodSource("losses")
    void aLossAndItsGradientArePyTorchs(Case golden) {
        Golden x = golden.tensor("x");
        TensorInfo input = TensorInfo.of("x", DType.FLOAT32, Shape.of(x.shape()));
        Graph graph = Sequential.of().graph(input, 0);
        Graph gradients =
                Gradients.of(
                        LossGraph.of(graph, named(LOSSES, golden)), LossGraph.LOSS, List.of("x"));
        try (Model model = Model.of(gradients, ModelOptions.defaults());
                Session session = model.newSession()) {
            session.input("x").copyFrom(x.values());
            fill(session.input(LossGraph.TARGET), golden.tensor("target"));
            session.run();
            assertEquals(
                    golden.tensor("loss").values()[0],
                    session.output(LossGraph.LOSS).getDouble(0),
                    1e-6);
            assertArrayEquals(
                    golden.tensor("dx").values(),
                    session.output(Gradients.nameOf("x")).toFloatArray(),
                    1e-6f);
        }
    }

    private static void fill(Tensor tensor, Golden values) {
        for (int i = 0; i < values.values().length; i++) {
            tensor.setDouble(i, values.values()[i]);
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void everyStepOfAnOptimizerIsPyTorchs(Case golden) {
        Optimizer optimizer = named(OPTIMIZERS, golden);
        float[] first = golden.tensor("w0").values();
        int n = first.length;
        float[] gradients = golden.tensor("g").values();
        float[] weights = golden.tensor("w").values();
        try (Arena arena = Arena.ofConfined()) {
            Kernel kernel = Kernels.best().update(optimizer.rule(), n);
            MemorySegment[] operands =
                    kernel.operands().stream()
                            .map(operand -> arena.allocate(operand.bytes(), 64))
                            .toArray(MemorySegment[]::new);
            MemorySegment weight = operands[operands.length - 1];
            weight.copyFrom(MemorySegment.ofArray(first));
            assertEquals(optimizer.rule().slots(), optimizer.slots().size());
            Factor.SCALE.set(operands[1], 1);
            MemorySegment scratch = arena.allocate(kernel.scratchBytes() + 1, 64);
            Kernel.Call call = kernel.bind(operands);
            for (int step = 0; step < gradients.length / n; step++) {
                MemorySegment.copy(gradients, step * n, operands[0], ValueLayout.JAVA_FLOAT, 0, n);
                optimizer.factors(operands[1], step + 1, optimizer.learningRate());
                call.run(scratch);
                assertArrayEquals(
                        Arrays.copyOfRange(weights, step * n, (step + 1) * n),
                        weight.toArray(ValueLayout.JAVA_FLOAT),
                        2e-6f,
                        "step " + step);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void everyRateOfAScheduleIsPyTorchs(Case golden) {
        float[] rates = golden.tensor("rates").values();
        for (int i = 0; i < rates.length; i++) {
            assertEquals(rates[i], named(SCHEDULES, golden).at(i), 1e-8, "step " + i);
        }
    }

    @Test
    void threeStepsOfANetworkArePyTorchs() {
        Case golden = CASES.get("run");
        Sequential net =
                Sequential.of(
                        Conv2d.of(1, 6, 3),
                        BatchNorm2d.of(6),
                        ReLU.of(),
                        MaxPool2d.of(2),
                        Conv2d.of(6, 5, 3).withPadding(1),
                        Tanh.of(),
                        AvgPool2d.of(3),
                        Flatten.of(),
                        Linear.of(5, 4));
        TensorInfo input =
                TensorInfo.of("input", DType.FLOAT32, Shape.of(golden.tensor("x").shape()));
        TrainingGraph drawn = net.trainingGraph(input, 0);
        Map<String, Tensor> before = new HashMap<>();
        golden.tensors()
                .forEach((name, tensor) -> {
                    if (name.startsWith("before:")) {
                        before.put(
                                name.substring(7),
                                Tensor.of(Shape.of(tensor.shape()), tensor.values()));
                    }
                });
        TrainingGraph graph =
                new TrainingGraph(
                        drawn.graph().withWeights(before), drawn.parameters(), drawn.updates());
        Loss loss = new CrossEntropyLoss(List.of(), 0.1f);
        try (TrainingStep step =
                new TrainingStep(graph, loss, new SGD(0.1, 0.9, 0.01, true), 1).withClipNorm(0.5)) {
            step.input().copyFrom(golden.tensor("x").values());
            fill(step.target(), golden.tensor("y"));
            for (float expected : golden.tensor("losses").values()) {
                assertEquals(expected, step.run(0.1), 2e-5);
            }
            assertEquals(before.keySet(), step.weights().keySet());
            step.weights()
                    .forEach((name, weight) ->
                            assertArrayEquals(
                                    golden.tensor("after:" + name).values(),
                                    weight.toFloatArray(),
                                    2e-5f,
                                    name));
        }
    }
}
