package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.Sequential;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

class SessionStatisticsTest {

    private static Model model() {
        return Sequential.of(Conv2d.of(1, 8, 3), Flatten.of(), Linear.of(8 * 36, 7))
                .compile(Shape.of(1, 1, 8, 8));
    }

    private static SessionStatistics of(long... nanos) {
        long total = 0;
        long least = Long.MAX_VALUE;
        long most = 0;
        long[] counts = new long[SessionStatistics.BUCKETS];
        for (long each : nanos) {
            total += each;
            least = Math.min(least, each);
            most = Math.max(most, each);
            counts[SessionStatistics.bucket(each)]++;
        }
        return new SessionStatistics(nanos.length, 0, total, least, most, counts);
    }

    @Property
    void everyTimeIsInItsBucketWhichIsNarrow(@ForAll @LongRange(min = 1) long nanos) {
        SessionStatistics.Bucket bucket = of(nanos).histogram().getFirst();
        assertEquals(1, bucket.count());
        assertTrue(bucket.fromNanos() <= nanos, bucket.toString());
        // The last bucket, which has no end, begins a 32nd below 2^40 ns.
        assertEquals(nanos >= 31L << 35, bucket.untilNanos() == Long.MAX_VALUE);
        if (nanos < 31L << 35) {
            assertTrue(nanos < bucket.untilNanos(), bucket.toString());
            assertTrue(
                    bucket.untilNanos() - bucket.fromNanos()
                            <= Math.max(1, bucket.fromNanos() / 16),
                    bucket.toString());
        }
    }

    @Test
    void percentilesAreAtMostASixteenthTooLong() {
        long[] nanos = new long[1000];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = 1_000L * (i + 1);
        }
        SessionStatistics statistics = of(nanos);
        for (int percent : new int[] {1, 10, 50, 90, 99}) {
            long exact = nanos[percent * 10 - 1];
            long found = statistics.percentileNanos(percent);
            assertTrue(exact <= found && found <= exact + exact / 16, percent + " %: " + found);
        }
        assertEquals(1_000_000, statistics.percentileNanos(100));
        assertEquals(500_500, statistics.meanNanos());
        assertThrows(IllegalArgumentException.class, () -> statistics.percentileNanos(101));
    }

    @Test
    void withoutRunsEverythingIsZero() {
        SessionStatistics none = SessionStatistics.NONE;
        assertEquals(
                "0 runs, 0 failed; of 0 timed: mean 0.000 us, 50% 0.000 us, 99% 0.000 us, most"
                        + " 0.000 us",
                none.toString());
        assertEquals(0, none.leastNanos());
        assertEquals(List.of(), none.histogram());
    }

    @Test
    void sessionsAddUp() {
        SessionStatistics sum = of(10, 20).plus(of(40)).plus(SessionStatistics.NONE);
        assertEquals(3, sum.runs());
        assertEquals(10, sum.leastNanos());
        assertEquals(40, sum.mostNanos());
        assertEquals(70 / 3.0, sum.meanNanos());
    }

    @Test
    void everyRunIsCountedAndOfFastOnesSomeAreTimed() {
        RunRecorder recorder = new RunRecorder();
        for (int i = 0; i < 64_000; i++) {
            recorder.begin();
            recorder.end(true);
        }
        SessionStatistics statistics = recorder.statistics();
        assertEquals(64_000, statistics.runs());
        assertTrue(
                statistics.timedRuns() >= 250 && statistics.timedRuns() < 32_000,
                statistics.toString());
    }

    @Test
    void slowRunsAreAllTimedAndFailedOnesCounted() throws InterruptedException {
        RunRecorder recorder = new RunRecorder();
        for (int i = 0; i < 20; i++) {
            recorder.begin();
            Thread.sleep(1);
            recorder.end(i != 7);
        }
        SessionStatistics statistics = recorder.statistics();
        assertEquals(20, statistics.runs());
        assertEquals(1, statistics.failures());
        assertEquals(19, statistics.timedRuns());
        assertTrue(statistics.leastNanos() >= 1_000_000, statistics.toString());
        assertTrue(statistics.percentileNanos(50) <= statistics.mostNanos());
    }

    @Test
    void aSessionCountsItsRunsAlsoOnceClosed() {
        try (Model model = model()) {
            Session session = model.newSession();
            for (int i = 0; i < 100; i++) {
                session.run();
            }
            session.close();
            assertThrows(IllegalStateException.class, session::run);
            assertEquals(100, session.statistics().runs());
            assertEquals(0, session.statistics().failures());
        }
    }

    @Test
    void runsAreEventsOfFlightRecorderIfAskedFor(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("runs.jfr");
        try (Model model = model();
                Session session = model.newSession()) {
            try (Recording recording = new Recording()) {
                recording.start();
                session.run();
                recording.enable("dev.lanewise.Run");
                session.run();
                session.run();
                recording.stop();
                recording.dump(file);
            }
            session.run();
        }
        List<RecordedEvent> events =
                RecordingFile.readAllEvents(file).stream()
                        .filter(event -> event.getEventType().getName().equals("dev.lanewise.Run"))
                        .toList();
        assertEquals(2, events.size());
        for (RecordedEvent event : events) {
            assertEquals("[1,1,8,8]", event.getString("shapes"));
            assertEquals(1, event.getInt("threads"));
            assertTrue(event.hasField("model"));
            assertTrue(event.getDuration().isPositive());
        }
    }

    /** In a Java runtime of few modules. */
    @Test
    void sessionsRunWithoutFlightRecorderAndDesktop() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--limit-modules=java.base,jdk.incubator.vector",
                                "--add-modules=jdk.incubator.vector",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FewModules.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertTrue(output.endsWith("1 run" + System.lineSeparator()), output);
    }

    static final class FewModules {
        public static void main(String[] arguments) {
            try (Model model = model();
                    Session session = model.newSession()) {
                session.run();
                System.out.println(session.statistics().runs() + " run");
            }
        }
    }
}
