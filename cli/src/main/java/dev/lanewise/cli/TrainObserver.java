package dev.lanewise.cli;

import dev.lanewise.model.train.Epoch;
import dev.lanewise.model.train.Recipe;
import dev.lanewise.model.train.Trainer;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Shows a training run: a bar on a terminal, a line for each epoch. When the JVM is told to end, by
 * Ctrl-C or otherwise, the run is stopped and given the time to save its checkpoint.
 */
final class TrainObserver implements Trainer.Observer, AutoCloseable {

    private static final long SECONDS_TO_SAVE = 60;

    private final Recipe recipe;
    private final PrintWriter out;
    private final Progress progress;
    private final long start = System.nanoTime();
    private final CountDownLatch saved = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stopAndWait, "lanewise-stop");
    private volatile boolean stop;
    private long epochStart = start;

    /** Steps that this process has made. */
    private long made;

    TrainObserver(Recipe recipe, int steps, PrintWriter out) {
        this.recipe = recipe;
        this.out = out;
        this.progress = new Progress("train", (long) recipe.epochs() * steps);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stopAndWait() {
        stop = true;
        try {
            if (!saved.await(SECONDS_TO_SAVE, TimeUnit.SECONDS)) {
                System.err.println("lanewise: the last steps could not be saved in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void step(int epoch, int step, int steps, double loss, double accuracy) {
        made++;
        double seconds = (System.nanoTime() - start) / 1e9;
        long done = (long) (epoch - 1) * steps + step;
        long left = Math.round(seconds / made * ((long) recipe.epochs() * steps - done));
        progress.stepTo(
                done,
                String.format(
                        Locale.ROOT,
                        "epoch %d  loss %.4f  accuracy %.2f %%  %.0f pictures/s  %d:%02d left",
                        epoch,
                        loss,
                        100 * accuracy,
                        made * recipe.batchSize() / seconds,
                        left / 60,
                        left % 60));
    }

    @Override
    public void epoch(Epoch epoch) {
        long now = System.nanoTime();
        progress.clear();
        out.printf(
                Locale.ROOT,
                "epoch %d: loss %.4f, accuracy %.2f %%, validation loss %.4f, accuracy %.2f %%,"
                        + " %.1f s%n",
                epoch.number(),
                epoch.loss(),
                100 * epoch.accuracy(),
                epoch.validationLoss(),
                100 * epoch.validationAccuracy(),
                (now - epochStart) / 1e9);
        out.flush();
        epochStart = now;
    }

    @Override
    public boolean stop() {
        return stop;
    }

    @Override
    public void close() {
        progress.close();
        saved.countDown();
        if (!stop) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
