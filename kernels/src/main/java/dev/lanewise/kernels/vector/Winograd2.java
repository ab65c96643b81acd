package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;

/** {@link WinogradTransform#F2} along one axis. */
final class Winograd2 {

    private Winograd2() {}

    static void input(long x, long stride, long step, long y, long yStride, long yStep, int count) {
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * step);
            FloatVector d0 = Lanes.load(in);
            FloatVector d1 = Lanes.load(Memory.address(in + stride));
            FloatVector d2 = Lanes.load(Memory.address(in + 2 * stride));
            FloatVector d3 = Lanes.load(Memory.address(in + 3 * stride));
            long out = Memory.address(y + i * yStep);
            Lanes.store(d0.sub(d2), out);
            Lanes.store(d1.add(d2), Memory.address(out + yStride));
            Lanes.store(d2.sub(d1), Memory.address(out + 2 * yStride));
            Lanes.store(d3.sub(d1), Memory.address(out + 3 * yStride));
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
        for (int i = 0; i < count; i++) {
            long in = Memory.address(x + i * step);
            FloatVector m0 = Lanes.load(in).add(start);
            FloatVector m1 = Lanes.load(Memory.address(in + stride));
            FloatVector m2 = Lanes.load(Memory.address(in + 2 * stride));
            FloatVector m3 = Lanes.load(Memory.address(in + 3 * stride)).add(start);
            long out = Memory.address(y + i * yStep);
            Lanes.store(m0.add(m1).add(m2), out);
            Lanes.store(m1.sub(m2).add(m3), Memory.address(out + yStride));
        }
    }
}
