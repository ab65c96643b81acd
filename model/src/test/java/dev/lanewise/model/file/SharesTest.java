package dev.lanewise.model.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

class SharesTest {

    private static final long MEGABYTE = 1 << 20;

    @Test
    void everyItemIsDoneOnce() {
        for (int count : new int[] {0, 1, 2, 100}) {
            ConcurrentHashMap<Integer, AtomicInteger> done = new ConcurrentHashMap<>();
            Shares.forEach(
                    IntStream.range(0, count).boxed().toList(),
                    i -> MEGABYTE,
                    i -> done.computeIfAbsent(i, k -> new AtomicInteger()).incrementAndGet());
            assertEquals(count, done.size());
            done.forEach((i, times) -> assertEquals(1, times.get(), "item " + i));
        }
    }

    @Test
    void littleWorkStaysOnTheCallingThreadLargestFirst() {
        List<Integer> order = new ArrayList<>();
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        Shares.forEach(
                List.of(3, 9, 1),
                i -> i,
                i -> {
                    order.add(i);
                    threads.add(Thread.currentThread());
                });
        assertEquals(List.of(9, 3, 1), order);
        assertEquals(Collections.nCopies(3, Thread.currentThread()), threads);
    }

    @Test
    void whatAnActionThrowsComesOutWhenNoActionRunsAnyMore() {
        InternalError lost = new InternalError("as of a page that is gone");
        AtomicInteger running = new AtomicInteger();
        List<Integer> items = IntStream.range(0, 50).boxed().toList();
        for (int turn = 0; turn < 5; turn++) {
            InternalError thrown =
                    assertThrows(
                            InternalError.class,
                            () -> Shares.forEach(items, i -> MEGABYTE, i -> act(i, running, lost)));
            assertEquals(0, running.get());
            assertSame(lost, thrown);
        }
    }

    private static void act(int item, AtomicInteger running, InternalError lost) {
        running.incrementAndGet();
        try {
            if (item == 1) {
                throw lost;
            }
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            running.decrementAndGet();
        }
    }
}
