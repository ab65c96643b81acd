package dev.lanewise.model.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.data.Augmentation;
import dev.lanewise.model.data.Dataset;
import dev.lanewise.model.data.Normalization;
import dev.lanewise.model.nn.BatchNorm2d;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Dropout;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.MaxPool2d;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

class TrainerTest {

    private static final Trainer.Observer NOBODY = new Trainer.Observer() {};

    @TempDir Path folder;

    /** Bright squares on noise: class 0 to the left, 1 to the right, 2 nowhere. */
    static Dataset pictures(int count) {
        Random random = new Random(3);
        Tensor pictures = Tensor.allocate(Arena.ofAuto(), DType.UINT8, Shape.of(count, 10, 10));
        long[] labels = new long[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 3;
            for (int p = 0; p < 100; p++) {
                boolean bright =
                        labels[i] < 2 && p / 10 > 3 && p / 10 < 7 && p % 10 / 5 == labels[i];
                pictures.setLong(i * 100 + p, random.nextInt(100) + (bright ? 120 : 0));
            }
        }
        return Dataset.of(
                pictures,
                Tensor.ofLongs(Shape.of(count), labels),
                List.of("left", "right", "none"));
    }

    static Recipe recipe(double rate, int epochs, int patience) {
        return new Recipe(
                Sequential.of(
                        Conv2d.of(1, 4, 3).withoutBias(),
                        BatchNorm2d.of(4),
                        ReLU.of(),
                        MaxPool2d.of(2),
                        Dropout.of(0.2),
                        Flatten.of(),
                        Linear.of(64, 3)),
                new CrossEntropyLoss(),
                new SGD(rate, 0.9, 1e-4, true),
                new Schedule.Constant(rate),
                Normalization.of(0.3f, 0.3f),
                Augmentation.of(false, 1),
                8,
                epochs,
                0,
                patience);
    }

    private static Trainer trainer(Recipe recipe) {
        return new Trainer(recipe, pictures(90).split(18, 1), 5, 1);
    }

    @Test
    void aNetworkLearnsToTellPicturesApart() throws InterruptedException {
        Trainer trainer = trainer(recipe(0.05, 6, 0));
        Trainer.Result result = trainer.run(folder.resolve("run"), false, NOBODY);
        assertTrue(result.complete());
        assertEquals(6, result.history().size());
        assertTrue(result.history().getLast().loss() < 0.5 * result.history().getFirst().loss());
        assertTrue(trainer.evaluate(result.best(), pictures(90)).accuracy() > 0.95);
    }

    /** Killed at ten random moments: the run ends in the same bits. */
    @Test
    void aRunThatIsStoppedAgainAndAgainEndsInTheSameWeights()
            throws InterruptedException, IOException {
        Trainer trainer = trainer(recipe(0.05, 4, 0));
        Path whole = folder.resolve("whole.safetensors");
        trainer.run(whole, false, NOBODY);
        Random random = new Random(17);
        Path pieces = folder.resolve("pieces.safetensors");
        boolean resume = false;
        int stops = 0;
        boolean complete = false;
        while (!complete) {
            int after = stops < 10 ? 1 + random.nextInt(4) : 1000;
            Trainer.Result result = trainer.run(pieces, resume, new StopAfter(after));
            complete = result.complete();
            stops += complete ? 0 : 1;
            resume = true;
        }
        assertEquals(10, stops);
        assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(pieces));
    }

    /** Killed between checkpoints, a run begins again at the last one. */
    @Test
    void aRunThatDiesBetweenCheckpointsEndsInTheSameWeights()
            throws InterruptedException, IOException {
        Trainer trainer = trainer(recipe(0.05, 3, 0));
        Path whole = folder.resolve("whole.safetensors");
        trainer.run(whole, false, NOBODY);
        Path killed = folder.resolve("killed.safetensors");
        Trainer.Observer death =
                new Trainer.Observer() {
                    @Override
                    public void step(int epoch, int step, int steps, double loss, double right) {
                        if (epoch == 2 && step == 5) {
                            throw new IllegalStateException("killed");
                        }
                    }
                };
        assertThrows(IllegalStateException.class, () -> trainer.run(killed, false, death));
        trainer.run(killed, true, NOBODY);
        assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(killed));
    }

    private static final class StopAfter implements Trainer.Observer {
        private int left;

        StopAfter(int steps) {
            this.left = steps;
        }

        @Override
        public void step(int epoch, int step, int steps, double loss, double accuracy) {
            left--;
        }

        @Override
        public boolean stop() {
            return left <= 0;
        }
    }

    @Test
    void theNumberOfThreadsDoesNotMatter() throws InterruptedException, IOException {
        Recipe recipe = recipe(0.05, 1, 0);
        Path one = folder.resolve("one");
        trainer(recipe).run(one, false, NOBODY);
        Path two = folder.resolve("two");
        new Trainer(recipe, pictures(90).split(18, 1), 5, 2).run(two, false, NOBODY);
        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
    }

    @Test
    void anExplodingLossEndsTheRunAndLeavesTheLastCheckpoint()
            throws InterruptedException, IOException {
        Path file = folder.resolve("run.safetensors");
        Recipe calm = recipe(0.05, 1, 0);
        trainer(calm).run(file, false, NOBODY);
        byte[] before = Files.readAllBytes(file);
        ModelException error =
                assertThrows(
                        ModelException.class,
                        () -> trainer(recipe(1e9, 3, 0)).run(file, false, NOBODY));
        assertTrue(
                error.getMessage().startsWith("training does not converge: at step "),
                error.getMessage());
        assertTrue(error.getMessage().contains("smaller learning rate than 1.0E9"));
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void patienceEndsARun() throws InterruptedException {
        Trainer.Result result = trainer(recipe(0, 50, 2)).run(folder.resolve("run"), false, NOBODY);
        assertTrue(result.complete());
        assertTrue(result.history().size() < 10, "epochs " + result.history().size());
    }

    @Test
    void aCheckpointOfAnotherRunIsRefused() throws InterruptedException {
        Path file = folder.resolve("run.safetensors");
        trainer(recipe(0.05, 1, 0)).run(file, false, NOBODY);
        ModelException error =
                assertThrows(
                        ModelException.class,
                        () -> trainer(recipe(0.01, 2, 0)).run(file, true, NOBODY));
        // Only what differs: the description of a run is long.
        assertTrue(
                error.getMessage()
                        .matches(
                                ".*: is of another run; expected .*learningRate=0.01.*, actual"
                                        + " .*learningRate=0.05.*; resume with the options that it"
                                        + " was begun with"),
                error.getMessage());
        assertTrue(!error.getMessage().contains("CrossEntropyLoss"), error.getMessage());
    }

    @Test
    void aFullDiskIsOneClearMessage() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no device that is always full on this system");
        ModelException error =
                assertThrows(
                        ModelException.class,
                        () -> trainer(recipe(0.05, 1, 0)).run(full, false, NOBODY));
        assertTrue(error.getMessage().startsWith("/dev/full: can't be written: "));
    }

    @Test
    void classesThatTheNetworkDoesNotHaveAreAnError() {
        Dataset more =
                Dataset.of(
                        Tensor.allocate(Arena.ofAuto(), DType.UINT8, Shape.of(20, 10, 10)),
                        Tensor.ofLongs(Shape.of(20), 3, 3),
                        List.of("a", "b", "c", "d"));
        Trainer trainer = new Trainer(recipe(0.05, 1, 0), more.split(4, 1), 5, 1);
        assertThrows(ModelException.class, () -> trainer.run(folder.resolve("run"), false, NOBODY));
    }

    @Test
    void onlyParametersThatAreNamedChange() {
        TensorInfo input = TensorInfo.of("input", DType.FLOAT32, Shape.of(4, 1, 10, 10));
        var graph = ((Sequential) recipe(0.1, 1, 0).net()).graph(input, 1);
        var classifier =
                dev.lanewise.model.nn.TrainingGraph.of(graph, List.of("6.weight", "6.bias"));
        try (TrainingStep step =
                new TrainingStep(classifier, new CrossEntropyLoss(), SGD.of(0.1), 1)) {
            float first = step.run(0.1);
            for (int i = 0; i < 20; i++) {
                step.run(0.1);
            }
            assertTrue(step.run(0.1) < first);
            assertEquals(java.util.Set.of("6.weight", "6.bias"), step.weights().keySet());
            Map<String, Tensor> changed = step.weights();
            assertFalse(
                    java.util.Arrays.equals(
                            graph.constants().get("6.bias").toFloatArray(),
                            changed.get("6.bias").toFloatArray()));
        }
    }
}
