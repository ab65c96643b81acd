package dev.lanewise.bench.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Every family of kernels, once and small, by everyone. */
class KernelBenchmarkTest {

    static boolean peersAreHere() {
        return Loader.getPlatform().equals("linux-x86_64");
    }

    private static List<Engine> all() {
        List<Engine> engines = new ArrayList<>();
        engines.add(LanewiseEngine.vector());
        engines.addAll(Peers.named(List.of("onednn", "openblas", "mkl")));
        return engines;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gemm 5x7x9",
                "gemm 5x7x9 transA transB",
                "matmul 9x17x5",
                "matmul 9x17x5 transA",
                "matmul 9x17x5 transB",
                "conv 3x9x9 8 3x3 s2 p1",
                "conv 24x5x5 40 1x1",
                "conv 16x9x9 32 3x3 s1 p1",
                "conv 32x5x5 32 3x3 s1 p1 g2",
                "conv 24x9x9 24 5x5 s2 p2 g24",
                "maxpool 24x9x9 3x3 s2 p1",
                "avgpool 24x9x9 3x3 s1 p1",
                "globalavgpool 24x7x7",
                "relu 24x5x5",
                "hard_swish 100",
                "exp 100",
                "log 100",
                "sigmoid 100",
                "silu 100",
                "tanh 100",
                "gelu 100",
                "neg 100",
                "add 24x5x5",
                "mul 24x5x5 perChannel",
                "scaleshift 24x5x5",
                "softmax 3x40x1",
                "softmax 3x4x5",
                "toblocks 24x5x5",
                "fromblocks 24x5x5",
                "transpose 9x20"
            })
    @EnabledIf("peersAreHere")
    void allEnginesComputeTheSame(String text) {
        try (Match match = new Match(Work.parse(text), all())) {
            Set<String> engines =
                    match.contenders().stream().map(Contender::engine).collect(Collectors.toSet());
            Set<String> blas = Set.of("lanewise", "onednn", "openblas", "mkl");
            Set<String> expected =
                    text.contains("mm") || text.contains("mat")
                            ? blas
                            : text.contains("neg")
                                    ? Set.of("lanewise")
                                    : Set.of("lanewise", "onednn");
            assertEquals(expected, engines);
        }
    }

    @Test
    void whoeverComputesSomethingElseIsNotTimed() {
        Engine wrong =
                new Engine() {
                    @Override
                    public String name() {
                        return "wrong";
                    }

                    @Override
                    public String version() {
                        return "";
                    }

                    @Override
                    public List<Contender> prepare(
                            Work work, List<MemorySegment> inputs, Arena arena) {
                        return List.of(
                                new Contender("wrong", "zeros") {
                                    @Override
                                    void run() {}

                                    @Override
                                    float[] output() {
                                        return new float[100];
                                    }
                                });
                    }
                };
        Work work = Work.parse("exp 100");
        List<Engine> engines = List.of(LanewiseEngine.vector(), wrong);
        var e = assertThrows(IllegalStateException.class, () -> new Match(work, engines));
        assertTrue(e.getMessage().contains("wrong zeros"), e::getMessage);
    }

    @Test
    void everyLineOfTheListIsAWorkAndEveryFamilyIsThere() throws IOException {
        List<String> lines = KernelShapes.list();
        assertEquals(lines.size(), Set.copyOf(lines).size());
        assertEquals(
                Set.of(
                        "gemm",
                        "matmul",
                        "conv",
                        "winograd",
                        "depthwise",
                        "pool",
                        "elementwise",
                        "softmax",
                        "copy"),
                lines.stream().map(line -> Work.parse(line).family()).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gemm", "gemm 1x2", "conv 3x9 8 3x3", "nothing 100"})
    void whatIsNoWorkIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Work.parse(text));
    }

    @Test
    void theTableKeepsRowsOfOtherWorks(@TempDir Path folder) throws IOException {
        KernelReport report = new KernelReport(List.of(LanewiseEngine.vector()));
        Path base = folder.resolve("table");
        report.write(base, List.of(row("gemm 1x1x1", 4)));
        report.write(base, List.of(row("gemm 2x2x2", 5)));
        report.write(base, List.of(row("gemm 1x1x1", 2)));
        String markdown = Files.readString(folder.resolve("table.md"));
        assertTrue(markdown.contains("| gemm 2x2x2 | some | 0.2 |"), markdown);
        assertTrue(markdown.contains("| gemm 1x1x1 | some | 0.5 |"), markdown);
        assertTrue(markdown.contains("gemm: 1.26 x the best peer"), markdown);
        assertEquals(Set.of("gemm 1x1x1", "gemm 2x2x2"), report.works(base));
        assertEquals(Set.of(), report.works(folder.resolve("none")));
    }

    @Test
    void theTableGoesOnWithWhatIsMissing(@TempDir Path folder) throws IOException {
        Path base = folder.resolve("table");
        new KernelReport(List.of(LanewiseEngine.vector()))
                .write(base, List.of(row("gemm 1x1x1", 1)));
        int status =
                new CommandLine(new KernelTable())
                        .execute(
                                "--missing",
                                "--work=gemm 1x1x1",
                                "--work=gemm 2x2x2",
                                "--peers=",
                                "--seconds=0.001",
                                "--out=" + base);
        assertEquals(0, status);
        String markdown = Files.readString(folder.resolve("table.md"));
        assertTrue(markdown.contains("| gemm 1x1x1 | some | 1.0 |"), markdown);
        assertTrue(markdown.contains("| gemm 2x2x2 | gemm packed"), markdown);
    }

    private static KernelRow row(String work, double nanos) {
        List<KernelRow.PeerTime> peers = List.of(new KernelRow.PeerTime("mkl", "sgemm", 4));
        return new KernelRow("gemm", work, "some", nanos, 1, 8, false, 0.5, peers);
    }

    @Test
    void eachBenchmarkRuns() {
        GemmBenchmark gemm = new GemmBenchmark();
        gemm.work = "gemm 4x4x4";
        gemm.engine = "lanewise gemm";
        gemm.prepare();
        gemm.run();
        gemm.close();
        SoftmaxBenchmark softmax = new SoftmaxBenchmark();
        softmax.work = "softmax 2x3x4";
        softmax.engine = "ceiling";
        softmax.prepare();
        softmax.run();
        softmax.close();
    }
}
