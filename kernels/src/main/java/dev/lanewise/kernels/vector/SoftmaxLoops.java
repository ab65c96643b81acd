package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.lanewise.kernels.memory.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * The inner loops of the softmax kernels. y may be x.
 *
 * <p>Those over rows take rows of at least a vector, without gaps. What a row has beyond whole
 * vectors is the end of one more vector, which overlaps the one before. A row's statistics are two
 * vectors: its maximum in every lane, its sum in every lane.
 */
final class SoftmaxLoops {

    /** Bytes of a row's statistics. */
    static final int STATISTICS_BYTES = 2 * Lanes.BYTES;

    private static final FloatVector INDEX = FloatVector.zero(SPECIES).addIndex(1);

    /** Lane i becomes lane i - distance, all around: log2(lanes) of them reduce into every lane. */
    private static final VectorShuffle<Float> ROTATE_1 = VectorShuffle.iota(SPECIES, 1, 1, true);

    private static final VectorShuffle<Float> ROTATE_2 = VectorShuffle.iota(SPECIES, 2, 1, true);
    private static final VectorShuffle<Float> ROTATE_4 = VectorShuffle.iota(SPECIES, 4, 1, true);
    private static final VectorShuffle<Float> ROTATE_8 = VectorShuffle.iota(SPECIES, 8, 1, true);

    private SoftmaxLoops() {}

    /**
     * The rows' maxima, in four interleaved sequences, since a maximum waits for the one before. A
     * NaN may be overlooked: the row's sum will be one.
     */
    static void maxima(long x, int axis, int rows, long statistics) {
        int quads = Math.ceilDiv(axis, 4 * Lanes.COUNT);
        long last = 4L * (axis - Lanes.COUNT);
        for (int i = 0; i < rows; i++) {
            long row = Memory.address(x + 4L * i * axis);
            FloatVector a = fromMemorySegment(SPECIES, ALL, row + last, ORDER);
            FloatVector b = a;
            FloatVector c = a;
            FloatVector d = a;
            for (int k = 0; k < quads; k = (k + 1) & Integer.MAX_VALUE) {
                long o = k * (4L * Lanes.BYTES);
                // Past the end the last vector is taken again.
                FloatVector v = fromMemorySegment(SPECIES, ALL, row + Math.min(o, last), ORDER);
                a = a.blend(v, a.compare(LT, v));
                long o1 = Math.min(o + Lanes.BYTES, last);
                v = fromMemorySegment(SPECIES, ALL, row + o1, ORDER);
                b = b.blend(v, b.compare(LT, v));
                long o2 = Math.min(o + 2 * Lanes.BYTES, last);
                v = fromMemorySegment(SPECIES, ALL, row + o2, ORDER);
                c = c.blend(v, c.compare(LT, v));
                long o3 = Math.min(o + 3 * Lanes.BYTES, last);
                v = fromMemorySegment(SPECIES, ALL, row + o3, ORDER);
                d = d.blend(v, d.compare(LT, v));
            }
            a = a.blend(b, a.compare(LT, b));
            c = c.blend(d, c.compare(LT, d));
            FloatVector max = a.blend(c, a.compare(LT, c));
            if (Lanes.COUNT > 8) {
                FloatVector v = max.rearrange(ROTATE_8);
                max = max.blend(v, max.compare(LT, v));
            }
            if (Lanes.COUNT > 4) {
                FloatVector v = max.rearrange(ROTATE_4);
                max = max.blend(v, max.compare(LT, v));
            }
            if (Lanes.COUNT > 2) {
                FloatVector v = max.rearrange(ROTATE_2);
                max = max.blend(v, max.compare(LT, v));
            }
            FloatVector v = max.rearrange(ROTATE_1);
            max = max.blend(v, max.compare(LT, v));
            long own = Memory.address(statistics + (long) i * STATISTICS_BYTES);
            max.intoMemorySegment(ALL, own, ORDER);
        }
    }

    /**
     * The exponentials of x - max, times a constant power of two, and their sums. Those of a row
     * are whole vectors in {@code y}, the last one from where the row's last vector begins.
     */
    static void exponentials(long x, int axis, int rows, long statistics, long y) {
        int vectors = Math.ceilDiv(axis, Lanes.COUNT);
        long last = 4L * (axis - Lanes.COUNT);
        VectorMask<Float> isNew = INDEX.compare(GE, (float) (vectors * Lanes.COUNT - axis));
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector lowest = broadcast(SPECIES, VectorMath.EXP_LOWEST);
        FloatVector log2e = broadcast(SPECIES, VectorMath.LOG2_E);
        FloatVector rounder = broadcast(SPECIES, VectorMath.ROUNDER);
        FloatVector ln2High = broadcast(SPECIES, -VectorMath.LN2_HIGH);
        FloatVector ln2Low = broadcast(SPECIES, -VectorMath.LN2_LOW);
        FloatVector c6 = broadcast(SPECIES, VectorMath.EXP_6);
        FloatVector c5 = broadcast(SPECIES, VectorMath.EXP_5);
        FloatVector c4 = broadcast(SPECIES, VectorMath.EXP_4);
        FloatVector c3 = broadcast(SPECIES, VectorMath.EXP_3);
        FloatVector c2 = broadcast(SPECIES, VectorMath.EXP_2);
        for (int i = 0; i < rows; i++) {
            long row = Memory.address(x + 4L * i * axis);
            long to = Memory.address(y + (long) i * vectors * Lanes.BYTES);
            long own = Memory.address(statistics + (long) i * STATISTICS_BYTES);
            FloatVector max = fromMemorySegment(SPECIES, ALL, own, ORDER);
            FloatVector sum = zero;
            FloatVector e = zero;
            for (int k = 0; k < vectors; k = (k + 1) & Integer.MAX_VALUE) {
                sum = sum.add(e);
                long o = Math.min((long) k * Lanes.BYTES, last);
                FloatVector t = fromMemorySegment(SPECIES, ALL, row + o, ORDER).sub(max);
                // In pairs rather than Horner's way: what limits this loop is how long a value
                // takes.
                FloatVector shifted = Lanes.FMA ? t.fma(log2e, rounder) : t.mul(log2e).add(rounder);
                FloatVector n = shifted.sub(rounder);
                FloatVector r = Lanes.FMA ? n.fma(ln2High, t) : n.mul(ln2High).add(t);
                r = Lanes.FMA ? n.fma(ln2Low, r) : n.mul(ln2Low).add(r);
                FloatVector rr = r.mul(r);
                FloatVector low = Lanes.FMA ? r.fma(c3, c2) : r.mul(c3).add(c2);
                FloatVector p = Lanes.FMA ? r.fma(c5, c4) : r.mul(c5).add(c4);
                p = Lanes.FMA ? rr.fma(c6, p) : rr.mul(c6).add(p);
                p = Lanes.FMA ? p.fma(rr, low) : p.mul(rr).add(low);
                p = Lanes.FMA ? p.fma(rr, r) : p.mul(rr).add(r);
                FloatVector power =
                        shifted.reinterpretAsInts()
                                .add(VectorMath.LIFT_BIAS - VectorMath.ROUNDER_BITS)
                                .lanewise(LSHL, VectorMath.EXPONENT_SHIFT)
                                .reinterpretAsFloats();
                e = Lanes.FMA ? p.fma(power, power) : p.mul(power).add(power);
                e = e.blend(zero, t.compare(LT, lowest));
                e.intoMemorySegment(ALL, to + (long) k * Lanes.BYTES, ORDER);
            }
            sum = sum.add(zero.blend(e, isNew));
            if (Lanes.COUNT > 8) {
                sum = sum.add(sum.rearrange(ROTATE_8));
            }
            if (Lanes.COUNT > 4) {
                sum = sum.add(sum.rearrange(ROTATE_4));
            }
            if (Lanes.COUNT > 2) {
                sum = sum.add(sum.rearrange(ROTATE_2));
            }
            sum = sum.add(sum.rearrange(ROTATE_1));
            sum.intoMemorySegment(ALL, own + Lanes.BYTES, ORDER);
        }
    }

    /** y = exponentials / sum. */
    static void quotients(long exponentials, long statistics, long y, int axis, int rows) {
        int vectors = Math.ceilDiv(axis, Lanes.COUNT);
        long last = 4L * (axis - Lanes.COUNT);
        FloatVector one = broadcast(SPECIES, 1);
        for (int i = 0; i < rows; i++) {
            long from = Memory.address(exponentials + (long) i * vectors * Lanes.BYTES);
            long to = Memory.address(y + 4L * i * axis);
            long own = Memory.address(statistics + (long) i * STATISTICS_BYTES);
            FloatVector factor = one.div(fromMemorySegment(SPECIES, ALL, own + Lanes.BYTES, ORDER));
            for (int k = 0; k < vectors; k = (k + 1) & Integer.MAX_VALUE) {
                long o = (long) k * Lanes.BYTES;
                fromMemorySegment(SPECIES, ALL, from + o, ORDER)
                        .mul(factor)
                        .intoMemorySegment(ALL, to + Math.min(o, last), ORDER);
            }
        }
    }

    /** y = x - max - sum, where the caller has replaced the sums by their logarithms. */
    static void differences(long x, long statistics, long y, int axis, int rows) {
        int vectors = axis / Lanes.COUNT;
        long last = 4L * (axis - Lanes.COUNT);
        for (int i = 0; i < rows; i++) {
            long from = Memory.address(x + 4L * i * axis);
            long to = Memory.address(y + 4L * i * axis);
            long own = Memory.address(statistics + (long) i * STATISTICS_BYTES);
            FloatVector max = fromMemorySegment(SPECIES, ALL, own, ORDER);
            FloatVector sum = fromMemorySegment(SPECIES, ALL, own + Lanes.BYTES, ORDER);
            FloatVector end = fromMemorySegment(SPECIES, ALL, from + last, ORDER);
            for (int k = 0; k < vectors; k = (k + 1) & Integer.MAX_VALUE) {
                long o = (long) k * Lanes.BYTES;
                fromMemorySegment(SPECIES, ALL, from + o, ORDER)
                        .sub(max)
                        .sub(sum)
                        .intoMemorySegment(ALL, to + o, ORDER);
            }
            end.sub(max).sub(sum).intoMemorySegment(ALL, to + last, ORDER);
        }
    }

    /** y[i] = x[i] - max[i] - log[i], whole vectors. */
    static void shiftEach(long x, long max, long log, long y, int vectors) {
        x = Memory.address(x);
        max = Memory.address(max);
        log = Memory.address(log);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v =
                    fromMemorySegment(SPECIES, ALL, x + o, ORDER)
                            .sub(fromMemorySegment(SPECIES, ALL, max + o, ORDER))
                            .sub(fromMemorySegment(SPECIES, ALL, log + o, ORDER));
            v.intoMemorySegment(ALL, y + o, ORDER);
        }
    }
}
