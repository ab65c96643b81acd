package dev.lanewise.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Jvm;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Trials have C2 compile tiles for their number of calls, never while they run: that takes it up to
 * 15 times as long, several seconds for the tiles of a network, and isn't what calls run
 * afterwards.
 */
@EnabledIfSystemProperty(named = "lanewise.test.mode", matches = "default")
class TrialCompilationTest {

    /** Milliseconds, number, flags with % for on-stack replacement, level, method. */
    private static final Pattern ON_STACK =
            Pattern.compile(
                    "\\s*\\d+\\s+\\d+\\s+%[sbn!\\s]+4\\s+dev\\.lanewise\\.kernels\\.vector\\."
                            + "((Run|Packed)Tiles|Pixel(Columns|Rows)|WinogradSumTiles::tile).*");

    /**
     * On a crowded machine C2 may come to a tile only after its trials have taken too many turns:
     * to one or another. What trials themselves lead to happens in every JVM.
     */
    private static final int MOST_TRIES = 3;

    @Test
    void tilesAreCompiledBeforeTheyRunForLong() throws IOException, InterruptedException {
        List<String> onStack = onStack();
        for (int i = 1; i < MOST_TRIES && !onStack.isEmpty(); i++) {
            onStack = onStack();
        }
        assertEquals(List.of(), onStack);
    }

    private static List<String> onStack() throws IOException, InterruptedException {
        String output =
                Jvm.run(
                        Driver.class,
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-XX:+PrintCompilation");
        assertTrue(output.contains("all ready"), output);
        return output.lines().filter(line -> ON_STACK.matcher(line).matches()).toList();
    }

    /** Runs convolutions until none takes its scalar form. */
    static final class Driver {

        private static final int MOST_CALLS = 20_000;

        public static void main(String[] args) {
            run(Kernels.best().conv(spec(1), Epilogue.NONE));
            run(Kernels.best().conv(spec(3), Epilogue.NONE));
            run(Kernels.best().conv(pixel(1024, 256), Epilogue.NONE));
            run(Kernels.best().conv(pixel(256, 1024), Epilogue.NONE));
            System.out.println("all ready");
        }

        private static ConvSpec spec(int size) {
            int lanes = Kernels.best().lanes();
            Layout x =
                    Layout.blocked(1, 4 * lanes, 28, 28, lanes)
                            .withHalo(size / 2, size / 2, size / 2, size / 2);
            Layout y = Layout.blocked(1, 4 * lanes, 28, 28, lanes);
            return new ConvSpec(x, y, Window.of(size, 1, size / 2), 1);
        }

        private static ConvSpec pixel(int inputs, int channels) {
            int lanes = Kernels.best().lanes();
            Layout x = Layout.blocked(1, inputs, 1, 1, lanes);
            Layout y = Layout.blocked(1, channels, 1, 1, lanes);
            return new ConvSpec(x, y, Window.of(1, 1, 0), 1);
        }

        private static void run(WeightedKernel kernel) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment[] operands =
                        kernel.operands().stream()
                                .map(operand -> arena.allocate(operand.bytes(), 64))
                                .toArray(MemorySegment[]::new);
                MemorySegment scratch =
                        arena.allocate(kernel.scratchBytes(), Kernel.SCRATCH_ALIGNMENT);
                Kernel.Call call = kernel.bind(operands);
                long cold = -1;
                for (int i = 0; cold < Kernels.best().coldCalls(); i++) {
                    assertTrue(i < MOST_CALLS, kernel.name() + " stays in its scalar form");
                    cold = Kernels.best().coldCalls();
                    call.run(scratch);
                }
            }
        }
    }
}
