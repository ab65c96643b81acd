package dev.lanewise.model;

import java.lang.foreign.Arena;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Native memory with holders, freed once, by whoever lets go last: a model's is held by the model
 * and its sessions, a session's by the session. Thread-safe.
 */
final class Lifetime {

    static final Cleaner CLEANER = Cleaner.create();

    private final Arena arena = Arena.ofShared();
    private final AtomicInteger holders = new AtomicInteger(1);

    Arena arena() {
        return arena;
    }

    /** Takes hold, unless everybody has let go already. */
    boolean hold() {
        return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    void letGo() {
        if (holders.decrementAndGet() == 0) {
            arena.close();
        }
    }
}
