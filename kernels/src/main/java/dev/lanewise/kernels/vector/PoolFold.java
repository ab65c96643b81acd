package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.memory.Memory;

/** What pooling does with the elements of a window: reduces runs of floats, element by element. */
enum PoolFold {
    /** The largest; NaN wins. */
    MAX(Float.NEGATIVE_INFINITY),
    /** The sum. */
    SUM(0);

    private final float identity;

    PoolFold(float identity) {
        this.identity = identity;
    }

    float apply(float a, float b) {
        return this == MAX ? Math.max(a, b) : a + b;
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
     * y[k] = fold over t of the vector at x + k step + t distance, with {@code count} at least 1.
     */
    void vectors(long x, int step, long distance, int count, long y, int vectors) {
        int t = count % 2 == 0 ? 2 : Math.min(count, 3);
        first(x, step, distance, t, y, vectors);
        for (; t < count; t += 2) {
            long next = x + t * distance;
            if (this == MAX) {
                PoolLoops.maxOnto(next, next + distance, step, y, vectors);
            } else {
                PoolLoops.sumOnto(next, next + distance, step, y, vectors);
            }
        }
    }

    /** The fold of the first one, two or three. */
    private void first(long x, int step, long distance, int count, long y, int vectors) {
        long second = x + distance;
        long third = second + distance;
        if (count == 1) {
            PoolLoops.pick(x, step, y, vectors);
        } else if (this == MAX) {
            if (count == 2) {
                PoolLoops.max2(x, second, step, y, vectors);
            } else {
                PoolLoops.max3(x, second, third, step, y, vectors);
            }
        } else if (count == 2) {
            PoolLoops.sum2(x, second, step, y, vectors);
        } else {
            PoolLoops.sum3(x, second, third, step, y, vectors);
        }
    }

    /**
     * Folds a run into its first {@code block} floats, a divisor of the lanes: as vectors, then as
     * a tree of halves. The result is at {@code y}, which has room for a vector.
     */
    void fold(long x, int floats, int block, long y) {
        int vectors = floats / Lanes.COUNT;
        fill(y, Lanes.COUNT);
        if (this == MAX) {
            PoolLoops.maxAll(x, y, vectors);
        } else {
            PoolLoops.sumAll(x, y, vectors);
        }
        for (int i = vectors * Lanes.COUNT; i < floats; i++) {
            onto(y + 4L * (i % Lanes.COUNT), x + 4L * i);
        }
        halve(y, block);
    }

    /**
     * Folds the vector at y into its first {@code block} floats: the second half onto the first.
     */
    void halve(long y, int block) {
        for (int half = Lanes.COUNT / 2; half >= block; half /= 2) {
            for (int i = 0; i < half; i++) {
                onto(y + 4L * i, y + 4L * (half + i));
            }
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
