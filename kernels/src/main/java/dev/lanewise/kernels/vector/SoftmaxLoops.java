package dev.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;

/** The inner loops of the softmax kernels over whole vectors. y may be x. */
final class SoftmaxLoops {

    private SoftmaxLoops() {}

    /** y = exp(x - max); adds all of it to the vector at {@code sum}. */
    static void exp(long x, float max, long y, long sum, int vectors) {
        FloatVector total = Lanes.load(sum);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector e = VectorMath.exp(Lanes.load(x + o).sub(max));
            Lanes.store(e, y + o);
            total = total.add(e);
        }
        Lanes.store(total, sum);
    }

    /** Adds exp(x - max) to the vector at {@code sum}. */
    static void sumExp(long x, float max, long sum, int vectors) {
        FloatVector total = Lanes.load(sum);
        for (int k = 0; k < vectors; k++) {
            total = total.add(VectorMath.exp(Lanes.load(x + (long) k * Lanes.BYTES).sub(max)));
        }
        Lanes.store(total, sum);
    }

    /** y *= factor. */
    static void scale(long y, float factor, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = y + (long) k * Lanes.BYTES;
            Lanes.store(Lanes.load(o).mul(factor), o);
        }
    }

    /** y = x - max - log. */
    static void shift(long x, float max, float log, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(Lanes.load(x + o).sub(max).sub(log), y + o);
        }
    }

    /** y[i] = exp(x[i] - max[i]); sum[i] += y[i]. */
    static void expEach(long x, long max, long y, long sum, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector e = VectorMath.exp(Lanes.load(x + o).sub(Lanes.load(max + o)));
            Lanes.store(e, y + o);
            Lanes.store(Lanes.load(sum + o).add(e), sum + o);
        }
    }

    /** sum[i] += exp(x[i] - max[i]). */
    static void sumExpEach(long x, long max, long sum, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector e = VectorMath.exp(Lanes.load(x + o).sub(Lanes.load(max + o)));
            Lanes.store(Lanes.load(sum + o).add(e), sum + o);
        }
    }

    /** y[i] *= factor[i]. */
    static void scaleEach(long y, long factor, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            Lanes.store(Lanes.load(y + o).mul(Lanes.load(factor + o)), y + o);
        }
    }

    /** y[i] = x[i] - max[i] - log[i]. */
    static void shiftEach(long x, long max, long log, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = Lanes.load(x + o).sub(Lanes.load(max + o)).sub(Lanes.load(log + o));
            Lanes.store(v, y + o);
        }
    }
}
