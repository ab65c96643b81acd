package dev.lanewise.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What running costs beside time. */
final class Footprint {

    private static final int RUNS = 20;

    private static final long SETTLING_NANOS = 6_500_000_000L;

    /** Where a mapping of the process begins. */
    private static final Pattern RANGE = Pattern.compile("([0-9a-f]+)-[0-9a-f]+ ");

    /** The end of the addresses that compressed pointers reach. */
    private static final long HEAP_END = 1L << 35;

    private Footprint() {}

    /**
     * As {@link #resident}, after a rest in which the JVM's compilers finish, and give back what
     * they worked with: the JVM lets go of its free chunks every five seconds, and the C library,
     * where {@code -XX:TrimNativeHeapInterval} asks it to, of what it keeps in turn.
     */
    static long settled() {
        LockSupport.parkNanos(SETTLING_NANOS);
        return resident();
    }

    /**
     * Bytes of this process in memory outside its Java heap; 0 where the system does not tell in
     * /proc. The heap lies where compressed pointers reach, with almost nothing else.
     */
    static long resident() {
        Path maps = Path.of("/proc/self/smaps");
        if (!Files.isReadable(maps)) {
            return 0;
        }
        try {
            long kilobytes = 0;
            boolean outside = false;
            for (String line : Files.readAllLines(maps, StandardCharsets.ISO_8859_1)) {
                Matcher range = RANGE.matcher(line);
                if (range.lookingAt()) {
                    outside = Long.parseUnsignedLong(range.group(1), 16) >= HEAP_END;
                } else if (outside && line.startsWith("Rss:")) {
                    kilobytes += Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
            return kilobytes << 10;
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
