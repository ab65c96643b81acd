package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.SpatialWindow;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** How the algorithm of a convolution is chosen. */
class ConvChoiceTest {

    private static final String WINOGRAD = "conv winograd 4x4";

    @TempDir private Path folder;

    @BeforeAll
    static void aConvolutionHasAlgorithms() {
        assumeFalse(Kernels.best().equals(Kernels.reference()), "needs the Vector API");
    }

    /** One that Winograd's algorithm is best for. */
    private static Graph graph() {
        SpatialWindow window =
                new SpatialWindow(
                        List.of(3, 3),
                        List.of(1, 1),
                        List.of(1, 1, 1, 1),
                        List.of(1, 1),
                        AutoPad.NOTSET,
                        false);
        return new Graph(
                "conv",
                List.of(TensorInfo.of("x", DType.FLOAT32, Shape.of(1, 64, 24, 24))),
                List.of("y"),
                List.of(
                        new Node(
                                "conv",
                                new Conv(window, 1, Epilogue.NONE),
                                List.of("x", "w"),
                                List.of("y"))),
                Map.of("w", Tensor.of(Shape.of(80, 64, 3, 3), new float[80 * 64 * 9])),
                Map.of());
    }

    private static PlanReport report(ModelOptions options) {
        try (Model model = Model.of(graph(), options);
                Session session = model.newSession()) {
            return session.report();
        }
    }

    private static String kernel(ModelOptions options) {
        return report(options).steps().stream()
                .map(PlanReport.Step::kernel)
                .filter(name -> name.startsWith("conv"))
                .findFirst()
                .orElseThrow();
    }

    private Path file() {
        return folder.resolve("timings.txt");
    }

    private ModelOptions timed() {
        return ModelOptions.defaults().withTimings(file());
    }

    @Test
    void weightsGrowNoMoreThanTheyMay() {
        double plain = 4 * (80 * 64 * 9 + 80);
        assertEquals(WINOGRAD, kernel(ModelOptions.defaults()));
        assertTrue(report(ModelOptions.defaults()).weightBytes() > 3.5 * plain);
        for (double most : new double[] {1.6, 2.5}) {
            ModelOptions bounded = ModelOptions.defaults().withWeightGrowth(most);
            assertFalse(kernel(bounded).equals(WINOGRAD));
            assertTrue(report(bounded).weightBytes() <= most * plain);
        }
        String smallest = kernel(ModelOptions.defaults().withWeightGrowth(0));
        assertFalse(smallest.contains("winograd"), smallest);
    }

    @Test
    void aNegativeBoundIsRefused() {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ModelOptions.defaults().withWeightGrowth(-1));
        assertEquals("weightGrowth: expected at least 0, actual -1.0", e.getMessage());
    }

    @Test
    void theFastestIsChosenAndWrittenDown() throws IOException {
        String chosen = kernel(timed());
        List<String> lines = Files.readAllLines(file());
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.getLast().endsWith("\t" + chosen), lines.toString());
    }

    @Test
    void whatTheFileSaysIsTakenIfItIsACandidate() throws IOException {
        String chosen = kernel(timed());
        String text = Files.readString(file());
        String direct = kernel(ModelOptions.defaults().withWeightGrowth(1.1));
        // Its name depends on the width of vectors.
        Files.writeString(file(), text.replace("\t" + chosen, "\t" + direct));
        assertEquals(direct, kernel(timed()));
        Files.writeString(file(), text.replace("\t" + chosen, "\tconv by hand"));
        kernel(timed());
        assertFalse(Files.readString(file()).contains("by hand"));
        ModelOptions bounded = timed().withWeightGrowth(1.1);
        Files.writeString(file(), text.replace("\t" + chosen, "\t" + WINOGRAD));
        assertEquals(WINOGRAD, kernel(timed()));
        assertFalse(kernel(bounded).equals(WINOGRAD), "the bound comes first");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n\n",
                "lanewise timings 9\nx\ty\n",
                "lanewise timings 1\n\t\t\n\0\t"
            })
    void aDamagedFileDoesNoHarm(String content) throws IOException {
        Files.write(file(), content.getBytes(StandardCharsets.ISO_8859_1));
        String chosen = kernel(timed());
        assertTrue(Files.readString(file()).contains("\t" + chosen + "\n"));
    }

    @Test
    void noiseOrAHugeFileDoesNoHarmAndComesToNone() throws IOException {
        byte[] noise = new byte[(4 << 20) + 1];
        new Random(1).nextBytes(noise);
        for (byte[] content : List.of(noise, Arrays.copyOf(noise, 1000), new byte[] {'#', '!'})) {
            Files.write(file(), content);
            kernel(timed());
            assertArrayEquals(content, Files.readAllBytes(file()));
        }
    }

    @Test
    void aPlaceThatCantBeWrittenDoesNoHarm() {
        kernel(ModelOptions.defaults().withTimings(folder.resolve("missing").resolve("file")));
        kernel(ModelOptions.defaults().withTimings(folder));
        // Where there is none, as if it were a file that is missing.
        kernel(ModelOptions.defaults().withTimings(Path.of("/dev/zero")));
    }
}
