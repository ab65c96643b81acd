package dev.lanewise.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A progress bar on the error stream: only on a terminal, only for what takes more than a second,
 * and gone when it is done. It is drawn by who reports progress: a thread of its own would disturb
 * what is measured.
 */
final class Progress implements AutoCloseable {

    private static final long PATIENCE_NANOS = 1_000_000_000;
    private static final long INTERVAL_NANOS = 200_000_000;
    private static final int BAR_COLUMNS = 40;
    private static final int TASK_COLUMNS = 25;

    private final String task;
    private final long total;
    private final boolean terminal;
    private final PrintStream stream;
    private final LongSupplier clock;
    private final long start;
    private long done;
    private long drawn;
    private String note = "";

    /**
     * @param total steps
     */
    Progress(String task, long total) {
        // The launcher sets this property if the error stream is a terminal.
        this(task, total, Boolean.getBoolean("lanewise.terminal"), System.err, System::nanoTime);
    }

    Progress(String task, long total, boolean terminal, PrintStream stream, LongSupplier clock) {
        this.task = task;
        this.total = total;
        this.terminal = terminal;
        this.stream = stream;
        this.clock = clock;
        this.start = clock.getAsLong();
    }

    /** One step more is done. */
    void step() {
        stepTo(done + 1);
    }

    /** So many steps are done; a note says more of them, in the place of the time. */
    void stepTo(long steps, String text) {
        note = text;
        stepTo(steps);
    }

    /** So many steps are done. */
    void stepTo(long steps) {
        done = Math.min(steps, total);
        if (!terminal) {
            return;
        }
        long elapsed = clock.getAsLong() - start;
        if (elapsed > PATIENCE_NANOS && elapsed - drawn >= INTERVAL_NANOS) {
            drawn = elapsed;
            draw(elapsed);
        }
    }

    private void draw(long elapsed) {
        double part = (double) done / Math.max(1, total);
        int full = (int) (part * BAR_COLUMNS);
        String bar = "=".repeat(full) + " ".repeat(BAR_COLUMNS - full);
        String name = task.length() <= TASK_COLUMNS ? task : task.substring(0, TASK_COLUMNS);
        stream.printf(
                Locale.ROOT,
                "\r%s [%s] %3.0f %%  %s",
                name,
                bar,
                100 * part,
                note.isEmpty() ? elapsed / 1_000_000_000 + " s" : note + "\u001b[K");
        stream.flush();
    }

    /** Wipes the bar away. */
    @Override
    public void close() {
        clear();
    }

    /** Wipes the bar away until the next step. */
    void clear() {
        if (drawn > 0) {
            stream.print("\r\u001b[K");
            stream.flush();
        }
    }
}
