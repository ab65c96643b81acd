package dev.lanewise.cli;

import dev.lanewise.model.data.Augmentation;
import dev.lanewise.model.data.Dataset;
import dev.lanewise.model.data.FashionMnist;
import dev.lanewise.model.data.Normalization;
import dev.lanewise.model.nn.BatchNorm2d;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Dropout;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.MaxPool2d;
import dev.lanewise.model.nn.Module;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.nn.Softmax;
import dev.lanewise.model.train.Adam;
import dev.lanewise.model.train.CrossEntropyLoss;
import dev.lanewise.model.train.Recipe;
import dev.lanewise.model.train.Schedule;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Recipes for Fashion-MNIST. */
enum TrainPreset {
    /** At most 120,000 parameters, pictures as they are. */
    SMALL(12),
    /** At most 500,000 parameters, batch normalisation, pictures mirrored at random. */
    ACCURATE(20);

    /** What the pictures are called on the command line. */
    static final String DATASET = "fashion-mnist";

    private static final int HELD_OUT = 5_000;
    private static final int CLASSES = 10;
    private static final int BATCH = 64;

    final int epochs;

    TrainPreset(int epochs) {
        this.epochs = epochs;
    }

    /** The network of the preset; its output is a score for each class. */
    Sequential net() {
        List<Module> layers = new ArrayList<>();
        switch (this) {
            case SMALL -> {
                for (Conv2d conv :
                        List.of(Conv2d.of(1, 32, 3), Conv2d.of(32, 64, 3), Conv2d.of(64, 64, 3))) {
                    layers.addAll(List.of(conv.withPadding(1), ReLU.of(), MaxPool2d.of(2, 2)));
                }
                layers.addAll(head(64 * 3 * 3, 96, 0.3));
            }
            case ACCURATE -> {
                layers.addAll(normalized(1, 32));
                layers.addAll(normalized(32, 32));
                layers.add(MaxPool2d.of(2, 2));
                layers.addAll(normalized(32, 64));
                layers.addAll(normalized(64, 64));
                layers.add(MaxPool2d.of(2, 2));
                layers.addAll(normalized(64, 128));
                layers.add(MaxPool2d.of(2, 2));
                layers.addAll(head(128 * 3 * 3, 256, 0.4));
            }
        }
        return new Sequential(layers);
    }

    private static List<Module> normalized(int in, int out) {
        // No bias: the batch normalisation has one.
        return List.of(
                Conv2d.of(in, out, 3).withPadding(1).withoutBias(), BatchNorm2d.of(out), ReLU.of());
    }

    private static List<Module> head(int features, int hidden, double dropout) {
        return List.of(
                Flatten.of(),
                Dropout.of(dropout),
                Linear.of(features, hidden),
                ReLU.of(),
                Dropout.of(dropout),
                Linear.of(hidden, CLASSES));
    }

    /**
     * All of the preset.
     *
     * @param count passes over the pictures
     * @param pictures to learn from
     */
    Recipe recipe(int count, int pictures) {
        double rate = 0.002;
        return new Recipe(
                net(),
                new CrossEntropyLoss(),
                Adam.adamW(rate, 0.02),
                new Schedule.OneCycle(rate, (long) count * (pictures / BATCH), 0.2),
                FashionMnist.NORMALIZATION,
                Augmentation.of(this == ACCURATE, 0),
                BATCH,
                count,
                0,
                0);
    }

    /**
     * This preset on Fashion-MNIST.
     *
     * @param count passes over the pictures
     * @param seed says which pictures are held out
     */
    TrainTask task(FashionMnist pictures, int count, long seed) {
        Dataset.Split split = pictures.training().split(HELD_OUT, seed);
        List<Module> layers = new ArrayList<>(net().modules());
        layers.add(Softmax.of(1));
        Normalization normalization = FashionMnist.NORMALIZATION;
        return new TrainTask(
                DATASET,
                DATASET + " --preset " + this + " --epochs " + count,
                recipe(count, split.training().size()),
                split,
                pictures.test(),
                "test accuracy",
                new Sequential(layers),
                TrainTask.input(Sequential.INPUT, pictures.test().shape()),
                TrainTask.metadata(
                        FashionMnist.CLASSES, normalization.mean(), normalization.std(), "0..1"));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Names in small letters, as messages and the help say them. */
    static final class Converter implements ITypeConverter<TrainPreset> {

        @Override
        public TrainPreset convert(String text) {
            for (TrainPreset preset : values()) {
                if (preset.toString().equalsIgnoreCase(text)) {
                    return preset;
                }
            }
            throw new TypeConversionException(
                    "expected one of " + Arrays.toString(values()) + ", actual '" + text + "'");
        }
    }
}
