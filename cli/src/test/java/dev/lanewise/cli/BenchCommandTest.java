package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

class BenchCommandTest {

    @TempDir Path folder;

    @Test
    void aLinePerThreadCount() throws IOException {
        Path model = Lanewise.resource("bundled/fashion-mnist.onnx", folder);
        Lanewise run =
                Lanewise.run("bench", model, "--threads", "1,2", "--seconds", "0.1", "--json")
                        .succeeds();
        assertEquals(2, run.lines().size());
        for (int i = 0; i < 2; i++) {
            Map<String, Object> json = JSON.std.mapFrom(run.lines().get(i));
            assertEquals(i + 1, json.get("threads"));
            Map<?, ?> ours = (Map<?, ?>) json.get("lanewise");
            double p50 = (Double) ours.get("p50");
            double p99 = (Double) ours.get("p99");
            assertTrue(p50 > 0 && p50 <= p99, ours.toString());
            assertEquals(i == 1, json.containsKey("cacheLineNanos"));
        }
    }

    @Test
    void theHeadSaysHowFarTwoThreadsAreFromEachOther() throws IOException {
        Path model = Lanewise.resource("bundled/fashion-mnist.onnx", folder);
        Lanewise two = Lanewise.run("bench", model, "--threads", "2", "--seconds", "0.1");
        String head = two.succeeds().lines().getFirst();
        assertTrue(head.matches("a cache line takes \\d.* between two threads, \\d.*"), head);
    }

    @Test
    void aCacheLineTakesLongerThanAnInstructionAndLessThanATurn() {
        double nanos = CacheLine.nanos();
        // Where both threads share a processor, each way takes a turn of the scheduler.
        assertTrue(nanos > 1 && nanos < 1e8, "" + nanos);
    }

    @Test
    void badUsageIsRefused() {
        assertTrue(Lanewise.run("bench").fails(2).contains("MODEL"));
        assertTrue(Lanewise.run("bench", "x", "--seconds", "0").fails(2).contains("--seconds"));
        assertTrue(Lanewise.run("bench", "x", "--seconds", "NaN").fails(2).contains("--seconds"));
        assertTrue(Lanewise.run("bench", "x", "--threads", "1,0").fails(2).contains("--threads"));
        assertTrue(
                Lanewise.run("bench", "x", "--vs", "abacus").fails(2).contains("actual 'abacus'"));
    }
}
