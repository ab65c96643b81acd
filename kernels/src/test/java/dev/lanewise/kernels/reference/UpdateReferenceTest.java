package dev.lanewise.kernels.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.UpdateRule;
import dev.lanewise.kernels.UpdateRule.Factor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Optimisers' steps are the formulas of {@link UpdateRule}. */
class UpdateReferenceTest {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private static MemorySegment factors() {
        MemorySegment factors = Images.poisoned(Factor.BYTES);
        Factor.SCALE.set(factors, .75);
        Factor.DECAY.set(factors, .01);
        Factor.RATE.set(factors, .1);
        Factor.KEEP.set(factors, .9);
        Factor.KEEP_SQUARE.set(factors, .99);
        Factor.ROOT.set(factors, 1.5);
        Factor.EPSILON.set(factors, .125);
        Factor.SHRINK.set(factors, .98);
        return factors;
    }

    /** Gradient, factors, slots of .5 and .25, weights. */
    private static MemorySegment[] operands(UpdateRule rule) {
        MemorySegment[] operands = new MemorySegment[3 + rule.slots()];
        operands[0] = Images.segment(3, -2);
        operands[1] = factors();
        for (int slot = 0; slot < rule.slots(); slot++) {
            operands[2 + slot] = slot == 0 ? Images.segment(.5f, .25f) : Images.segment(.25f, .5f);
        }
        operands[2 + rule.slots()] = Images.segment(4, -1);
        return operands;
    }

    @ParameterizedTest
    @EnumSource
    void aStepIsItsFormula(UpdateRule rule) {
        MemorySegment[] operands = operands(rule);
        Kernel kernel = Images.KERNELS.update(rule, 2);
        Images.runOver(kernel, operands);
        double[] gradients = {3, -2};
        double[] weights = {4, -1};
        double[] first = {.5, .25};
        double[] second = {.25, .5};
        for (int i = 0; i < 2; i++) {
            double g = .75 * gradients[i] + .01 * weights[i];
            double kept = 0;
            double other = 0;
            double step = 0;
            switch (rule) {
                case SGD -> step = g;
                case MOMENTUM -> {
                    kept = .9 * first[i] + g;
                    step = kept;
                }
                case NESTEROV -> {
                    kept = .9 * first[i] + g;
                    step = g + .9 * kept;
                }
                case ADAM -> {
                    kept = .9 * first[i] + .1 * g;
                    other = .99 * second[i] + .01 * g * g;
                    step = kept / (Math.sqrt(other) * 1.5 + .125);
                }
                case RMSPROP -> {
                    kept = .99 * first[i] + .01 * g * g;
                    other = .9 * second[i] + g / (Math.sqrt(kept) + .125);
                    step = other;
                }
            }
            String where = rule + " " + i;
            double expected = .98 * weights[i] - .1 * step;
            MemorySegment weight = operands[operands.length - 1];
            Images.assertClose(expected, weight.getAtIndex(FLOAT, i), 1e-6, where);
            double[] slots = {kept, other};
            for (int slot = 0; slot < rule.slots(); slot++) {
                float actual = operands[2 + slot].getAtIndex(FLOAT, i);
                Images.assertClose(slots[slot], actual, 1e-6, where + " slot " + slot);
            }
        }
    }

    @Test
    void whatIsKeptIsZeroBelowTheSmallestNormal() {
        for (float gradient : new float[] {1.2e-38f, -1.2e-38f, .7e-38f, -.7e-38f}) {
            MemorySegment[] operands = {
                Images.segment(gradient), factors(), Images.segment(0), Images.segment(0)
            };
            Factor.SCALE.set(operands[1], 1);
            Images.runOver(Images.KERNELS.update(UpdateRule.MOMENTUM, 1), operands);
            float kept = Math.abs(gradient) > 1e-38f ? gradient : 0;
            assertEquals(kept, operands[2].get(FLOAT, 0));
        }
        // The smallest normal number itself is one.
        MemorySegment[] operands = {
            Images.segment(Float.MIN_NORMAL), factors(), Images.segment(0), Images.segment(0)
        };
        Factor.SCALE.set(operands[1], 1);
        Images.runOver(Images.KERNELS.update(UpdateRule.MOMENTUM, 1), operands);
        assertEquals(Float.MIN_NORMAL, operands[2].get(FLOAT, 0));
    }
}
