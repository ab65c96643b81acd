package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.GE;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.reference.ScalarMath;

import jdk.incubator.vector.FloatVector;

/**
 * y = function(a, b) over whole vectors: one loop per function and form, so that each compiles by
 * itself. b is a run like a, or one vector for all of it ({@code ...Constant}). y may be a or b.
 */
final class BinaryLoops {

    /** What networks apply to large maps has a scalar form. */
    private static final Readiness ADD = new Readiness();

    private static final Readiness ADD_CONSTANT = new Readiness();
    private static final Readiness MUL = new Readiness();
    private static final Readiness MUL_CONSTANT = new Readiness();

    private BinaryLoops() {}

    /** y[i] = function(a[i], b[i]). */
    static void vectors(Binary function, long a, long b, long y, int vectors) {
        switch (function) {
            case ADD -> run(ADD, a, b, y, vectors);
            case SUB -> sub(a, b, y, vectors);
            case MUL -> run(MUL, a, b, y, vectors);
            case DIV -> div(a, b, y, vectors);
            case MIN -> min(a, b, y, vectors);
            case MAX -> max(a, b, y, vectors);
            case PRELU -> prelu(a, b, y, vectors);
            case POW -> pow(a, b, Lanes.COUNT, y, vectors);
        }
    }

    /** y[i] = function(a[i], b), where {@code b} is the address of a vector apart from y. */
    static void constant(Binary function, long a, long b, long y, int vectors) {
        switch (function) {
            case ADD -> run(ADD_CONSTANT, a, b, y, vectors);
            case SUB -> subConstant(a, b, y, vectors);
            case MUL -> run(MUL_CONSTANT, a, b, y, vectors);
            case DIV -> divConstant(a, b, y, vectors);
            case MIN -> minConstant(a, b, y, vectors);
            case MAX -> maxConstant(a, b, y, vectors);
            case PRELU -> preluConstant(a, b, y, vectors);
            case POW -> pow(a, b, 0, y, vectors);
        }
    }

    private static void run(Readiness form, long a, long b, long y, int vectors) {
        if (form.isReady()) {
            inVectors(form, a, b, y, vectors);
            return;
        }
        boolean product = form == MUL || form == MUL_CONSTANT;
        boolean constant = form == ADD_CONSTANT || form == MUL_CONSTANT;
        form.run(
                vectors,
                (first, count) -> {
                    long o = (long) first * Lanes.BYTES;
                    inVectors(form, a + o, constant ? b : b + o, y + o, count);
                },
                (first, count) -> {
                    long o = (long) first * Lanes.BYTES;
                    ScalarLoops.binary(
                            product, a + o, constant ? b : b + o, constant, y + o, count);
                });
    }

    private static void inVectors(Readiness form, long a, long b, long y, int vectors) {
        if (form == ADD) {
            add(a, b, y, vectors);
        } else if (form == ADD_CONSTANT) {
            addConstant(a, b, y, vectors);
        } else if (form == MUL) {
            mul(a, b, y, vectors);
        } else {
            mulConstant(a, b, y, vectors);
        }
    }

    /** Stores the vector at {@code from} over and over. */
    static void fill(long from, long to, int vectors) {
        from = Memory.address(from);
        to = Memory.address(to);
        FloatVector v = fromMemorySegment(SPECIES, ALL, from, ORDER);
        for (int k = 0; k < vectors; k++) {
            v.intoMemorySegment(ALL, to + (long) k * Lanes.BYTES, ORDER);
        }
    }

    /** Scalar: a power in float arithmetic is off by as many ulp as its exponent has. */
    private static void pow(long a, long b, int stepB, long y, int vectors) {
        for (int k = 0; k < vectors; k++) {
            for (int i = 0; i < Lanes.COUNT; i++) {
                long o = 4L * (k * Lanes.COUNT + i);
                float exponent = Memory.getFloat(b + 4L * (k * stepB + i));
                Memory.setFloat(
                        y + o, ScalarMath.apply(Binary.POW, Memory.getFloat(a + o), exponent));
            }
        }
    }

    static void add(long a, long b, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                    .add(fromMemorySegment(SPECIES, ALL, b + o, ORDER))
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    static void addConstant(long a, long b, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        FloatVector w = fromMemorySegment(SPECIES, ALL, b, ORDER);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                    .add(w)
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    private static void sub(long a, long b, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                    .sub(fromMemorySegment(SPECIES, ALL, b + o, ORDER))
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    private static void subConstant(long a, long b, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        FloatVector w = fromMemorySegment(SPECIES, ALL, b, ORDER);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                    .sub(w)
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    static void mul(long a, long b, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                    .mul(fromMemorySegment(SPECIES, ALL, b + o, ORDER))
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    static void mulConstant(long a, long b, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        FloatVector w = fromMemorySegment(SPECIES, ALL, b, ORDER);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                    .mul(w)
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    private static void div(long a, long b, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                    .div(fromMemorySegment(SPECIES, ALL, b + o, ORDER))
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    private static void divConstant(long a, long b, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        FloatVector w = fromMemorySegment(SPECIES, ALL, b, ORDER);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                    .div(w)
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    private static void min(long a, long b, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                    .min(fromMemorySegment(SPECIES, ALL, b + o, ORDER))
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    private static void minConstant(long a, long b, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        FloatVector w = fromMemorySegment(SPECIES, ALL, b, ORDER);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                    .min(w)
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    private static void max(long a, long b, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                    .max(fromMemorySegment(SPECIES, ALL, b + o, ORDER))
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    private static void maxConstant(long a, long b, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        FloatVector w = fromMemorySegment(SPECIES, ALL, b, ORDER);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            fromMemorySegment(SPECIES, ALL, a + o, ORDER)
                    .max(w)
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    private static void prelu(long a, long b, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, a + o, ORDER);
            v.mul(fromMemorySegment(SPECIES, ALL, b + o, ORDER))
                    .blend(v, v.compare(GE, 0))
                    .intoMemorySegment(ALL, y + o, ORDER);
        }
    }

    private static void preluConstant(long a, long b, long y, int vectors) {
        a = Memory.address(a);
        b = Memory.address(b);
        y = Memory.address(y);
        FloatVector w = fromMemorySegment(SPECIES, ALL, b, ORDER);
        for (int k = 0; k < vectors; k++) {
            long o = (long) k * Lanes.BYTES;
            FloatVector v = fromMemorySegment(SPECIES, ALL, a + o, ORDER);
            v.mul(w).blend(v, v.compare(GE, 0)).intoMemorySegment(ALL, y + o, ORDER);
        }
    }
}
