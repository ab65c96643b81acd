package dev.lanewise.bench.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** What the machine allows, measured in the same rounds as the contenders. */
abstract class Ceiling extends Contender {

    private Ceiling(String name) {
        super("ceiling", name);
    }

    /**
     * The least time that a work takes by this limit.
     *
     * @param nanos time of a run of this
     */
    abstract double limit(Work work, double nanos);

    /** Whether this is about memory. */
    boolean isMemory() {
        return false;
    }

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
            double limit(Work work, double nanos) {
                return nanos;
            }

            @Override
            boolean isMemory() {
                return true;
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
        private static final int ACCUMULATORS = 14;

        /**
         * Not final, so that the JVM can't draw the loop into the one that counts runs, where it
         * takes three times as long.
         */
        private MethodHandle chains = chainsMethod();

        private int steps = STEPS;
        private float result;

        private MultiplyAdds() {
            super("multiply-adds");
        }

        @Override
        double limit(Work work, double nanos) {
            return nanos * work.flops() / (2.0 * STEPS * ACCUMULATORS * SPECIES.length());
        }

        @Override
        void run() {
            try {
                result = (float) chains.invokeExact(steps, 0.5f);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }

        private static MethodHandle chainsMethod() {
            MethodType type = MethodType.methodType(float.class, int.class, float.class);
            try {
                return MethodHandles.lookup().findStatic(MultiplyAdds.class, "chains", type);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        float[] output() {
            return new float[] {result};
        }

        /** Fourteen chains hide the latency of multiply-adds, and 16 registers hold them. */
        private static float chains(int steps, float factor) {
            FloatVector a = FloatVector.broadcast(SPECIES, factor);
            FloatVector b = FloatVector.broadcast(SPECIES, -factor);
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
            FloatVector c10 = a;
            FloatVector c11 = a;
            FloatVector c12 = a;
            FloatVector c13 = a;
            int bounded = Math.min(steps, STEPS);
            for (int i = 0; i < bounded; i++) {
                c0 = a.fma(b, c0);
                c1 = a.fma(b, c1);
                c2 = a.fma(b, c2);
                c3 = a.fma(b, c3);
                c4 = a.fma(b, c4);
                c5 = a.fma(b, c5);
                c6 = a.fma(b, c6);
                c7 = a.fma(b, c7);
                c8 = a.fma(b, c8);
                c9 = a.fma(b, c9);
                c10 = a.fma(b, c10);
                c11 = a.fma(b, c11);
                c12 = a.fma(b, c12);
                c13 = a.fma(b, c13);
            }
            return c0.add(c1)
                    .add(c2.add(c3))
                    .add(c4.add(c5).add(c6.add(c7)))
                    .add(c8.add(c9).add(c10.add(c11)))
                    .add(c12.add(c13))
                    .lane(0);
        }
    }
}
