package dev.lanewise.bench.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * One work with everyone who can do it, all on the same inputs; nobody who computes something else
 * gets in.
 */
final class Match implements AutoCloseable {

    /** Of the largest absolute value; Winograd's transforms cost a digit. */
    private static final double TOLERANCE = 1e-4;

    private final Work work;
    private final Arena arena = Arena.ofShared();
    private final List<Contender> contenders = new ArrayList<>();
    private final List<Ceiling> ceilings = new ArrayList<>();

    /**
     * @param engines the first says what is right, unless the others can't do the work: then the
     *     scalar kernels say
     * @throws IllegalStateException if outputs differ
     */
    Match(Work work, List<Engine> engines) {
        this.work = work;
        if (work.flops() > 0) {
            ceilings.add(Ceiling.multiplyAdds());
        }
        ceilings.add(Ceiling.copy(work.bytes(), arena));
        try {
            List<MemorySegment> inputs = work.inputs().stream().map(this::random).toList();
            for (Engine engine : engines) {
                contenders.addAll(engine.prepare(work, inputs, arena));
            }
            List<Contender> all = new ArrayList<>(contenders);
            if (all.stream().map(Contender::engine).distinct().count() == 1) {
                all.addAll(LanewiseEngine.reference().prepare(work, inputs, arena));
            }
            verify(all);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private MemorySegment random(int count) {
        SplittableRandom random = new SplittableRandom(count);
        MemorySegment segment = arena.allocate(4L * count, 64);
        for (int i = 0; i < count; i++) {
            segment.setAtIndex(
                    ValueLayout.JAVA_FLOAT, i, (float) random.nextDouble(work.leastInput(), 1));
        }
        return segment;
    }

    private void verify(List<Contender> all) {
        float[] expected = null;
        for (Contender contender : all) {
            contender.run();
            float[] actual = contender.output();
            if (expected == null) {
                expected = actual;
                continue;
            }
            double difference = relativeDifference(actual, expected);
            if (!(difference <= TOLERANCE)) {
                throw new IllegalStateException(
                        "%s: expected the output of %s, but that of %s differs by %.1e of the largest value"
                                .formatted(work, all.getFirst(), contender, difference));
            }
        }
    }

    private static double relativeDifference(float[] actual, float[] expected) {
        if (actual.length != expected.length) {
            return Double.POSITIVE_INFINITY;
        }
        double difference = 0;
        double scale = Float.MIN_NORMAL;
        for (int i = 0; i < actual.length; i++) {
            // Two NaNs or equal infinities are equal; one NaN is not small.
            double distance =
                    Float.compare(actual[i], expected[i]) == 0
                            ? 0
                            : Math.abs((double) actual[i] - expected[i]);
            difference = Double.isNaN(distance) ? distance : Math.max(difference, distance);
            scale = Math.max(scale, Math.abs(expected[i]));
        }
        return difference / scale;
    }

    /** Who can do the work, in the order of the engines. */
    List<Contender> contenders() {
        return contenders;
    }

    /**
     * The first contender, or else ceiling, with a name.
     *
     * @param name of an engine, or with the beginning of an algorithm's name: {@code mkl jit}
     */
    Optional<Contender> contender(String name) {
        return Stream.concat(contenders.stream(), ceilings.stream())
                .filter(contender -> contender.toString().startsWith(name))
                .findFirst();
    }

    /** What the machine allows: multiply-adds, where they are the work, and a copy. */
    List<Ceiling> ceilings() {
        return ceilings;
    }

    @Override
    public void close() {
        arena.close();
    }
}
