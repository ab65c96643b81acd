package dev.lanewise.kernels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Both compilers accept the loops of elementwise kernels, pooling, softmax, normalisation and
 * copies, as {@code CompilationTest} says of register tiles.
 */
@EnabledIfSystemProperty(named = "lanewise.test.mode", matches = "default")
class LoopCompilationTest {

    private static final List<String> LOOPS =
            List.of(
                    "HaloLoops",
                    "PoolWindowLoops",
                    "ReorderLoops",
                    "SoftmaxLoops",
                    "UnaryLoops",
                    "VectorMath");

    /** Not loops, for other widths, scalar forms, or run too seldom here. */
    private static final List<String> EXCEPT =
            List.of(
                    "ReorderLoops::zip",
                    "ReorderLoops::step",
                    "PoolWindowLoops::nanMaxColumns",
                    "SoftmaxLoops::shiftEach",
                    "UnaryLoops::moveFloats",
                    "UnaryLoops::relu",
                    "VectorMath::powers");

    @Test
    void bothCompilersTakeEveryLoop() throws Exception {
        CompilationLog.of(Driver.class, "-Ddev.lanewise.kernels=vector")
                .assertCompiledTwice(loops());
    }

    private static List<String> loops() {
        return LOOPS.stream()
                .flatMap(name -> Arrays.stream(methods(name)))
                .filter(method -> Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
                .map(method -> method.getDeclaringClass().getSimpleName() + "::" + method.getName())
                .filter(loop -> !EXCEPT.contains(loop))
                .distinct()
                .toList();
    }

    private static Method[] methods(String type) {
        try {
            return Class.forName("dev.lanewise.kernels.vector." + type).getDeclaredMethods();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs the kernels of {@link AllocationTest}, poolings with NaN as well. */
    static final class Driver {

        private static final int CALLS = 120;

        public static void main(String[] args) {
            List<Kernel> kernels = new ArrayList<>(AllocationTest.kernels());
            int lanes = Kernels.best().lanes();
            Layout x = Layout.blocked(1, lanes, 15, 15, lanes);
            Layout y = Layout.blocked(1, lanes, 7, 7, lanes);
            Window window = Window.of(3, 2, 0);
            kernels.add(
                    Kernels.best().pool(new PoolSpec(PoolSpec.Kind.AVERAGE, x, y, window, 0, 0)));
            for (Kernel kernel : kernels) {
                run(kernel, 0);
                if (kernel.name().startsWith("pool")) {
                    run(kernel, Float.NaN);
                }
            }
        }

        private static void run(Kernel kernel, float value) {
            try (Arena arena = Arena.ofConfined()) {
                run(kernel, value, arena);
            }
        }

        private static void run(Kernel kernel, float value, Arena arena) {
            MemorySegment[] operands =
                    kernel.operands().stream()
                            .map(operand -> arena.allocate(operand.bytes(), 64))
                            .toArray(MemorySegment[]::new);
            for (MemorySegment operand : operands) {
                for (long i = 0; i + 4 <= operand.byteSize(); i += 4) {
                    operand.set(ValueLayout.JAVA_FLOAT, i, value);
                }
            }
            MemorySegment scratch = arena.allocate(kernel.scratchBytes(), Kernel.SCRATCH_ALIGNMENT);
            Kernel.Call call = kernel.bind(operands);
            for (int i = 0; i < CALLS; i++) {
                call.run(scratch);
            }
        }
    }
}
