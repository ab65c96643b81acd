package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.UpdateRule;
import dev.lanewise.kernels.UpdateRule.Factor;
import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The loops of {@link UpdateRule} over whole vectors, one for each rule. Denormal values of slots
 * become 0.
 */
final class UpdateLoops {

    private UpdateLoops() {}

    static void run(
            UpdateRule rule, long g, long factors, long first, long second, long w, int vectors) {
        switch (rule) {
            case SGD -> sgd(g, factors, w, vectors);
            case MOMENTUM -> momentum(g, factors, first, w, vectors);
            case NESTEROV -> nesterov(g, factors, first, w, vectors);
            case ADAM -> adam(g, factors, first, second, w, vectors);
            case RMSPROP -> rmsprop(g, factors, first, second, w, vectors);
        }
    }

    private static float factor(Factor factor, long factors) {
        return Memory.getFloat(factor.in(factors));
    }

    private static void sgd(long gradient, long factors, long weight, int vectors) {
        long from = Memory.address(gradient);
        long to = Memory.address(weight);
        float scale = factor(Factor.SCALE, factors);
        float decay = factor(Factor.DECAY, factors);
        float rate = factor(Factor.RATE, factors);
        float shrink = factor(Factor.SHRINK, factors);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector w = fromMemorySegment(SPECIES, ALL, to + o, ORDER);
            FloatVector g = fromMemorySegment(SPECIES, ALL, from + o, ORDER);
            g = g.mul(scale).add(w.mul(decay));
            w.mul(shrink).sub(g.mul(rate)).intoMemorySegment(ALL, to + o, ORDER);
        }
    }

    private static void momentum(long gradient, long factors, long slot, long weight, int vectors) {
        long from = Memory.address(gradient);
        long to = Memory.address(weight);
        long velocity = Memory.address(slot);
        float scale = factor(Factor.SCALE, factors);
        float decay = factor(Factor.DECAY, factors);
        float rate = factor(Factor.RATE, factors);
        float keep = factor(Factor.KEEP, factors);
        float shrink = factor(Factor.SHRINK, factors);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector w = fromMemorySegment(SPECIES, ALL, to + o, ORDER);
            FloatVector g = fromMemorySegment(SPECIES, ALL, from + o, ORDER);
            g = g.mul(scale).add(w.mul(decay));
            FloatVector v = fromMemorySegment(SPECIES, ALL, velocity + o, ORDER);
            v = v.mul(keep).add(g);
            v = v.blend(0, v.abs().compare(VectorOperators.LT, Float.MIN_NORMAL));
            v.intoMemorySegment(ALL, velocity + o, ORDER);
            w.mul(shrink).sub(v.mul(rate)).intoMemorySegment(ALL, to + o, ORDER);
        }
    }

    private static void nesterov(long gradient, long factors, long slot, long weight, int vectors) {
        long from = Memory.address(gradient);
        long to = Memory.address(weight);
        long velocity = Memory.address(slot);
        float scale = factor(Factor.SCALE, factors);
        float decay = factor(Factor.DECAY, factors);
        float rate = factor(Factor.RATE, factors);
        float keep = factor(Factor.KEEP, factors);
        float shrink = factor(Factor.SHRINK, factors);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector w = fromMemorySegment(SPECIES, ALL, to + o, ORDER);
            FloatVector g = fromMemorySegment(SPECIES, ALL, from + o, ORDER);
            g = g.mul(scale).add(w.mul(decay));
            FloatVector v = fromMemorySegment(SPECIES, ALL, velocity + o, ORDER);
            v = v.mul(keep).add(g);
            v = v.blend(0, v.abs().compare(VectorOperators.LT, Float.MIN_NORMAL));
            v.intoMemorySegment(ALL, velocity + o, ORDER);
            FloatVector step = g.add(v.mul(keep));
            w.mul(shrink).sub(step.mul(rate)).intoMemorySegment(ALL, to + o, ORDER);
        }
    }

    private static void adam(
            long gradient, long factors, long first, long second, long weight, int vectors) {
        long from = Memory.address(gradient);
        long to = Memory.address(weight);
        long mean = Memory.address(first);
        long square = Memory.address(second);
        float scale = factor(Factor.SCALE, factors);
        float decay = factor(Factor.DECAY, factors);
        float rate = factor(Factor.RATE, factors);
        float keep = factor(Factor.KEEP, factors);
        float keepSquare = factor(Factor.KEEP_SQUARE, factors);
        float root = factor(Factor.ROOT, factors);
        float epsilon = factor(Factor.EPSILON, factors);
        float shrink = factor(Factor.SHRINK, factors);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector w = fromMemorySegment(SPECIES, ALL, to + o, ORDER);
            FloatVector g = fromMemorySegment(SPECIES, ALL, from + o, ORDER);
            g = g.mul(scale).add(w.mul(decay));
            FloatVector m = fromMemorySegment(SPECIES, ALL, mean + o, ORDER);
            m = m.mul(keep).add(g.mul(1 - keep));
            m = m.blend(0, m.abs().compare(VectorOperators.LT, Float.MIN_NORMAL));
            FloatVector v = fromMemorySegment(SPECIES, ALL, square + o, ORDER);
            v = v.mul(keepSquare).add(g.mul(1 - keepSquare).mul(g));
            v = v.blend(0, v.abs().compare(VectorOperators.LT, Float.MIN_NORMAL));
            m.intoMemorySegment(ALL, mean + o, ORDER);
            v.intoMemorySegment(ALL, square + o, ORDER);
            FloatVector step = m.div(v.sqrt().mul(root).add(epsilon));
            w.mul(shrink).sub(step.mul(rate)).intoMemorySegment(ALL, to + o, ORDER);
        }
    }

    private static void rmsprop(
            long gradient, long factors, long first, long second, long weight, int vectors) {
        long from = Memory.address(gradient);
        long to = Memory.address(weight);
        long square = Memory.address(first);
        long buffer = Memory.address(second);
        float scale = factor(Factor.SCALE, factors);
        float decay = factor(Factor.DECAY, factors);
        float rate = factor(Factor.RATE, factors);
        float keep = factor(Factor.KEEP, factors);
        float keepSquare = factor(Factor.KEEP_SQUARE, factors);
        float epsilon = factor(Factor.EPSILON, factors);
        float shrink = factor(Factor.SHRINK, factors);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector w = fromMemorySegment(SPECIES, ALL, to + o, ORDER);
            FloatVector g = fromMemorySegment(SPECIES, ALL, from + o, ORDER);
            g = g.mul(scale).add(w.mul(decay));
            FloatVector v = fromMemorySegment(SPECIES, ALL, square + o, ORDER);
            v = v.mul(keepSquare).add(g.mul(1 - keepSquare).mul(g));
            v = v.blend(0, v.abs().compare(VectorOperators.LT, Float.MIN_NORMAL));
            FloatVector b = fromMemorySegment(SPECIES, ALL, buffer + o, ORDER);
            b = b.mul(keep).add(g.div(v.sqrt().add(epsilon)));
            b = b.blend(0, b.abs().compare(VectorOperators.LT, Float.MIN_NORMAL));
            v.intoMemorySegment(ALL, square + o, ORDER);
            b.intoMemorySegment(ALL, buffer + o, ORDER);
            w.mul(shrink).sub(b.mul(rate)).intoMemorySegment(ALL, to + o, ORDER);
        }
    }
}
