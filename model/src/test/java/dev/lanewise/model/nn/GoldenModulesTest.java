package dev.lanewise.model.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.testvectors.GoldenFile;
import dev.lanewise.testvectors.GoldenFile.Case;
import dev.lanewise.testvectors.GoldenFile.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every module computes what PyTorch's of the same name does, with weights of the same names. */
class GoldenModulesTest {

    /** fp32 sums of at most 128 terms of magnitude up to 2, twice. */
    private static final double TOLERANCE = 2e-5;

    private static final Map<String, Module> MODULES = modules();

    static Stream<Case> cases() {
        return GoldenFile.read("modules.npz").values().stream();
    }

    @Test
    void everyCaseHasItsModule() {
        assertEquals(
                new TreeSet<>(MODULES.keySet()), new TreeSet<>(cases().map(Case::name).toList()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsPyTorch(Case golden) {
        Module module = MODULES.get(golden.name());
        Sequential net = module instanceof Sequential all ? all : Sequential.of(module);
        Map<String, Tensor> weights = new HashMap<>();
        golden.tensors()
                .forEach((name, tensor) -> {
                    if (!Set.of("x", "y").contains(name)) {
                        weights.put(net.equals(module) ? name : "0." + name, tensor(tensor));
                    }
                });
        Tensor x = tensor(golden.tensor("x"));
        Graph graph = net.graph(TensorInfo.of(Sequential.INPUT, DType.FLOAT32, x.shape()), weights);
        assertEquals(new TreeSet<>(weights.keySet()), new TreeSet<>(net.weights(x.shape())));
        try (Model model = Model.of(graph, ModelOptions.defaults());
                Session session = model.newSession()) {
            session.input(Sequential.INPUT).copyFrom(x.toFloatArray());
            session.run();
            Golden y = golden.tensor("y");
            Tensor actual = session.output(Sequential.OUTPUT);
            assertArrayEquals(y.shape(), actual.shape().dims());
            assertArrayEquals(y.values(), actual.toFloatArray(), (float) TOLERANCE);
        }
    }

    private static Tensor tensor(Golden golden) {
        return Tensor.of(Shape.of(golden.shape()), golden.values());
    }

    private static Map<String, Module> modules() {
        Size two = Size.of(2);
        Size one = Size.of(1);
        Map<String, Module> all = new HashMap<>();
        all.put("Conv1d", Conv1d.of(4, 6, 3));
        all.put("Conv1d_all", new Conv1d(4, 6, 3, 2, 1, 2, 2, false));
        all.put("Conv2d", Conv2d.of(6, 5, 3));
        all.put(
                "Conv2d_all",
                new Conv2d(
                        6,
                        4,
                        new Size(3, 2),
                        new Size(2, 1),
                        new Size(1, 2),
                        new Size(1, 2),
                        2,
                        false));
        all.put("ConvTranspose2d", ConvTranspose2d.of(6, 5, 3));
        all.put(
                "ConvTranspose2d_all",
                new ConvTranspose2d(6, 4, Size.of(3), two, one, one, 2, false, two));
        all.put("Linear", Linear.of(7, 5));
        all.put("Linear_rank3", Linear.of(7, 5));
        all.put("Linear_no_bias", Linear.of(7, 5).withoutBias());
        all.put("BatchNorm1d", BatchNorm1d.of(7));
        all.put("BatchNorm1d_rank3", BatchNorm1d.of(7));
        all.put("BatchNorm2d", BatchNorm2d.of(6));
        all.put("BatchNorm2d_not_affine", new BatchNorm2d(6, 1e-3f, 0.1f, false));
        all.put("InstanceNorm2d", InstanceNorm2d.of(6));
        all.put("InstanceNorm2d_affine", new InstanceNorm2d(6, 1e-5f, true));
        all.put("LayerNorm", LayerNorm.of(9, 8));
        all.put("GroupNorm", GroupNorm.of(3, 6));
        all.put("MaxPool2d", MaxPool2d.of(2));
        all.put("MaxPool2d_all", new MaxPool2d(Size.of(3), two, one, one, true));
        all.put("AvgPool2d", AvgPool2d.of(2));
        all.put("AvgPool2d_all", new AvgPool2d(Size.of(3), two, one, true, false));
        all.put("AdaptiveAvgPool2d_1", AdaptiveAvgPool2d.of(1));
        all.put("AdaptiveAvgPool2d_even", new AdaptiveAvgPool2d(new Size(3, 4)));
        all.put("AdaptiveAvgPool2d_uneven", new AdaptiveAvgPool2d(new Size(4, 3)));
        all.put("Dropout", Dropout.of());
        all.put("Dropout2d", Dropout2d.of());
        all.put("Flatten", Flatten.of());
        all.put("Flatten_2_3", new Flatten(2, 3));
        all.put("Flatten_0_1", new Flatten(0, 1));
        all.put("ReLU", ReLU.of());
        all.put("ReLU6", ReLU6.of());
        all.put("LeakyReLU", LeakyReLU.of());
        all.put("ELU", ELU.of());
        all.put("GELU", GELU.of());
        all.put("SiLU", SiLU.of());
        all.put("Hardswish", Hardswish.of());
        all.put("Sigmoid", Sigmoid.of());
        all.put("Tanh", Tanh.of());
        all.put("Softmax", Softmax.of(1));
        all.put("LogSoftmax", LogSoftmax.of(-1));
        all.put("Upsample", Upsample.of(2));
        all.put("Upsample_bilinear", Upsample.of(2, Upsample.Mode.BILINEAR));
        all.put("Upsample_corners", new Upsample(3, Upsample.Mode.BILINEAR, true));
        all.put(
                "Residual",
                Residual.of(Sequential.of(Conv2d.of(6, 6, 3).withPadding(1), ReLU.of())));
        all.put("Residual_shortcut", Residual.of(Conv2d.of(6, 5, 1), Conv2d.of(6, 5, 1)));
        all.put(
                "Concat",
                Concat.of(
                        Conv2d.of(6, 5, 1),
                        Sequential.of(Conv2d.of(6, 3, 3).withPadding(1), ReLU.of())));
        all.put("Classic", classic());
        return all;
    }

    /** The network of the README. */
    static Sequential classic() {
        List<Module> layers = new ArrayList<>();
        layers.add(Conv2d.of(1, 32, 5));
        layers.add(ReLU.of());
        layers.add(MaxPool2d.of(2, 2));
        layers.add(Flatten.of());
        layers.add(Linear.of(32 * 4, 20));
        layers.add(ReLU.of());
        return new Sequential(layers);
    }
}
