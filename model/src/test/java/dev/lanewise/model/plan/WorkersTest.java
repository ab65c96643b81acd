package dev.lanewise.model.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.kernels.Kernel;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

class WorkersTest {

    /** Counts its units; throws in one of them. */
    private static final class Throwing extends Kernel {

        private final AtomicInteger units = new AtomicInteger();
        private final Error error = new StackOverflowError();
        private final int thrower;

        Throwing(int thrower) {
            super("throwing", 6, 0);
            this.thrower = thrower;
        }

        @Override
        protected void run(long[] addresses, long scratch, int from, int to) {
            for (int unit = from; unit < to; unit++) {
                if (unit == thrower) {
                    throw error;
                }
                units.incrementAndGet();
            }
        }
    }

    @Test
    void whatAPartThrowsIsThrownByTheCallerAfterAllOthersHaveFinished() {
        try (Arena arena = Arena.ofConfined();
                Workers workers =
                        new Workers(
                                new MemorySegment[] {
                                    arena.allocate(64), arena.allocate(64), arena.allocate(64)
                                },
                                null)) {
            for (int thrower = 0; thrower < 6; thrower++) {
                Throwing kernel = new Throwing(thrower);
                Kernel.Call call = kernel.bind();
                workers.begin();
                Error thrown = assertThrows(Error.class, () -> workers.run(call));
                assertSame(kernel.error, thrown);
                // Of the thrower's two units the second is not reached if the first throws.
                assertEquals(thrower % 2 == 0 ? 4 : 5, kernel.units.get());
                workers.end();
                Throwing sound = new Throwing(-1);
                workers.begin();
                workers.run(sound.bind());
                assertEquals(6, sound.units.get());
                workers.end();
            }
        }
    }
}
