package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How an optimiser changes weights. With g = {@link Factor#SCALE} gradient + {@link Factor#DECAY} w
 * every rule ends in w = {@link Factor#SHRINK} w - {@link Factor#RATE} step. All in float, in the
 * order of the formulas; a value that is kept becomes zero where it is denormal, since it would
 * fade for ever and slow every step down.
 */
public enum UpdateRule {
    /** step = g. */
    SGD(0),
    /** v = KEEP v + g; step = v. */
    MOMENTUM(1),
    /** v = KEEP v + g; step = g + KEEP v. */
    NESTEROV(1),
    /**
     * m = KEEP m + (1 - KEEP) g; v = KEEP_SQUARE v + (1 - KEEP_SQUARE) g g; step = m / (sqrt(v)
     * ROOT + EPSILON).
     */
    ADAM(2),
    /**
     * v = KEEP_SQUARE v + (1 - KEEP_SQUARE) g g; b = KEEP b + g / (sqrt(v) + EPSILON); step = b.
     */
    RMSPROP(2);

    private final int slots;

    UpdateRule(int slots) {
        this.slots = slots;
    }

    /** Values that are kept for each weight, zeros at first. */
    public int slots() {
        return slots;
    }

    /** The numbers of a step: floats behind each other, in this order. */
    public enum Factor {
        /** On the gradient. */
        SCALE,
        /** Weight decay that acts on the gradient. */
        DECAY,
        /** On the step. */
        RATE,
        /** The part of the last step, or of the gradients' mean, that goes on. */
        KEEP,
        /** The part of the squares' mean that goes on. */
        KEEP_SQUARE,
        /** On the root of the squares. */
        ROOT,
        /** Added to the divisor. */
        EPSILON,
        /** On the weight: 1, or less for decay that acts on the weight itself. */
        SHRINK;

        /** Bytes of all factors. */
        public static final long BYTES = 4L * values().length;

        /** The address of this factor. */
        public long in(long factors) {
            return factors + 4L * ordinal();
        }

        /** Writes this factor, as a float. */
        public void set(MemorySegment factors, double value) {
            factors.setAtIndex(ValueLayout.JAVA_FLOAT, ordinal(), (float) value);
        }
    }
}
