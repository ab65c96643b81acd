package dev.lanewise.kernels;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/**
 * One specification with all that a test of its kernel needs to know.
 *
 * @param description the specification, for messages
 * @param make makes the kernel
 * @param magnitude makes a kernel which, run on the inputs' absolute values, gives what {@code
 *     tolerance} is relative to: the sum of the absolute terms
 * @param inputs the inputs without weights, in operand order
 * @param weights weights and biases of a {@link WeightedKernel}, or null
 * @param y the output
 * @param inPlace the input whose memory y may share, or -1
 * @param tolerance how far from the twin a result may lie
 */
record KernelCase(
        String description,
        Function<Kernels, Kernel> make,
        @Nullable Function<Kernels, Kernel> magnitude,
        List<Layout> inputs,
        @Nullable Weights weights,
        Layout y,
        int inPlace,
        Tolerance tolerance) {

    /**
     * @param count weights
     * @param biases biases
     * @param hasBias whether they are given
     */
    record Weights(int count, int biases, boolean hasBias) {}

    /** The largest difference allowed; 0 means equal bits. */
    interface Tolerance {

        /** Equal bits. */
        Tolerance EXACT = (data, expected, magnitude) -> 0;

        /** Equal numbers: the zeros are one. */
        Tolerance NUMERIC = (data, expected, magnitude) -> Double.MIN_VALUE;

        /**
         * @param data what the inputs hold
         * @param expected the twin's result
         * @param magnitude the sum of the absolute terms, or 0 if the case has none
         */
        double allowed(Data data, float expected, float magnitude);

        /** So many units in the last place; below 2^-120, as many of 2^-143. */
        static Tolerance ulp(double count) {
            return (data, expected, magnitude) -> count * Math.max(Math.ulp(expected), 0x1p-143);
        }

        /** A sum of so many terms in any order; exact for integers. */
        static Tolerance sum(int terms) {
            return (data, expected, magnitude) ->
                    data == Data.INTEGERS
                            ? 0
                            : (terms + 2) * 0x1p-24 * magnitude + 2 * Math.ulp(expected);
        }

        /**
         * The same through an activation of slope at most 1.5, which is exact or within 5 ulp.
         * Winograd's transforms are not exact for integers and lose some 4 bits.
         */
        static Tolerance product(int terms, boolean winograd, Unary activation) {
            boolean exact =
                    switch (activation.function()) {
                        case IDENTITY, RELU, CLIP, LEAKY_RELU -> !winograd;
                        default -> false;
                    };
            double factor = winograd ? 16 : 1.5;
            return (data, expected, magnitude) ->
                    exact && data == Data.INTEGERS
                            ? 0
                            : factor * (terms + 2) * 0x1p-24 * magnitude + 5 * Math.ulp(expected);
        }
    }

    @Override
    public String toString() {
        return description;
    }
}
