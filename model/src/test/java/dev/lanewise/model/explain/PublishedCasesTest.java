package dev.lanewise.model.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Map;

/** Numbers that Captum's tests and the paper of integrated gradients publish. */
class PublishedCasesTest {

    private static float[] attribute(AttributionMethod method) {
        try (Explainer explainer =
                Explainer.of(OneConvNet.graph(true), ExplainerOptions.defaults())) {
            return method.attribute(explainer, OneConvNet.picture(), 0).values();
        }
    }

    private static float[] ones(float value) {
        float[] values = new float[16];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    void saliency() {
        assertArrayEquals(
                new float[] {0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0},
                attribute(new Saliency()));
    }

    @Test
    void guidedBackprop() {
        assertArrayEquals(
                new float[] {0, 1, 1, 1, 1, 3, 3, 2, 1, 3, 3, 2, 1, 2, 2, 1},
                attribute(new GuidedBackprop()));
    }

    @Test
    void deconvnet() {
        assertArrayEquals(
                new float[] {2, 3, 3, 1, 3, 5, 5, 2, 3, 5, 5, 2, 1, 2, 2, 1},
                attribute(new Deconvnet()));
    }

    @Test
    void gradCam() {
        assertArrayEquals(
                new float[] {11.25f, 13.5f, 20.25f, 22.5f},
                attribute(new GradCam(OneConvNet.CONV)));
    }

    @Test
    void gradCamOfTheLastMapsIsThatOfTheReluBehindTheConvolution() {
        assertArrayEquals(new float[] {0, 4, 28, 32.5f}, attribute(new GradCam()));
    }

    private static float[] occlusion(String input, Occlusion occlusion) {
        try (Explainer explainer =
                Explainer.of(
                        OneConvNet.twoInputs(), ExplainerOptions.defaults().withInput(input))) {
            boolean first = input.equals("input");
            explainer.fix(first ? "second" : "input", first ? ones(1) : OneConvNet.picture());
            return occlusion
                    .attribute(explainer, first ? OneConvNet.picture() : ones(1), 0)
                    .values();
        }
    }

    @Test
    void occlusionOfAllIsTheWholeScore() {
        assertArrayEquals(ones(67), occlusion("input", new Occlusion(4, 1)));
        assertArrayEquals(ones(13), occlusion("second", new Occlusion(4, 1)));
    }

    @Test
    void occlusionWithWindowsOfTwoByThreeAndOneByTwo() {
        assertArrayEquals(
                new float[] {
                    17, 17, 17, 17, 17, 17, 17, 17, 64, 65.5f, 65.5f, 67, 64, 65.5f, 65.5f, 67
                },
                occlusion("input", new Occlusion(2, 3, 2, 1, 0)));
        assertArrayEquals(
                new float[] {3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0},
                occlusion("second", new Occlusion(1, 2, 1, 2, 0)));
    }

    /** relu(relu(a) - 1 - relu(b)), from the paper's appendix. */
    @Test
    void integratedGradientsAtThreeAndOne() {
        Graph graph =
                Sequential.of(ReLU.of(), Linear.of(2, 1), ReLU.of())
                        .graph(
                                TensorInfo.of("input", DType.FLOAT32, Shape.of(1, 2)),
                                Map.of(
                                        "1.weight",
                                        Tensor.of(Shape.of(1, 2), 1, -1),
                                        "1.bias",
                                        Tensor.of(Shape.of(1), -1)));
        try (Explainer explainer = Explainer.of(graph, ExplainerOptions.defaults())) {
            float[] at = {3, 1};
            IntegratedGradients method = new IntegratedGradients();
            IntegratedGradients.Integral integral = method.integrate(explainer, at, 0);
            assertArrayEquals(new float[] {1.5f, -0.5f}, integral.attribution().values(), 1e-6f);
            assertEquals(0, integral.gap(), 1e-6);
        }
    }
}
