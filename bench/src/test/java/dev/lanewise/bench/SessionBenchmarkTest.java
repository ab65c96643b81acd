package dev.lanewise.bench;

import org.junit.jupiter.api.Test;

import java.io.IOException;

class SessionBenchmarkTest {

    @Test
    void theOutputIsCheckedAndTheNetworkRuns() throws IOException {
        SessionBenchmark benchmark = new SessionBenchmark();
        benchmark.model = "fashion-mnist";
        benchmark.threads = 2;
        benchmark.load();
        benchmark.run();
        benchmark.close();
    }
}
