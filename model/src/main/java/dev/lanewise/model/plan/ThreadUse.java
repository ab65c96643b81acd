package dev.lanewise.model.plan;

import org.jspecify.annotations.Nullable;

import java.lang.management.ManagementFactory;

/**
 * What the calling thread has used so far. Processor time, unlike the clock's, stands still while
 * other processes have the processors. Values of one thread are for comparing with each other.
 */
public final class ThreadUse {

    private static final boolean TOLD = ModuleLayer.boot().findModule("jdk.management").isPresent();

    private ThreadUse() {}

    /** Nanoseconds of processor time; those of the clock on a virtual thread, or if not told. */
    public static long nanos() {
        long told = isTold() ? Bean.BEAN.getCurrentThreadCpuTime() : -1;
        return told < 0 ? System.nanoTime() : told;
    }

    /**
     * Bytes that have been allocated on the heap; always 0 if not told. A kernel whose vector loops
     * C2 has compiled allocates none: before that, each vector is an object.
     */
    public static long bytes() {
        return isTold() ? Bean.BEAN.getCurrentThreadAllocatedBytes() : 0;
    }

    private static boolean isTold() {
        return TOLD && !Thread.currentThread().isVirtual() && Bean.BEAN != null;
    }

    /** Of a module that may be missing. */
    private static final class Bean {

        private static final com.sun.management.@Nullable ThreadMXBean BEAN = bean();

        private static com.sun.management.@Nullable ThreadMXBean bean() {
            return ManagementFactory.getThreadMXBean()
                                    instanceof com.sun.management.ThreadMXBean bean
                            && bean.isCurrentThreadCpuTimeSupported()
                            && bean.isThreadAllocatedMemorySupported()
                    ? bean
                    : null;
        }
    }
}
