package dev.lanewise.model.graph;

/**
 * What inference may compute beyond a multiple of what the graph holds. A few bytes of a file can
 * ask for any amount of memory or time; what exceeds the budget is left to the run. Bodies of
 * operators share the budget of the graph around.
 */
final class FoldingBudget {

    /** How much more than it reads a node may write. */
    static final long MAX_GROWTH = 4;

    private static final long MAX_GROWTH_BYTES = 1L << 24;
    private static final long MAX_GROWTH_BYTES_IN_ALL = 1L << 27;
    private static final long MAX_WORK = 1L << 28;

    private long bytesLeft;
    private long workLeft = MAX_WORK;

    /**
     * @param bytes what the graph holds
     */
    FoldingBudget(long bytes) {
        this.bytesLeft = MAX_GROWTH_BYTES_IN_ALL + MAX_GROWTH * bytes;
    }

    /**
     * Whether a node may be computed; if so, it is paid for.
     *
     * @param read bytes that it reads
     * @param written bytes that it writes
     * @param work about how many elements it reads, each as often as it does
     */
    boolean spend(long read, long written, long work) {
        if (written > Math.max(MAX_GROWTH_BYTES, MAX_GROWTH * read)
                || written > bytesLeft
                || work < 0
                || work > workLeft) {
            return false;
        }
        bytesLeft -= written;
        workLeft -= work;
        return true;
    }
}
