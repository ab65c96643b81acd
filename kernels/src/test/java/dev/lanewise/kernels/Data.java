package dev.lanewise.kernels;

import java.util.Random;

/** What the inputs of a case hold. */
enum Data {
    /** Integers so small that sums of products are exact in any order. */
    INTEGERS {
        @Override
        float next(Random random) {
            return random.nextInt(7) - 3;
        }
    },
    /** Values around 0, of both signs. */
    NORMAL {
        @Override
        float next(Random random) {
            return (float) random.nextGaussian() * 2;
        }
    },
    /** Among others NaN, the infinities and both zeros. */
    SPECIAL {
        @Override
        float next(Random random) {
            return switch (random.nextInt(24)) {
                case 0 -> Float.NaN;
                case 1 -> Float.POSITIVE_INFINITY;
                case 2 -> Float.NEGATIVE_INFINITY;
                case 3, 4 -> 0f;
                case 5, 6 -> -0f;
                case 7 -> Float.MIN_VALUE;
                default -> (float) random.nextGaussian() * 4;
            };
        }
    };

    abstract float next(Random random);
}
