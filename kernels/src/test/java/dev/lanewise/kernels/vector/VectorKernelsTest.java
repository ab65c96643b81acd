package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Window;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** The vector provider where the Vector API is there. */
@DisabledIfSystemProperty(named = "lanewise.test.mode", matches = "scalar")
class VectorKernelsTest {

    private static final VectorKernels KERNELS = VectorKernels.INSTANCE;

    @Test
    void theVectorProviderIsTheBest() {
        assertSame(KERNELS, Kernels.best());
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
