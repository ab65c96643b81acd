package dev.lanewise.model.train;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.data.BackgroundLoader;
import dev.lanewise.model.data.Batches;
import dev.lanewise.model.data.Dataset;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.nn.Sequential;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Training runs of classifiers: epochs over shuffled batches, each followed by a look at held-out
 * pictures and a checkpoint. The best epoch's weights are what comes out. The same recipe, pictures
 * and seed give the same bits, for any number of threads and however often the run was stopped.
 */
public final class Trainer {

    private final Recipe recipe;
    private final Dataset.Split data;
    private final long seed;
    private final int threads;

    /**
     * @param data pictures to learn from, and to choose the best epoch with
     * @param seed of the first weights, the order of the pictures and all else that is random
     * @param threads threads of a step
     */
    public Trainer(Recipe recipe, Dataset.Split data, long seed, int threads) {
        this.recipe = recipe;
        this.data = data;
        this.seed = seed;
        this.threads = threads;
    }

    /** Who watches a run, and may end it. Called on the thread that trains. */
    public interface Observer {

        /**
         * After each step.
         *
         * @param epoch the number of the epoch, from 1
         * @param step steps of this epoch so far
         * @param steps steps in an epoch
         * @param loss mean of this epoch so far
         * @param accuracy part guessed right in this epoch so far
         */
        default void step(int epoch, int step, int steps, double loss, double accuracy) {}

        /** After each epoch. */
        default void epoch(Epoch epoch) {}

        /** Whether the run is to stop here, with a checkpoint. Asked after each step. */
        default boolean stop() {
            return false;
        }
    }

    /**
     * What came of a run.
     *
     * @param complete whether all epochs are done, or patience ran out
     * @param history epochs that are complete
     * @param best weights of the best epoch, with the first if several are
     */
    public record Result(boolean complete, List<Epoch> history, Map<String, Tensor> best) {

        /** Copies list and map. */
        public Result {
            history = List.copyOf(history);
            best = Map.copyOf(best);
        }
    }

    /** Steps in an epoch. */
    public int steps() {
        return batches().count();
    }

    private Batches batches() {
        return Batches.training(
                data.training(),
                recipe.batchSize(),
                recipe.normalization(),
                recipe.augmentation(),
                seed);
    }

    /**
     * Runs until the end, or until the observer stops it.
     *
     * @param checkpoint file that is written after each epoch and at a stop
     * @param resume whether the run goes on from that file instead of beginning
     * @throws ModelException if the loss is not finite, the checkpoint can't be read or written, or
     *     shapes don't fit; the last checkpoint is then as it was
     * @throws InterruptedException if the thread is interrupted
     */
    public Result run(Path checkpoint, boolean resume, Observer observer)
            throws InterruptedException {
        Batches batches = batches();
        TensorInfo input = TensorInfo.of(Sequential.INPUT, DType.FLOAT32, batches.shape());
        String name = recipe.description(seed, data.training().size());
        try (TrainingStep step =
                new TrainingStep(
                                recipe.net().trainingGraph(input, seed),
                                recipe.loss(),
                                recipe.optimizer(),
                                threads)
                        .withClipNorm(recipe.clipNorm())
                        .withSeed(seed)) {
            Checkpoint from =
                    resume
                            ? Checkpoint.read(checkpoint, name)
                            : new Checkpoint(
                                    Map.of(), Map.of(), Map.of(), List.of(), 0, 0, 0, 0, name);
            if (resume) {
                step.restore(from.weights(), from.state(), from.steps());
            }
            return new Running(batches, step, checkpoint, observer, from).run();
        }
    }

    /** Whether the last epochs of a history have used up the patience. */
    private boolean isOver(List<Epoch> history) {
        return history.size() >= recipe.epochs()
                || recipe.patience() > 0 && history.size() - best(history) > recipe.patience();
    }

    /** The number of the best epoch, the first of equals; 0 if there is none. */
    private static int best(List<Epoch> history) {
        int best = 0;
        for (Epoch epoch : history) {
            if (best == 0
                    || epoch.validationAccuracy() > history.get(best - 1).validationAccuracy()) {
                best = epoch.number();
            }
        }
        return best;
    }

    /**
     * How well weights do on pictures, which are normalised as in training, without anything
     * random.
     *
     * @param weights as a {@link Result} has them
     */
    public Evaluation evaluate(Map<String, Tensor> weights, Dataset pictures) {
        Batches batches =
                Batches.inOrder(
                        pictures,
                        Math.min(recipe.batchSize(), pictures.size()),
                        recipe.normalization(),
                        recipe.augmentation().still());
        TensorInfo input = TensorInfo.of(Sequential.INPUT, DType.FLOAT32, batches.shape());
        Graph graph = recipe.net().graph(input, weights);
        return Evaluation.of(graph, batches, threads);
    }

    /** A run under way. */
    private final class Running {

        private final Batches batches;
        private final TrainingStep step;
        private final Path file;
        private final Observer observer;
        private final List<Epoch> history;
        private final String name;
        private Map<String, Tensor> best;
        private int batch;
        private double lossSum;
        private long right;

        Running(Batches batches, TrainingStep step, Path file, Observer observer, Checkpoint from) {
            this.batches = batches;
            this.step = step;
            this.file = file;
            this.observer = observer;
            this.history = new ArrayList<>(from.history());
            this.name = from.run();
            this.best = from.best();
            this.batch = from.batch();
            this.lossSum = from.lossSum();
            this.right = from.right();
        }

        Result run() throws InterruptedException {
            try (BackgroundLoader loader = new BackgroundLoader(batches, history.size(), batch)) {
                while (!isOver(history)) {
                    if (batch < batches.count()) {
                        one(loader.next());
                        observer.step(
                                history.size() + 1,
                                batch,
                                batches.count(),
                                lossSum / batch,
                                (double) right / ((long) batch * batches.batchSize()));
                    }
                    if (batch == batches.count()) {
                        endEpoch();
                    }
                    if (observer.stop() && !isOver(history)) {
                        save();
                        return new Result(false, history, best);
                    }
                }
            }
            return new Result(true, history, best);
        }

        private void one(BackgroundLoader.Batch next) {
            step.input().segment().copyFrom(next.pictures().segment());
            step.target().segment().copyFrom(next.labels().segment());
            lossSum += step.run(recipe.schedule().at(step.steps()));
            float[] scores = step.output().toFloatArray();
            int classes = scores.length / batches.batchSize();
            for (int i = 0; i < batches.batchSize(); i++) {
                int guess = Evaluation.largest(scores, i * classes, classes);
                right += guess == next.labels().getLong(i) ? 1 : 0;
            }
            batch++;
        }

        private void endEpoch() {
            Evaluation seen = evaluate(step.weights(), data.validation());
            Epoch epoch =
                    new Epoch(
                            history.size() + 1,
                            lossSum / batch,
                            (double) right / ((long) batch * batches.batchSize()),
                            seen.loss(),
                            seen.accuracy());
            history.add(epoch);
            if (best(history) == epoch.number()) {
                best = copy(step.weights());
            }
            batch = 0;
            lossSum = 0;
            right = 0;
            save();
            observer.epoch(epoch);
        }

        private void save() {
            new Checkpoint(
                            step.weights(),
                            step.optimizerState(),
                            best,
                            history,
                            step.steps(),
                            batch,
                            lossSum,
                            right,
                            name)
                    .write(file);
        }
    }

    private static Map<String, Tensor> copy(Map<String, Tensor> tensors) {
        Map<String, Tensor> copies = new HashMap<>();
        tensors.forEach((name, tensor) -> {
            Tensor copy = Tensor.allocate(Arena.ofAuto(), tensor.dtype(), tensor.shape());
            copy.segment().copyFrom(tensor.segment());
            copies.put(name, copy);
        });
        return copies;
    }
}
