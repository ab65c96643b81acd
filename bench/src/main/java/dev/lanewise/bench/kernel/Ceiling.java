package dev.lanewise.bench.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What the machine allows, measured in the same rounds as the contenders. */
abstract class Ceiling extends Contender {

    private Ceiling(String name) {
        super("ceiling", name);
    }

    /** Floating-point operations of a run. */
    abstract double flops();

    /** Multiply-adds in registers and nothing else. */
    static Ceiling multiplyAdds() {
        return new MultiplyAdds();
    }

    /** A copy that reads and writes as many bytes together as the work does. */
    static Ceiling copy(long bytes, Arena arena) {
        long half = bytes / 8 * 4;
        MemorySegment source = arena.allocate(half, 64);
        MemorySegment target = arena.allocate(half, 64);
        source.fill((byte) 1);
        return new Ceiling("copy") {
            @Override
            void run() {
                MemorySegment.copy(source, 0, target, 0, half);
            }

            @Override
            double flops() {
                return 0;
            }

            @Override
            float[] output() {
                return target.toArray(ValueLayout.JAVA_FLOAT);
            }
        };
    }

    private static final class MultiplyAdds extends Ceiling {

        private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
        private static final int STEPS = 1000;
        private static final int ACCUMULATORS = 10;

        private int steps = STEPS;
        private float result;

        private MultiplyAdds() {
            super("multiply-adds");
        }

        @Override
        double flops() {
            return 2.0 * STEPS * ACCUMULATORS * SPECIES.length();
        }

        @Override
        void run() {
            result = chains(steps, 0.5f);
        }

        @Override
        float[] output() {
            return new float[] {result};
        }

        /** Ten chains hide the latency of multiply-adds at every width. */
        private static float chains(int steps, float factor) {
            FloatVector a = FloatVector.broadcast(SPECIES, factor);
            FloatVector c0 = a;
            FloatVector c1 = a;
            FloatVector c2 = a;
            FloatVector c3 = a;
            FloatVector c4 = a;
            FloatVector c5 = a;
            FloatVector c6 = a;
            FloatVector c7 = a;
            FloatVector c8 = a;
            FloatVector c9 = a;
            // Not recognised as counting, or C2 at times unrolls it into half its speed.
            for (int i = 0; i < steps; i = (i + 1) & Integer.MAX_VALUE) {
                c0 = c0.fma(a, a);
                c1 = c1.fma(a, a);
                c2 = c2.fma(a, a);
                c3 = c3.fma(a, a);
                c4 = c4.fma(a, a);
                c5 = c5.fma(a, a);
                c6 = c6.fma(a, a);
                c7 = c7.fma(a, a);
                c8 = c8.fma(a, a);
                c9 = c9.fma(a, a);
            }
            return c0.add(c1)
                    .add(c2.add(c3))
                    .add(c4.add(c5).add(c6.add(c7)))
                    .add(c8.add(c9))
                    .lane(0);
        }
    }
}
