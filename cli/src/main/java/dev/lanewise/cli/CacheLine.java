package dev.lanewise.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * How long a cache line takes from one thread to another. Where the system, or a host below it,
 * puts two threads decides that, and with it much of what a second thread gains: some 20 to 50 ns
 * within a group of cores that share a cache, 150 and more between such groups.
 */
final class CacheLine {

    private static final int PASSES = 101;

    /** Of a pass, there and back. */
    private static final int TRIPS = 16;

    /** A sample has no more passes after this, as where both threads share a processor. */
    private static final long MOST_NANOS = 5_000_000;

    private static final long START_NANOS = 10_000_000;

    /** Ends the other thread. */
    private static final int OVER = -1;

    /** Odd on the way there, even on the way back. */
    private volatile int ball;

    private CacheLine() {}

    /** Nanoseconds of one way, the median of some hundred passes of a few trips each. */
    static double nanos() {
        return new CacheLine().sample();
    }

    private double sample() {
        Thread.ofPlatform().daemon().name("lanewise-cache-line").start(this::back);
        // Threads that start may share a processor until the system has seen that both are busy.
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < START_NANOS) {
            Thread.onSpinWait();
        }
        try {
            List<Double> passes = new ArrayList<>();
            long start = System.nanoTime();
            do {
                passes.add(pass());
            } while (passes.size() <= PASSES && System.nanoTime() - start < MOST_NANOS);
            // The first waits for the thread to start.
            int first = passes.size() == 1 ? 0 : 1;
            List<Double> counted = passes.subList(first, passes.size()).stream().sorted().toList();
            return counted.get(counted.size() / 2);
        } finally {
            ball = OVER;
        }
    }

    private double pass() {
        long start = System.nanoTime();
        for (int i = 0; i < TRIPS; i++) {
            int back = ball + 2;
            ball = back - 1;
            while (ball != back) {
                Thread.onSpinWait();
            }
        }
        return (System.nanoTime() - start) / (2.0 * TRIPS);
    }

    private void back() {
        for (int now = ball; now != OVER; now = ball) {
            if ((now & 1) == 1) {
                ball = now + 1;
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
