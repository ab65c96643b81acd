package dev.lanewise.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * A kernel gives the same bits whether it is interpreted or compiled, and by which compiler, and
 * whether its loops run in vectors or in scalars until those are compiled.
 */
class SameBitsTest {

    @Test
    @DisabledIfSystemProperty(
            named = "lanewise.test.mode",
            matches = "scalar|avx1|avx2",
            disabledReason = "takes seconds; the widest and the narrowest vectors speak for all")
    void interpreterAndCompilersGiveTheSameBits() throws Exception {
        String vectors = "-Ddev.lanewise.kernels=vector";
        // Two at a time: none of them keeps two processors busy.
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            Future<String> interpreter = digests(pool, 1, "-Xint", vectors);
            Map<String, Future<String>> others = new LinkedHashMap<>();
            others.put(
                    "C2",
                    digests(
                            pool,
                            25,
                            "-XX:-TieredCompilation",
                            "-XX:CompileThreshold=100",
                            "-Xbatch",
                            vectors));
            others.put("C1", digests(pool, 10, "-XX:TieredStopAtLevel=1", vectors));
            others.put("scalar forms", digests(pool, 1));
            others.put("scalar forms, then vectors", digests(pool, 50));

            String interpreted = interpreter.get();
            assertEquals(Digests.kinds().size(), interpreted.lines().count(), interpreted);
            for (Map.Entry<String, Future<String>> other : others.entrySet()) {
                assertEquals(interpreted, other.getValue().get(), other.getKey());
            }
        }
    }

    private static Future<String> digests(
            ExecutorService pool, int repetitions, String... options) {
        return pool.submit(() -> digests(repetitions, options));
    }

    private static String digests(int repetitions, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("-Drepetitions=" + repetitions);
        // The module and the width of this run's mode.
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (argument.startsWith("--add-modules")
                    || argument.startsWith("-XX:UseAVX")
                    || argument.startsWith("-XX:MaxVectorSize")) {
                all.add(argument);
            }
        }
        return Jvm.run(Digests.class, all.toArray(String[]::new))
                .lines()
                .filter(line -> line.startsWith("digest "))
                .reduce("", (a, b) -> a + b + "\n");
    }

    /** Prints a digest of what the kernels of each kind compute. */
    static final class Digests {

        private static final int CASES = 4;

        private Digests() {}

        /** A maker of random cases for each kind of kernel. */
        static Map<String, Function<Random, KernelCase>> kinds() {
            Map<String, Function<Random, KernelCase>> kinds = new LinkedHashMap<>();
            kinds.put("conv", Cases::conv);
            kinds.put("conv 3x3", Cases::conv3x3);
            kinds.put("conv pooled", Cases::convPooled);
            kinds.put("conv thin", Cases::convThin);
            kinds.put("conv flat", Cases::convFlat);
            kinds.put("conv picture", Cases::convPicture);
            kinds.put("conv scaled", Cases::convScaled);
            kinds.put("conv transposed", Cases::convTranspose);
            kinds.put("gemm", Cases::gemm);
            kinds.put("matmul", Cases::matmul);
            kinds.put("pool", Cases::pool);
            kinds.put("global pool", Cases::globalPool);
            kinds.put("unary", Cases::unary);
            kinds.put("functions", Cases::function);
            kinds.put("binary", Cases::binary);
            kinds.put("scale-shift", Cases::scaleShift);
            kinds.put("moments", Cases::moments);
            kinds.put("standardize", Cases::standardize);
            kinds.put("layer-norm", Cases::layerNorm);
            kinds.put("softmax", Cases::softmax);
            kinds.put("mean", Cases::mean);
            kinds.put("square sum", Cases::squareSum);
            kinds.put("resample", Cases::resample);
            kinds.put("resample sum", Cases::resampleSum);
            kinds.put("reorder", Cases::reorder);
            kinds.put("channels", Cases::pickedChannels);
            kinds.put("weight gradient", Cases::convWeightGradient);
            kinds.put("3x3 weight gradient", Cases::convWeightGradient3x3);
            kinds.put("pool gradient", Cases::poolGradient);
            kinds.put("unary gradient", Cases::unaryGradient);
            kinds.put("channel sum", Cases::channelSum);
            return kinds;
        }

        public static void main(String[] args) {
            int repetitions = Integer.getInteger("repetitions");
            kinds().forEach((kind, make) -> {
                long digest = 0;
                for (int seed = 0; seed < CASES; seed++) {
                    KernelCase kernelCase = make.apply(new Random(seed));
                    digest = 31 * digest + KernelContract.digest(kernelCase, seed, repetitions);
                }
                System.out.println("digest " + kind + " " + Long.toHexString(digest));
            });
        }
    }
}
