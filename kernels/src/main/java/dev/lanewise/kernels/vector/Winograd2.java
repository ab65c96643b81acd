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

    /**
     * G w G^T, for {@code count} kernels.
     *
     * @param x address of w [count][3][3][lanes]
     * @param y address of the first element [count][lanes]
     * @param plane bytes from one element to the next
     */
    static void kernels(long x, long y, long plane, int count) {
        FloatVector half = Lanes.splat(0.5f);
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * (9L * Lanes.BYTES));
            long out = Memory.address(y + i * (long) Lanes.BYTES);
            FloatVector even;
            FloatVector odd;
            FloatVector w00 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in), ORDER);
            FloatVector w01 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 1L * Lanes.BYTES), ORDER);
            FloatVector w02 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 2L * Lanes.BYTES), ORDER);
            FloatVector w10 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 3L * Lanes.BYTES), ORDER);
            FloatVector w11 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 4L * Lanes.BYTES), ORDER);
            FloatVector w12 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 5L * Lanes.BYTES), ORDER);
            FloatVector w20 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 6L * Lanes.BYTES), ORDER);
            FloatVector w21 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 7L * Lanes.BYTES), ORDER);
            FloatVector w22 =
                    fromMemorySegment(SPECIES, ALL, Memory.address(in + 8L * Lanes.BYTES), ORDER);
            even = w00.add(w20).mul(half);
            odd = w10.mul(half);
            FloatVector u0 = even.add(odd);
            FloatVector v0 = even.sub(odd);
            even = w01.add(w21).mul(half);
            odd = w11.mul(half);
            FloatVector u1 = even.add(odd);
            FloatVector v1 = even.sub(odd);
            even = w02.add(w22).mul(half);
            odd = w12.mul(half);
            FloatVector u2 = even.add(odd);
            FloatVector v2 = even.sub(odd);
            w00.intoMemorySegment(ALL, Memory.address(out), ORDER);
            even = w00.add(w02).mul(half);
            odd = w01.mul(half);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + plane), ORDER);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + 2 * plane), ORDER);
            w02.intoMemorySegment(ALL, Memory.address(out + 3 * plane), ORDER);
            u0.intoMemorySegment(ALL, Memory.address(out + 4 * plane), ORDER);
            even = u0.add(u2).mul(half);
            odd = u1.mul(half);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + 5 * plane), ORDER);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + 6 * plane), ORDER);
            u2.intoMemorySegment(ALL, Memory.address(out + 7 * plane), ORDER);
            v0.intoMemorySegment(ALL, Memory.address(out + 8 * plane), ORDER);
            even = v0.add(v2).mul(half);
            odd = v1.mul(half);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + 9 * plane), ORDER);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + 10 * plane), ORDER);
            v2.intoMemorySegment(ALL, Memory.address(out + 11 * plane), ORDER);
            w20.intoMemorySegment(ALL, Memory.address(out + 12 * plane), ORDER);
            even = w20.add(w22).mul(half);
            odd = w21.mul(half);
            even.add(odd).intoMemorySegment(ALL, Memory.address(out + 13 * plane), ORDER);
            even.sub(odd).intoMemorySegment(ALL, Memory.address(out + 14 * plane), ORDER);
            w22.intoMemorySegment(ALL, Memory.address(out + 15 * plane), ORDER);
        }
    }
}
