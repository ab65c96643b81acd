package dev.lanewise.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

/** The provider under test is the one that the mode of this run asks for. */
class ProviderTest {

    private static final String MODE = System.getProperty("lanewise.test.mode", "default");
    private static final String WARNING = "The Vector API is not usable";

    @Test
    void theVectorProviderIsInUseWhereTheModeAsksForIt() {
        String name = Kernels.best().getClass().getSimpleName();
        if (MODE.equals("scalar")) {
            assertSame(Kernels.reference(), Kernels.best());
        } else {
            assertEquals("VectorKernels", name, "mode " + MODE + " runs scalar kernels");
        }
    }

    @Test
    void theWidthIsTheOneThatTheModeAsksFor() {
        int lanes = Kernels.best().lanes();
        switch (MODE) {
            case "scalar" -> assertEquals(1, lanes);
            case "avx1", "vector128" -> assertEquals(4, lanes);
            case "avx2" -> assertEquals(8, lanes);
            default -> assertTrue(lanes >= 2, "lanes " + lanes);
        }
    }

    @Test
    void kernelsAreVectorKernels() {
        Kernel kernel = Kernels.best().unary(Unary.RELU, Layout.flat(3), Layout.flat(3));
        String suffix = MODE.equals("scalar") ? "reference" : "vector";
        assertEquals("relu " + suffix, kernel.name());
    }

    @Test
    void withoutTheVectorModuleOneWarningNamesTheFlag() throws Exception {
        String output = run();
        assertEquals(2, output.split(WARNING, -1).length, output);
        assertTrue(output.contains("--add-modules jdk.incubator.vector"), output);
        assertTrue(output.contains("lanes 1 1"), output);
    }

    @Test
    void withTheVectorModuleThereIsNoWarning() throws Exception {
        String output = run("--add-modules=jdk.incubator.vector");
        assertTrue(!output.contains("WARNING: T"), output);
        assertTrue(output.contains("C2 true"), output);
        assertTrue(!output.contains("lanes 1 1"), output);
    }

    @Test
    void thePropertyForcesTheScalarProviderSilently() throws Exception {
        String output =
                run("--add-modules=jdk.incubator.vector", "-Ddev.lanewise.kernels=reference");
        assertTrue(!output.contains(WARNING), output);
        assertTrue(output.contains("lanes 1 1"), output);
    }

    /** An option that some start programs with while they develop them. */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:TieredStopAtLevel=1", "-Xint"})
    void withoutC2OneWarningNamesTheOptions(String option) throws Exception {
        String output = run("--add-modules=jdk.incubator.vector", option);
        assertEquals(2, output.split("This JVM has no C2 compiler", -1).length, output);
        assertTrue(output.contains("-XX:TieredStopAtLevel=1"), output);
        assertTrue(output.contains("C2 false"), output);
    }

    private static String run(String... options) throws IOException, InterruptedException {
        return Jvm.run(AskTwice.class, options);
    }

    /** Asks for the best provider twice. */
    static final class AskTwice {

        private AskTwice() {}

        public static void main(String[] args) {
            System.out.println("C2 " + Kernels.hasC2());
            System.out.println("lanes " + Kernels.best().lanes() + " " + Kernels.best().lanes());
        }
    }
}
