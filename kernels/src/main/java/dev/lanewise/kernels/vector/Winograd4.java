package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/** {@link WinogradTransform#F4} along one axis; a = sqrt(2)/2, b = sqrt(2). */
final class Winograd4 {

    private static final float A = (float) Math.sqrt(0.5);
    private static final float B = (float) Math.sqrt(2);

    private Winograd4() {}

    static void input(long x, long stride, long step, long y, long yStride, long yStep, int count) {
        FloatVector a = Lanes.splat(A);
        FloatVector b = Lanes.splat(B);
        FloatVector minusHalf = Lanes.splat(-0.5f);
        FloatVector minus2 = Lanes.splat(-2);
        FloatVector minus5Halves = Lanes.splat(-2.5f);
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * step);
            FloatVector d0 = Lanes.load(in);
            FloatVector d1 = Lanes.load(Memory.address(in + stride));
            FloatVector d2 = Lanes.load(Memory.address(in + 2 * stride));
            FloatVector d3 = Lanes.load(Memory.address(in + 3 * stride));
            FloatVector d4 = Lanes.load(Memory.address(in + 4 * stride));
            FloatVector d5 = Lanes.load(Memory.address(in + 5 * stride));
            long out = Memory.address(y + i * yStep);
            Lanes.store(Lanes.fma(d2, minus5Halves, d0.add(d4)), out);
            FloatVector even = Lanes.fma(d2, minus2, d4);
            FloatVector odd = Lanes.fma(d3, a, d1.mul(b).neg());
            Lanes.store(even.add(odd), Memory.address(out + yStride));
            Lanes.store(even.sub(odd), Memory.address(out + 2 * yStride));
            even = Lanes.fma(d2, minusHalf, d4);
            odd = Lanes.fma(d3, b, d1.mul(a).neg());
            Lanes.store(even.add(odd), Memory.address(out + 3 * yStride));
            Lanes.store(even.sub(odd), Memory.address(out + 4 * yStride));
            Lanes.store(Lanes.fma(d3, minus5Halves, d1.add(d5)), Memory.address(out + 5 * yStride));
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
        FloatVector start = Lanes.load(bias);
        FloatVector a = Lanes.splat(A);
        FloatVector b = Lanes.splat(B);
        FloatVector a3 = Lanes.splat(A * 0.5f);
        FloatVector b3 = Lanes.splat(B * 2);
        FloatVector half = Lanes.splat(0.5f);
        FloatVector two = Lanes.splat(2);
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * step);
            FloatVector m0 = Lanes.load(in).add(start);
            FloatVector m1 = Lanes.load(Memory.address(in + stride));
            FloatVector m2 = Lanes.load(Memory.address(in + 2 * stride));
            FloatVector m3 = Lanes.load(Memory.address(in + 3 * stride));
            FloatVector m4 = Lanes.load(Memory.address(in + 4 * stride));
            FloatVector m5 = Lanes.load(Memory.address(in + 5 * stride)).add(start);
            FloatVector evenA = m1.add(m2);
            FloatVector oddA = m1.sub(m2);
            FloatVector evenB = m3.add(m4);
            FloatVector oddB = m3.sub(m4);
            long out = Memory.address(y + i * yStep);
            Lanes.store(m0.add(evenA).add(evenB), out);
            Lanes.store(
                    Lanes.fma(oddA, a, Lanes.fma(oddB, b, start)), Memory.address(out + yStride));
            Lanes.store(
                    Lanes.fma(evenA, half, Lanes.fma(evenB, two, start)),
                    Memory.address(out + 2 * yStride));
            Lanes.store(
                    Lanes.fma(oddA, a3, Lanes.fma(oddB, b3, m5)),
                    Memory.address(out + 3 * yStride));
        }
    }
}
