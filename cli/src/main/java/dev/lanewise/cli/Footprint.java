package dev.lanewise.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What running costs beside time. */
final class Footprint {

    private static final int RUNS = 20;

    private Footprint() {}

    /**
     * Bytes of this process in memory outside its Java heap, after a garbage collection; 0 where
     * the system does not tell in /proc.
     */
    static long resident() {
        System.gc();
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try {
            long kilobytes =
                    Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum();
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
            return (kilobytes << 10) - heap;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Bytes that a run allocates on the Java heap of the calling thread. */
    static double bytesPerRun(Runnable run) {
        if (!(ManagementFactory.getThreadMXBean()
                instanceof com.sun.management.ThreadMXBean bean)) {
            return Double.NaN;
        }
        bean.getCurrentThreadAllocatedBytes();
        long before = bean.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < RUNS; i++) {
            run.run();
        }
        return (double) (bean.getCurrentThreadAllocatedBytes() - before) / RUNS;
    }
}
