package dev.lanewise.kernels;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Every function stays within its stated error, against the function in double, over floats of all
 * signs and exponents. {@code -Dlanewise.test.stride=1} compares all floats there are.
 */
class UnaryAccuracyTest {

    /** Every so-manieth float; prime, so that low bits vary. */
    private static final long STRIDE = Long.getLong("lanewise.test.stride", 10007);

    private static final int COUNT = 1 << 14;

    /** Below this, errors are absolute: as if results had this size. */
    private static final float SMALLEST = 0x1p-120f;

    private static Unary with(Unary.Function function) {
        return switch (function) {
            case CLIP -> Unary.clip(-1, 1.5f);
            case LEAKY_RELU -> new Unary(function, 0.01f, 0);
            case ELU -> new Unary(function, 1, 0);
            case HARD_SIGMOID -> new Unary(function, 0.2f, 0.5f);
            case SCALED_HARD_SWISH -> new Unary(function, 1.5f, 1);
            case AFFINE -> new Unary(function, -1.5f, 0.25f);
            default -> Unary.of(function);
        };
    }

    /** The stated errors in units in the last place. */
    private static double error(Unary.Function function) {
        return switch (function) {
            case IDENTITY, RELU, CLIP, NEG, ABS, FLOOR, CEIL -> 0;
            case LEAKY_RELU, SQRT, RECIPROCAL -> 0.501;
            case HARD_SIGMOID, AFFINE -> 0.75;
            case LOG -> 0.9;
            case EXP, ELU -> 1.1;
            case ERF -> 1.5;
            case SOFTPLUS, SIGMOID, TANH, HARD_SWISH -> 2.5;
            case SILU, SCALED_HARD_SWISH -> 3.5;
            case GELU -> 7;
        };
    }

    @ParameterizedTest
    @EnumSource
    void staysWithinItsError(Unary.Function function) {
        Unary u = with(function);
        Layout layout = Layout.flat(COUNT);
        Kernel kernel = Kernels.best().unary(u, layout, layout);
        double worst = 0;
        float at = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = arena.allocate(4L * COUNT, 64);
            MemorySegment y = arena.allocate(4L * COUNT, 64);
            MemorySegment scratch = arena.allocate(kernel.scratchBytes(), 64);
            Kernel.Call call = kernel.bind(x, y);
            for (long bits = 0; bits < 1L << 32; bits += COUNT * STRIDE) {
                for (int i = 0; i < COUNT; i++) {
                    x.setAtIndex(ValueLayout.JAVA_INT, i, (int) (bits + i * STRIDE));
                }
                call.run(scratch);
                for (int i = 0; i < COUNT; i++) {
                    float value = x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    float actual = y.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    double error = ulps(u.apply(value), actual);
                    if (!(error <= worst)) {
                        worst = error;
                        at = value;
                    }
                }
            }
        }
        String found = u + " is off by " + worst + " ulp at " + at;
        System.out.println(found);
        assertTrue(worst <= error(function), found);
    }

    /** The error in units in the last place of the float nearest to {@code exact}. */
    private static double ulps(double exact, float actual) {
        float nearest = (float) exact;
        if (Float.isNaN(nearest) || Float.isInfinite(nearest) || nearest == 0) {
            boolean overflows = Math.abs(exact) >= Float.MAX_VALUE && !Double.isNaN(exact);
            boolean right = Float.compare(nearest, actual) == 0;
            boolean nearlyRight = overflows && Math.abs(actual) >= Float.MAX_VALUE;
            return right || nearlyRight ? 0 : Double.POSITIVE_INFINITY;
        }
        double ulp = Math.max(Math.ulp(nearest), Math.ulp(SMALLEST));
        return Math.abs(exact - actual) / ulp;
    }
}
