package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.Window;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

import java.util.List;
import java.util.stream.Collectors;

/** The vector provider where the Vector API is there. */
@DisabledIfSystemProperty(named = "lanewise.test.mode", matches = "scalar")
class VectorKernelsTest {

    private static final VectorKernels KERNELS = VectorKernels.INSTANCE;

    @Test
    void theVectorProviderIsTheBest() {
        // By name: where accesses are checked, the best one is loaded a second time.
        assertEquals(KERNELS.getClass().getName(), Kernels.best().getClass().getName());
        assertTrue(KERNELS.lanes() > 1);
    }

    @Test
    void convolutionWantsItsOutputBlockedByLanes() {
        Layout x = Layout.nchw(1, 3, 4, 4);
        Layout y = Layout.blocked(1, 8, 4, 4, 2 * KERNELS.lanes());
        ConvSpec spec = new ConvSpec(x, y, Window.of(1, 1, 0), 1);
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class, () -> KERNELS.conv(spec, Epilogue.NONE));
        assertEquals(
                "conv: expected y blocked by the provider's lanes, "
                        + KERNELS.lanes()
                        + ", actual "
                        + y,
                e.getMessage());
    }

    /** A warm-up drives one kernel of each name: what one has compiled must do for the others. */
    @Test
    void convolutionsToAPixelAreNamedByTheirLoops() {
        String[] names = {"x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x5+4", "x5"};
        for (int vectors = 1; vectors <= names.length; vectors++) {
            Layout y = Layout.blocked(1, vectors * KERNELS.lanes(), 1, 1, KERNELS.lanes());
            assertEquals("conv pixel " + names[vectors - 1], pixel(3, y));
        }
        if (PixelRows.USABLE) {
            Layout y = Layout.blocked(1, 50, 1, 1, KERNELS.lanes());
            assertEquals("conv pixel rows 20+16", pixel(160, y));
            assertEquals("conv pixel rows 24", pixel(144, y.withChannels(48)));
            assertEquals("conv pixel x4", pixel(144, y));
            assertEquals("conv pixel x4", pixel(159, y));
        }
    }

    private static String pixel(int channels, Layout y) {
        ConvSpec spec = new ConvSpec(y.withChannels(channels), y, Window.of(1, 1, 0), 1);
        return new ConvPixel(spec, Epilogue.NONE).name();
    }

    @Test
    void aResidualIsTheOperandBeforeTheOutput() {
        Layout x = Layout.blocked(1, 8, 4, 4, KERNELS.lanes());
        ConvSpec conv = new ConvSpec(x, x, Window.of(1, 1, 0), 1);
        GemmSpec gemm = GemmSpec.of(3, 5, 7);
        Epilogue residual = new Epilogue(true, Unary.IDENTITY);
        GemmSpec added = new GemmSpec(1, 3, 5, 7, false, false, true, 1, residual);
        assertEquals("x weight y", names(KERNELS.conv(conv, Epilogue.NONE)));
        assertEquals("x weight residual y", names(KERNELS.conv(conv, residual)));
        assertEquals("a weight y", names(KERNELS.gemm(gemm)));
        assertEquals("a weight residual y", names(KERNELS.gemm(added)));
        assertEquals("a b y", names(KERNELS.matmul(gemm)));
        assertEquals("a b residual y", names(KERNELS.matmul(added)));
        assertEquals(-16, ConvOperands.residual(new long[] {0, 0, 48, 64}));
        assertEquals(PackedEpilogue.NO_RESIDUAL, ConvOperands.residual(new long[] {0, 0, 64}));
    }

    private static String names(Kernel kernel) {
        return kernel.operands().stream().map(Operand::name).collect(Collectors.joining(" "));
    }

    /** In the order of direct algorithms, all of which keep equals equal; Winograd's don't. */
    @Test
    void directKernelsLeaveOnlyWinogradsAlgorithmsOut() {
        Layout y = Layout.blocked(1, 64, 14, 14, KERNELS.lanes());
        ConvSpec spec = new ConvSpec(y.withHalo(1, 1, 1, 1), y, Window.of(3, 1, 1), 1);
        List<String> all = algorithms(KERNELS, spec);
        List<String> direct = algorithms(KERNELS.direct(), spec);
        assertTrue(all.stream().anyMatch(name -> name.contains("winograd")), all.toString());
        assertEquals(all.stream().filter(name -> !name.contains("winograd")).toList(), direct);
        assertEquals(direct.getFirst(), KERNELS.direct().conv(spec, Epilogue.NONE).name());
    }

    private static List<String> algorithms(Kernels kernels, ConvSpec spec) {
        return kernels.convCandidates(spec, Epilogue.NONE).stream()
                .map(candidate -> candidate.get().name())
                .toList();
    }

    @Test
    void matmulWantsAMatrixBForEachProduct() {
        GemmSpec spec = new GemmSpec(2, 3, 3, 3, false, false, true, 1, Epilogue.NONE);
        assertThrows(IllegalArgumentException.class, () -> KERNELS.matmul(spec));
    }

    @Test
    void gemmWantsOneMatrixBForTheBatch() {
        GemmSpec spec = new GemmSpec(2, 3, 3, 3, false, false, false, 1, Epilogue.NONE);
        assertThrows(IllegalArgumentException.class, () -> KERNELS.gemm(spec));
    }
}
