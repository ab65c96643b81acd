package dev.lanewise.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import org.jspecify.annotations.Nullable;

/**
 * A progress bar on the error stream: only on a terminal, only for what takes more than a second,
 * and gone when it is done.
 */
final class Progress implements AutoCloseable {

    /** The launcher sets this property if the error stream is a terminal. */
    private static final boolean TERMINAL = Boolean.getBoolean("lanewise.terminal");

    private static final long PATIENCE_NANOS = 1_000_000_000;
    private static final int COLUMNS = 79;

    private final String task;
    private final long total;
    private final long start = System.nanoTime();
    private long done;
    private @Nullable ProgressBar bar;

    /**
     * @param total steps
     */
    Progress(String task, long total) {
        this.task = task;
        this.total = total;
    }

    /** One step more is done. */
    void step() {
        stepTo(done + 1);
    }

    /** So many steps are done. */
    void stepTo(long steps) {
        done = Math.min(steps, total);
        if (bar == null && TERMINAL && System.nanoTime() - start > PATIENCE_NANOS) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName(task)
                            .setInitialMax(total)
                            .setStyle(ProgressBarStyle.ASCII)
                            .setUpdateIntervalMillis(200)
                            .setConsumer(new ConsoleProgressBarConsumer(System.err, COLUMNS))
                            .clearDisplayOnFinish()
                            .build();
        }
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
