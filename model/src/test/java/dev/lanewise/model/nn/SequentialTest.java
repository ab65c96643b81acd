package dev.lanewise.model.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.safetensors.Safetensors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class SequentialTest {

    private static final Shape PICTURE = Shape.of(1, 1, 8, 8);

    @Test
    void theClassicExampleRuns() {
        Sequential net = GoldenModulesTest.classic();
        try (Model model = net.compile(PICTURE);
                Session session = model.newSession()) {
            session.run();
            assertEquals(Shape.of(1, 20), session.output("output").shape());
        }
    }

    @Test
    void weightsHaveTheNamesOfPyTorchsStateDict() {
        Sequential net =
                Sequential.of(
                        Conv2d.of(1, 4, 3).withoutBias(),
                        BatchNorm2d.of(4),
                        Residual.of(Sequential.of(Conv2d.of(4, 4, 1), ReLU.of())));
        assertEquals(
                List.of(
                        "0.weight",
                        "1.weight",
                        "1.bias",
                        "1.running_mean",
                        "1.running_var",
                        "2.body.0.weight",
                        "2.body.0.bias"),
                net.weights(PICTURE));
        assertEquals(
                List.of("0.weight", "1.weight", "1.bias", "2.body.0.weight", "2.body.0.bias"),
                net.parameters(PICTURE));
    }

    @Test
    void aSeedDecidesAllWeightsAndAnotherOneOthers() {
        float[] first = weight(7, Conv2d.of(1, 4, 3));
        assertArrayEquals(first, weight(7, Conv2d.of(1, 4, 3)));
        assertFalse(java.util.Arrays.equals(first, weight(8, Conv2d.of(1, 4, 3))));
    }

    private static float[] weight(long seed, Module layer) {
        TensorInfo input = TensorInfo.of("input", DType.FLOAT32, PICTURE);
        return Sequential.of(layer).graph(input, seed).constants().get("0.weight").toFloatArray();
    }

    /** kaiming_uniform(a=sqrt(5)) is uniform within 1 / sqrt(fan in). */
    @Test
    void convolutionsBeginAsPyTorchsDo() {
        float[] weight = weight(1, Conv2d.of(1, 1000, 3));
        double bound = 1.0 / 3;
        double squares = 0;
        double most = 0;
        for (float w : weight) {
            squares += (double) w * w;
            most = Math.max(most, Math.abs(w));
        }
        assertTrue(most <= bound && most > 0.99 * bound, "most " + most);
        assertEquals(bound * bound / 3, squares / weight.length, 0.03 * bound * bound);
    }

    @Test
    void aBatchMayStaySymbolic() {
        TensorInfo input =
                new TensorInfo(
                        "input",
                        DType.FLOAT32,
                        List.of(
                                new TensorInfo.Dim("batch", -1),
                                new TensorInfo.Dim("", 1),
                                new TensorInfo.Dim("", 8),
                                new TensorInfo.Dim("", 8)));
        Graph graph = GoldenModulesTest.classic().graph(input, 0);
        SessionOptions three = SessionOptions.defaults().withShape("input", Shape.of(3, 1, 8, 8));
        try (Model model = Model.of(graph, ModelOptions.defaults());
                Session session = model.newSession(three)) {
            session.run();
            assertEquals(Shape.of(3, 20), session.output("output").shape());
        }
    }

    @Test
    void weightsGoThroughASafetensorsFileByName(@TempDir Path folder) {
        Sequential net = GoldenModulesTest.classic();
        TensorInfo input = TensorInfo.of("input", DType.FLOAT32, PICTURE);
        Map<String, Tensor> weights = new HashMap<>(net.graph(input, 5).constants());
        // As PyTorch's files have it for a batch normalisation.
        weights.put("9.num_batches_tracked", Tensor.ofLongs(Shape.of(new int[0]), 3));
        Path file = folder.resolve("net.safetensors");
        new Safetensors(weights).write(file);
        Graph loaded = net.graph(input, Safetensors.read(file).tensors());
        assertArrayEquals(
                weights.get("4.weight").toFloatArray(),
                loaded.constants().get("4.weight").toFloatArray());
    }

    @Test
    void aMissingWeightIsNamed() {
        TensorInfo input = TensorInfo.of("input", DType.FLOAT32, PICTURE);
        assertEquals(
                "weight '0.weight' is missing; expected [0.weight, 0.bias]",
                assertThrows(
                                ModelException.class,
                                () -> Sequential.of(Conv2d.of(1, 4, 3)).graph(input, Map.of()))
                        .getMessage());
    }

    @Test
    void aLayerThatDoesNotFitIsNamed() {
        Sequential net = Sequential.of(Conv2d.of(1, 4, 3), ReLU.of(), Conv2d.of(3, 4, 3));
        assertEquals(
                "Conv '2/Conv': weight in_channels expected 4.0 from input [1,4,6,6] with groups=1,"
                        + " actual 3",
                assertThrows(ModelException.class, () -> net.graph(PICTURE)).getMessage());
    }

    @Test
    void theSummaryIsATableOfShapesParametersAndFlops() {
        assertEquals(
                """
                   layer                         output      parameters   FLOPs
                0  Conv2d(1, 32, kernel_size=5)  [1,32,4,4]         832  25,600
                1  ReLU                          [1,32,4,4]           0     512
                2  MaxPool2d(2, stride=2)        [1,32,2,2]           0     512
                3  Flatten                       [1,128]              0       0
                4  Linear(128, 20)               [1,20]           2,580   5,120
                5  ReLU                          [1,20]               0      20
                   total                                          3,412  31,764\
                """,
                GoldenModulesTest.classic().summary(PICTURE).toString());
    }
}
