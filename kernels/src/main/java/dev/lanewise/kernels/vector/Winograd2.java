package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/** {@link WinogradTransform#F2} along one axis. */
final class Winograd2 {

    private Winograd2() {}

    static void input(long x, long stride, long step, long y, long yStride, long yStep, int count) {
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * step);
            FloatVector d0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
            FloatVector d1 = fromMemorySegment(SPECIES, ALL, Memory.address(in + stride), ORDER);
            FloatVector d2 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 2 * stride), ORDER);
            FloatVector d3 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 3 * stride), ORDER);
            long out = Memory.address(y + i * yStep);
            d0.sub(d2).intoMemorySegment(ALL, out, ORDER);
            d1.add(d2).intoMemorySegment(ALL, Memory.address(out + yStride), ORDER);
            d2.sub(d1).intoMemorySegment(ALL, Memory.address(out + 2 * yStride), ORDER);
            d3.sub(d1).intoMemorySegment(ALL, Memory.address(out + 3 * yStride), ORDER);
        }
    }

    static void output(
            long x,
            long stride,
            long step,
            long bias,
            long y,
            long yStride,
            long yStep,
            int count) {
        FloatVector start = fromMemorySegment(SPECIES, ALL, bias, ORDER);
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * step);
            FloatVector m0 = fromMemorySegment(SPECIES, ALL, in, ORDER).add(start);
            FloatVector m1 = fromMemorySegment(SPECIES, ALL, Memory.address(in + stride), ORDER);
            FloatVector m2 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 2 * stride), ORDER);
            FloatVector m3 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 3 * stride), ORDER)
                            .add(start);
            long out = Memory.address(y + i * yStep);
            m0.add(m1).add(m2).intoMemorySegment(ALL, out, ORDER);
            m1.sub(m2).add(m3).intoMemorySegment(ALL, Memory.address(out + yStride), ORDER);
        }
    }

    /** G: 3 vectors to 4. */
    static void weights(
            long x, long stride, long step, long y, long yStride, long yStep, int count) {
        FloatVector half = Lanes.splat(0.5f);
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * step);
            FloatVector w0 = fromMemorySegment(SPECIES, ALL, in, ORDER);
            FloatVector w1 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + stride), ORDER).mul(half);
            FloatVector w2 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 2 * stride), ORDER);
            long out = Memory.address(y + i * yStep);
            w0.intoMemorySegment(ALL, out, ORDER);
            FloatVector even = w0.add(w2).mul(half);
            even.add(w1).intoMemorySegment(ALL, Memory.address(out + yStride), ORDER);
            even.sub(w1).intoMemorySegment(ALL, Memory.address(out + 2 * yStride), ORDER);
            w2.intoMemorySegment(ALL, Memory.address(out + 3 * yStride), ORDER);
        }
    }
}
