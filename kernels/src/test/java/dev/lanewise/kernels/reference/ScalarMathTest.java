package dev.lanewise.kernels.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.Unary.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

/** The functions that kernels approximate have the values that mathematics gives them. */
class ScalarMathTest {

    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private static Unary unary(Function function) {
        return switch (function) {
            case CLIP -> Unary.clip(-1.25f, 1.5f);
            case LEAKY_RELU -> new Unary(function, .25f, 0);
            case ELU -> new Unary(function, .75f, 0);
            case HARD_SIGMOID -> new Unary(function, .25f, .375f);
            case SCALED_HARD_SWISH -> new Unary(function, -.5f, 2);
            case AFFINE -> new Unary(function, -.5f, 3);
            default -> Unary.of(function);
        };
    }

    /** The values at -5, -2, -0.5, 1.5 and 4, from another language's library. */
    private static double[] values(Function function) {
        double no = Double.NaN;
        return switch (function) {
            case IDENTITY -> new double[] {-5, -2, -.5, 1.5, 4};
            case RELU -> new double[] {0, 0, 0, 1.5, 4};
            case CLIP -> new double[] {-1.25, -1.25, -.5, 1.5, 1.5};
            case LEAKY_RELU -> new double[] {-1.25, -.5, -.125, 1.5, 4};
            case HARD_SIGMOID -> new double[] {0, 0, .25, .75, 1};
            case HARD_SWISH -> new double[] {0, -1 / 3.0, -.5 * 2.5 / 6, 1.5 * .75, 4};
            case SCALED_HARD_SWISH ->
                    new double[] {2, 2 + 1 / 6.0, 2 + .25 * 2.5 / 6, 2 - .75 * .75, 0};
            case SIGMOID ->
                    new double[] {
                        0.0066928509242848554,
                        0.11920292202211755,
                        0.3775406687981454,
                        0.8175744761936437,
                        0.9820137900379085
                    };
            case SILU ->
                    new double[] {
                        -0.03346425462142428,
                        -0.2384058440442351,
                        -0.1887703343990727,
                        1.2263617142904655,
                        3.928055160151634
                    };
            case TANH ->
                    new double[] {
                        -0.9999092042625951,
                        -0.9640275800758169,
                        -0.46211715726000973,
                        0.9051482536448664,
                        0.999329299739067
                    };
            case GELU ->
                    new double[] {
                        -1.4332578593959731e-06,
                        -0.04550026389635844,
                        -0.15426876936299344,
                        1.399789198096713,
                        3.9998733150326675
                    };
            case ELU ->
                    new double[] {
                        .75 * -0.9932620530009145,
                        .75 * -0.8646647167633873,
                        .75 * -0.3934693402873666,
                        1.5,
                        4
                    };
            case SOFTPLUS ->
                    new double[] {
                        0.006715348489118068,
                        0.1269280110429726,
                        0.4740769841801067,
                        1.7014132779827524,
                        4.0181499279178094
                    };
            case EXP ->
                    new double[] {
                        0.006737946999085467,
                        0.1353352832366127,
                        0.6065306597126334,
                        4.4816890703380645,
                        54.598150033144236
                    };
            case LOG -> new double[] {no, no, no, 0.4054651081081644, 1.3862943611198906};
            case ERF ->
                    new double[] {
                        -0.9999999999984626,
                        -0.9953222650189527,
                        -0.5204998778130465,
                        0.9661051464753108,
                        0.9999999845827421
                    };
            case SQRT -> new double[] {no, no, no, 1.224744871391589, 2};
            case RECIPROCAL -> new double[] {-.2, -.5, -2, 2 / 3.0, .25};
            case NEG -> new double[] {5, 2, .5, -1.5, -4};
            case ABS -> new double[] {5, 2, .5, 1.5, 4};
            case FLOOR -> new double[] {-5, -2, -1, 1, 4};
            case CEIL -> new double[] {-5, -2, 0, 2, 4};
            case AFFINE -> new double[] {5.5, 4, 3.25, 2.25, 1};
        };
    }

    private static final double[] POINTS = {-5, -2, -.5, 1.5, 4};

    @ParameterizedTest
    @EnumSource
    void functionsHaveTheirValues(Function function) {
        Unary u = unary(function);
        double[] expected = values(function);
        for (int i = 0; i < POINTS.length; i++) {
            assertNear(expected[i], u.apply(POINTS[i]), 1e-13, u + " at " + POINTS[i]);
            float rounded = ScalarMath.apply(u, (float) POINTS[i]);
            assertNear((float) expected[i], rounded, 1e-7, u + " at " + POINTS[i]);
        }
        assertTrue(Double.isNaN(u.apply(Double.NaN)), u + " of NaN");
    }

    private static void assertNear(double expected, double actual, double error, String where) {
        if (Double.isNaN(expected)) {
            assertEquals(expected, actual, where);
        } else {
            assertEquals(expected, actual, error * Math.abs(expected), where);
        }
    }

    @ParameterizedTest
    @EnumSource
    void derivativesAreTheSlopesOfTheirFunctions(Function function) {
        for (boolean negative : new boolean[] {false, true}) {
            Unary u = unary(function);
            if (negative) {
                u = new Unary(function, -u.alpha(), u.beta());
            }
            if (negative && function == Function.CLIP) {
                continue;
            }
            for (double x : new double[] {-4.5, -2.25, -.6, .3, 1.25, 3.5}) {
                double slope = (u.apply(x + 1e-5) - u.apply(x - 1e-5)) / 2e-5;
                double derivative = u.derivative(u.derivesFromOutput() ? u.apply(x) : x);
                if (!Double.isNaN(slope)) {
                    double error = 1e-6 * Math.max(1e-3, Math.abs(slope));
                    assertEquals(slope, derivative, error, u + " at " + x);
                }
            }
        }
    }

    @Test
    void atABendTheDerivativeIsPyTorchs() {
        assertEquals(0, Unary.RELU.derivative(0));
        assertEquals(0, Unary.clip(-1, 2).derivative(-1));
        assertEquals(0, Unary.clip(-1, 2).derivative(2));
        assertEquals(.25, new Unary(Function.LEAKY_RELU, .25f, 0).derivative(0));
        assertEquals(0, new Unary(Function.HARD_SIGMOID, .25f, .5f).derivative(0));
        assertEquals(0, new Unary(Function.HARD_SIGMOID, .25f, .5f).derivative(1));
        // The slope of its middle part.
        assertEquals(-.5, Unary.of(Function.HARD_SWISH).derivative(-3));
        assertEquals(1.5, Unary.of(Function.HARD_SWISH).derivative(3));
        assertEquals(.75, new Unary(Function.ELU, .75f, 0).derivative(0));
        assertEquals(0, Unary.of(Function.ABS).derivative(0));
    }

    @Test
    void functionsHoldAtTheirEnds() {
        assertEquals(INFINITY, Unary.RELU.apply(INFINITY));
        assertEquals(0, Unary.RELU.apply(-INFINITY));
        assertEquals(1, Unary.of(Function.SIGMOID).apply(INFINITY));
        assertEquals(0, Unary.of(Function.SIGMOID).apply(-INFINITY));
        assertEquals(1, ScalarMath.erf(INFINITY));
        assertEquals(-1, ScalarMath.erf(-7));
        assertEquals(INFINITY, Unary.of(Function.SOFTPLUS).apply(INFINITY));
        assertEquals(1000, Unary.of(Function.SOFTPLUS).apply(1000));
        assertEquals(0, Unary.of(Function.SOFTPLUS).apply(-1000));
        assertEquals(-INFINITY, Unary.of(Function.LOG).apply(0));
        assertEquals(0, Unary.of(Function.LEAKY_RELU).apply(0));
        // A tiny argument keeps its digits.
        assertNear(.75e-12, -new Unary(Function.ELU, .75f, 0).apply(-1e-12), 1e-11, "elu");
    }

    @Test
    void theErrorFunctionsComplementKeepsItsDigits() {
        double[][] known = {
            {-3, 1.9999779095030015},
            {-.5, 1.5204998778130465},
            {0, 1},
            {.5, 0.4795001221869535},
            {1.5, 0.033894853524689274},
            {2.5, 0.0004069520174449589},
            {3, 2.2090496998585438e-05},
            {5, 1.5374597944280351e-12},
            {9, 4.13703174651381e-37},
        };
        for (double[] point : known) {
            assertNear(point[1], ScalarMath.erfc(point[0]), 1e-13, "erfc " + point[0]);
        }
        assertTrue(Double.isNaN(ScalarMath.erfc(Double.NaN)));
        assertNear(-5.919525870226207e-09, Unary.of(Function.GELU).apply(-6), 1e-12, "gelu");
    }

    @Test
    void functionsOfTwoHaveTheirValues() {
        assertEquals(5, Binary.ADD.apply(3, 2));
        assertEquals(1, Binary.SUB.apply(3, 2));
        assertEquals(6, Binary.MUL.apply(3, 2));
        assertEquals(1.5, Binary.DIV.apply(3, 2));
        assertEquals(2, Binary.MIN.apply(3, 2));
        assertEquals(3, Binary.MAX.apply(3, 2));
        assertEquals(9, Binary.POW.apply(3, 2));
        assertEquals(3, Binary.PRELU.apply(3, 2));
        assertEquals(-6, Binary.PRELU.apply(-3, 2));
        assertEquals(0, Binary.PRELU.apply(0, INFINITY));
        assertEquals(1 / 3f, ScalarMath.apply(Binary.DIV, 1f, 3f));
        for (Binary function : List.of(Binary.MIN, Binary.MAX)) {
            assertTrue(Double.isNaN(function.apply(Double.NaN, 1)));
            assertTrue(Double.isNaN(function.apply(1, Double.NaN)));
        }
    }

    @Test
    void namesHaveTheParametersThatCount() {
        assertEquals("clip(-1.25, 1.5)", unary(Function.CLIP).toString());
        assertEquals("elu(0.75)", unary(Function.ELU).toString());
        assertEquals("relu", Unary.RELU.toString());
    }
}
