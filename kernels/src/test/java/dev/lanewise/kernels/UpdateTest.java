package dev.lanewise.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.UpdateRule.Factor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Optimisers' steps have the bits of the formulas, at any size. */
class UpdateTest {

    private static final int STEPS = 3;

    /** Slots and weights after some steps. */
    private static List<float[]> run(Kernels kernels, UpdateRule rule, int count, float size) {
        Random random = new Random(count);
        Kernel kernel = kernels.update(rule, count);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment[] operands =
                    kernel.operands().stream()
                            .map(operand -> arena.allocate(operand.bytes(), 64))
                            .toArray(MemorySegment[]::new);
            MemorySegment scratch =
                    arena.allocate(kernel.scratchBytes() + 1, Kernel.SCRATCH_ALIGNMENT);
            Factor.SCALE.set(operands[1], 0.75);
            Factor.DECAY.set(operands[1], 0.01);
            Factor.RATE.set(operands[1], 0.1);
            Factor.KEEP.set(operands[1], 0.9);
            Factor.KEEP_SQUARE.set(operands[1], 0.99);
            Factor.ROOT.set(operands[1], 1.5);
            Factor.EPSILON.set(operands[1], 1e-6);
            Factor.SHRINK.set(operands[1], 0.98);
            Kernel.Call call = kernel.bind(operands);
            for (int step = 0; step < STEPS; step++) {
                for (int i = 0; i < count; i++) {
                    float value = (float) random.nextGaussian() * size;
                    operands[0].setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
                }
                call.run(scratch);
            }
            List<float[]> results = new ArrayList<>();
            for (int i = 2; i < operands.length; i++) {
                results.add(operands[i].toArray(ValueLayout.JAVA_FLOAT));
            }
            return results;
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothProvidersGiveTheSameBits(UpdateRule rule) {
        for (int count : new int[] {0, 1, 3, 15, 16, 17, 32, 1000, 16384, 40_003}) {
            List<float[]> expected = run(Kernels.reference(), rule, count, 1);
            List<float[]> actual = run(Kernels.best(), rule, count, 1);
            assertEquals(rule.slots() + 1, expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertArrayEquals(expected.get(i), actual.get(i), rule + " " + count);
            }
        }
    }

    @Test
    void whatIsKeptIsNeverDenormal() {
        for (Kernels kernels : List.of(Kernels.reference(), Kernels.best())) {
            for (float[] kept : run(kernels, UpdateRule.ADAM, 40, 1e-37f).subList(0, 2)) {
                for (float value : kept) {
                    assertTrue(value == 0 || Math.abs(value) >= Float.MIN_NORMAL, "" + value);
                }
            }
        }
    }
}
