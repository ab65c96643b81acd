package dev.lanewise.bench.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A library that computes works. */
interface Engine {

    /** The name of its columns. */
    String name();

    /** Version, and what it found the processor to be. */
    String version();

    /**
     * Makes everything ready: packs weights, chooses layouts, compiles. All memory is the arena's.
     *
     * @param inputs the work's inputs, plain row-major, which stay as they are
     * @return one for each algorithm worth comparing, the usual one first; none if the engine
     *     doesn't do such work
     */
    List<Contender> prepare(Work work, List<MemorySegment> inputs, Arena arena);
}
