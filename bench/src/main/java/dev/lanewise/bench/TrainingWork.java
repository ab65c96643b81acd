package dev.lanewise.bench;

import dev.lanewise.model.Shape;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.MaxPool2d;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;

import java.util.Random;

/**
 * What {@link TrainingBenchmark}'s engines train: a classifier with two convolutions, on one batch.
 *
 * @param pictures [N, 1, 28, 28]
 * @param labels [N], from 0 to 9
 */
record TrainingWork(float[] pictures, int[] labels) {

    static final int BATCH = 64;
    static final Shape INPUT = Shape.of(BATCH, 1, 28, 28);
    static final int FILTERS_1 = 32;
    static final int FILTERS_2 = 64;
    static final int HIDDEN = 128;
    static final int CLASSES = 10;

    /** Of the weights. */
    static final long SEED = 1;

    static TrainingWork random() {
        Random random = new Random(1);
        float[] pictures = new float[INPUT.elements()];
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = (float) random.nextGaussian();
        }
        return new TrainingWork(pictures, random.ints(BATCH, 0, CLASSES).toArray());
    }

    Sequential net() {
        return Sequential.of(
                Conv2d.of(1, FILTERS_1, 3).withPadding(1),
                ReLU.of(),
                MaxPool2d.of(2),
                Conv2d.of(FILTERS_1, FILTERS_2, 3).withPadding(1),
                ReLU.of(),
                MaxPool2d.of(2),
                Flatten.of(),
                Linear.of(FILTERS_2 * 7 * 7, HIDDEN),
                ReLU.of(),
                Linear.of(HIDDEN, CLASSES));
    }
}
