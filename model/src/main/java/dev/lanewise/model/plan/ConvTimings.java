package dev.lanewise.model.plan;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.file.NewFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses convolution algorithms by timing them, and keeps the choices in a file.
 *
 * <p>The file: a line that says what it is, then for each choice a line of processor and lanes, the
 * convolution, and the kernel's name, parted by tabs. A line of another form is passed over, as is
 * a name that no candidate has: the convolution is timed again then. A file that begins otherwise
 * is never written to.
 *
 * <p>Two programs that write at the same time lose some of each other's choices, and nothing else.
 */
final class ConvTimings {

    private static final String KIND = "lanewise timings ";
    private static final String HEADER = KIND + "1";
    private static final long MOST_BYTES = 4 << 20;

    /** Of processor time: the clock goes on while other processes have the processors. */
    private static final long LEAST_NANOS = 20_000_000;

    private static final long MOST_NANOS = 1_500_000_000;
    private static final int ROUNDS = 3;

    /** A kernel that gains less than this is compiled. */
    private static final double GAIN = 0.95;

    private static final long ALIGNMENT = Kernel.SCRATCH_ALIGNMENT;

    private static final Logger LOGGER = System.getLogger(ConvTimings.class.getPackageName());

    private final Path file;
    private final Kernels kernels;

    /** The choices, where the file is of another kind and stays as it is; else null. */
    private @Nullable Map<String, String> unkept;

    ConvTimings(Path file, Kernels kernels) {
        this.file = file;
        this.kernels = kernels;
    }

    /** The candidate that the file names, or else the one that is found to be fastest. */
    WeightedKernel fastest(ConvSpec spec, Epilogue epilogue, List<WeightedKernel> candidates) {
        Map<String, String> choices = read();
        String key = processor() + ", " + kernels.lanes() + " lanes\t" + describe(spec, epilogue);
        String known = choices.get(key);
        for (WeightedKernel candidate : candidates) {
            if (candidate.name().equals(known)) {
                return candidate;
            }
        }
        WeightedKernel best = measured(candidates);
        choices.put(key, best.name());
        write(choices);
        return best;
    }

    private static String describe(ConvSpec spec, Epilogue epilogue) {
        return oneLine(spec + " " + epilogue);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static String processor() {
        String windows = System.getenv("PROCESSOR_IDENTIFIER");
        String name = windows == null ? "" : windows;
        try {
            Path linux = Path.of("/proc/cpuinfo");
            if (windows == null && Files.exists(linux)) {
                name =
                        Files.readString(linux)
                                .lines()
                                .filter(line -> line.startsWith("model name"))
                                .findFirst()
                                .orElse("");
            }
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "the processor has no name", e);
        }
        return oneLine(System.getProperty("os.arch") + " " + name);
    }

    private Map<String, String> read() {
        if (unkept != null) {
            return unkept;
        }
        Map<String, String> choices = new HashMap<>();
        try {
            if (!Files.exists(file)) {
                return choices;
            }
            if (!Files.isRegularFile(file)) {
                return unkept("is no file");
            }
            if (Files.size(file) > MOST_BYTES) {
                return unkept("is larger than " + MOST_BYTES + " bytes");
            }
            // Bytes that are no text become question marks, which match nothing.
            List<String> lines =
                    new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
            if (lines.stream().allMatch(String::isBlank)) {
                return choices;
            }
            if (!lines.getFirst().startsWith(KIND)) {
                return unkept("does not begin with '" + HEADER + "'");
            }
            if (!lines.getFirst().equals(HEADER)) {
                warn("is of another version and begun anew");
                return choices;
            }
            for (String line : lines.subList(1, lines.size())) {
                int last = line.lastIndexOf('\t');
                if (last > 0) {
                    choices.put(line.substring(0, last), line.substring(last + 1));
                }
            }
        } catch (IOException e) {
            return unkept("can't be read: " + e.getMessage());
        }
        return choices;
    }

    /** Of a file that may be somebody's work: a name given by mistake must not cost it. */
    private Map<String, String> unkept(String why) {
        warn(why + ", so it is left as it is, and the choices are not kept");
        unkept = new HashMap<>();
        return unkept;
    }

    private void write(Map<String, String> choices) {
        if (unkept != null) {
            return;
        }
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        choices.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(choice ->
                        text.append(choice.getKey())
                                .append('\t')
                                .append(choice.getValue())
                                .append('\n'));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_BYTES) {
            warn("is full; delete it to begin anew");
            return;
        }
        try {
            NewFile.write(file, List.of(MemorySegment.ofArray(bytes)));
        } catch (ModelException e) {
            warn(e.getMessage());
        }
    }

    private void warn(String what) {
        LOGGER.log(Level.WARNING, "timings " + file + ": " + what);
    }

    private WeightedKernel measured(List<WeightedKernel> candidates) {
        long[] best = new long[candidates.size()];
        Arrays.fill(best, Long.MAX_VALUE);
        try (Arena arena = Arena.ofConfined()) {
            List<Trial> trials =
                    candidates.stream().map(candidate -> Trial.of(candidate, arena)).toList();
            trials.forEach(this::warm);
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < best.length; i++) {
                    best[i] = Math.min(best[i], trials.get(i).best());
                }
            }
        } catch (OutOfMemoryError e) {
            LOGGER.log(Level.DEBUG, "no memory to time convolutions", e);
            return candidates.getFirst();
        }
        int fastest = 0;
        for (int i = 1; i < best.length; i++) {
            fastest = best[i] < best[fastest] ? i : fastest;
        }
        return candidates.get(fastest);
    }

    /** Runs until the JVM has compiled the kernel, as far as can be told, or time is up. */
    private void warm(Trial trial) {
        long start = ThreadUse.nanos();
        long last = Long.MAX_VALUE;
        boolean settled = false;
        while (!settled && ThreadUse.nanos() - start < MOST_NANOS) {
            long cold = kernels.coldCalls();
            long bytes = ThreadUse.bytes();
            long best = trial.best();
            boolean compiled = cold == kernels.coldCalls() && bytes == ThreadUse.bytes();
            settled = compiled && best > GAIN * last;
            last = best;
        }
    }

    /** A kernel over zeros. */
    private record Trial(Kernel.Call call, MemorySegment scratch) {

        static Trial of(WeightedKernel kernel, Arena arena) {
            MemorySegment[] operands =
                    kernel.operands().stream()
                            .map(Operand::bytes)
                            .map(bytes -> arena.allocate(Math.max(bytes, 1), ALIGNMENT))
                            .toArray(MemorySegment[]::new);
            long scratch = Math.max(kernel.scratchBytes(), 1);
            return new Trial(kernel.bind(operands), arena.allocate(scratch, ALIGNMENT));
        }

        /** The time of the fastest of some runs. */
        long best() {
            long start = ThreadUse.nanos();
            long best = Long.MAX_VALUE;
            while (ThreadUse.nanos() - start < LEAST_NANOS) {
                long before = System.nanoTime();
                call.run(scratch);
                best = Math.min(best, System.nanoTime() - before);
            }
            return best;
        }
    }
}
