package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.memory.Memory;

/** What pooling does with the elements of a window: reduces runs of floats, element by element. */
enum PoolFold {
    /** The largest, where nothing is NaN: a third of the instructions of {@link #NAN_MAX}. */
    MAX(Float.NEGATIVE_INFINITY),
    /** The largest; NaN wins. */
    NAN_MAX(Float.NEGATIVE_INFINITY),
    /** The sum. */
    SUM(0);

    private final float identity;

    /** Of loops for an even number of vectors, which begin with two. */
    private final Readiness evenForm = new Readiness();

    private final Readiness oddForm = new Readiness();

    PoolFold(float identity) {
        this.identity = identity;
    }

    static PoolFold of(PoolSpec.Kind kind) {
        return kind == PoolSpec.Kind.MAX ? NAN_MAX : SUM;
    }

    private float apply(float a, float b) {
        return this == SUM ? a + b : Math.max(a, b);
    }

    /** Writes the fold of nothing. */
    void fill(long y, int floats) {
        for (int i = 0; i < floats; i++) {
            Memory.setFloat(y + 4L * i, identity);
        }
    }

    /** Folds {@code count} runs, {@code distance} bytes apart, into y. Reads nothing past them. */
    void runs(long x, long distance, int count, long y, int floats) {
        if (count == 0) {
            fill(y, floats);
            return;
        }
        int vectors = floats / Lanes.COUNT;
        vectors(x, Lanes.BYTES, distance, count, y, vectors);
        for (int i = vectors * Lanes.COUNT; i < floats; i++) {
            float value = Memory.getFloat(x + 4L * i);
            for (int t = 1; t < count; t++) {
                value = apply(value, Memory.getFloat(x + t * distance + 4L * i));
            }
            Memory.setFloat(y + 4L * i, value);
        }
    }

    /**
     * y[k] = fold over t of the vector at x + k step + t distance, with {@code count} at least 1:
     * the first one, two or three together, then two at a time.
     */
    void vectors(long x, int step, long distance, int count, long y, int vectors) {
        Readiness form = count % 2 == 0 ? evenForm : oddForm;
        if (form.isReady()) {
            inVectors(x, step, distance, count, y, vectors);
            return;
        }
        form.run(
                vectors,
                (first, some) ->
                        inVectors(
                                x + (long) first * step,
                                step,
                                distance,
                                count,
                                y + (long) first * Lanes.BYTES,
                                some),
                (first, some) ->
                        ScalarPooling.fold(
                                this,
                                x + (long) first * step,
                                step,
                                distance,
                                count,
                                y + (long) first * Lanes.BYTES,
                                some));
    }

    /** The same in vectors, compiled or not. */
    void inVectors(long x, int step, long distance, int count, long y, int vectors) {
        long b = x + distance;
        long c = b + distance;
        int t = count % 2 == 0 ? 2 : Math.min(count, 3);
        if (count == 1) {
            PoolLoops.pick(x, step, y, vectors);
            return;
        }
        switch (this) {
            case MAX -> {
                if (t == 2) {
                    PoolLoops.max2(x, b, step, y, vectors);
                } else {
                    PoolLoops.max3(x, b, c, step, y, vectors);
                }
            }
            case NAN_MAX -> {
                if (t == 2) {
                    PoolLoops.nanMax2(x, b, step, y, vectors);
                } else {
                    PoolLoops.nanMax3(x, b, c, step, y, vectors);
                }
            }
            case SUM -> {
                if (t == 2) {
                    PoolLoops.sum2(x, b, step, y, vectors);
                } else {
                    PoolLoops.sum3(x, b, c, step, y, vectors);
                }
            }
        }
        for (; t < count; t += 2) {
            long next = x + t * distance;
            switch (this) {
                case MAX -> PoolLoops.maxOnto(next, next + distance, step, y, vectors);
                case NAN_MAX -> PoolLoops.nanMaxOnto(next, next + distance, step, y, vectors);
                case SUM -> PoolLoops.sumOnto(next, next + distance, step, y, vectors);
            }
        }
    }

    /**
     * Folds a run into its first {@code block} floats, a divisor of the lanes: as vectors, then as
     * a tree of halves. The result is at {@code y}, which has room for a vector.
     */
    void fold(long x, int floats, int block, long y) {
        int vectors = floats / Lanes.COUNT;
        int rest = floats - vectors * Lanes.COUNT;
        UnaryLoops.moveFloats(x + (long) vectors * Lanes.BYTES, y, rest);
        fill(y + 4L * rest, Lanes.COUNT - rest);
        if (this == SUM) {
            PoolLoops.sumAll(x, vectors, y, block);
        } else {
            PoolLoops.maxAll(x, vectors, y, block);
        }
    }

    /** y /= divisor. */
    static void divide(long y, int floats, float divisor) {
        int vectors = floats / Lanes.COUNT;
        PoolLoops.divide(y, vectors, divisor);
        for (int i = vectors * Lanes.COUNT; i < floats; i++) {
            Memory.setFloat(y + 4L * i, Memory.getFloat(y + 4L * i) / divisor);
        }
    }

    /** Folds the float at x onto the one at y. */
    void onto(long y, long x) {
        Memory.setFloat(y, apply(Memory.getFloat(y), Memory.getFloat(x)));
    }
}
