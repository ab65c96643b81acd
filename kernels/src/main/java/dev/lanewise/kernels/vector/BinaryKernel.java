package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.reference.LayoutChecks;

/**
 * y = activation(function(a, b)) with broadcasting; y's block is at most a vector.
 *
 * <p>Scratch: for each operand a vector of its constant and a vector for the end of a run; the
 * activation's; for each operand the longest run if it is spread.
 */
final class BinaryKernel extends ElementwiseKernel {

    /** How the values of an operand lie along a run of y. */
    private enum Form {
        /** Like y's. */
        RUN,
        /** One vector for the whole run: {@link Layout#block} floats over and over. */
        CONSTANT,
        /** One float per pixel, for all its lanes. */
        PIXELS
    }

    /** Where in scratch memory what is spread begins, after the activation's part. */
    private static final int SPREAD_START = 4 * Lanes.BYTES + UnaryLoops.SCRATCH_BYTES;

    private final Binary function;
    private final Layout a;
    private final Layout b;
    private final Layout y;
    private final Unary activation;
    private final Form formA;
    private final Form formB;
    private final int spreadBytes;

    private BinaryKernel(Binary function, Layout a, Layout b, Layout y, Unary activation) {
        super(
                function + " vector",
                y,
                alike(a, y) && alike(b, y),
                Math.addExact(SPREAD_START, Math.multiplyExact(2, spreadBytes(a, b, y))),
                new Operand("a", a.bytes()),
                new Operand("b", b.bytes()),
                new Operand("y", y.bytes()));
        this.function = function;
        this.a = a;
        this.b = b;
        this.y = y;
        this.activation = activation;
        this.formA = form(a, y);
        this.formB = form(b, y);
        this.spreadBytes = spreadBytes(a, b, y);
    }

    /** The operands broadcast to y. */
    static BinaryKernel of(Binary function, Layout a, Layout b, Layout y, Unary activation) {
        LayoutChecks.broadcasts(function, "a", a, y);
        LayoutChecks.broadcasts(function, "b", b, y);
        if ((a.equals(y) || a.elements() == 1) && (b.equals(y) || b.elements() == 1)) {
            Layout flat = flat(y);
            return new BinaryKernel(
                    function, a.equals(y) ? flat : a, b.equals(y) ? flat : b, flat, activation);
        }
        return new BinaryKernel(function, a, b, y, activation);
    }

    private static Form form(Layout from, Layout y) {
        boolean perChannel = from.channels() == y.channels() && from.block() == y.block();
        if (from.width() == y.width() && (perChannel || y.block() == 1)) {
            return Form.RUN;
        }
        return from.width() == 1 ? Form.CONSTANT : Form.PIXELS;
    }

    private static boolean alike(Layout from, Layout y) {
        return switch (form(from, y)) {
            case RUN ->
                    from.height() == y.height()
                            && from.left() == y.left()
                            && from.right() == y.right();
            case CONSTANT -> from.height() == 1;
            case PIXELS -> false;
        };
    }

    /** Whether an operand is written out as a run before the loop. */
    private static boolean spreads(Layout a, Layout b, Layout y) {
        return form(a, y) == Form.PIXELS
                || form(b, y) == Form.PIXELS
                || form(a, y) == Form.CONSTANT;
    }

    private static int spreadBytes(Layout a, Layout b, Layout y) {
        int longest = longestRun(y, alike(a, y) && alike(b, y));
        int vectors = Math.ceilDiv(longest, Lanes.COUNT);
        return spreads(a, b, y) ? Math.multiplyExact(vectors, Lanes.BYTES) : 0;
    }

    @Override
    void values(long[] addresses, long scratch, int n, int cb, int row, int column, int floats) {
        long spread = scratch + SPREAD_START;
        long fromA = address(addresses[0], a, formA, n, cb, row, column);
        long fromB = address(addresses[1], b, formB, n, cb, row, column);
        long to = addresses[2] + y.blockOffset(n, cb, row, column);
        if (formB == Form.CONSTANT) {
            long constant = UnaryLoops.vector(fromB, constantFloats(b), scratch + Lanes.BYTES);
            long runA = run(formA, fromA, a, floats, scratch, spread);
            compute(runA, constant, true, to, floats, scratch);
        } else if (formA == Form.CONSTANT && isCommutative()) {
            long constant = UnaryLoops.vector(fromA, constantFloats(a), scratch);
            long runB = run(formB, fromB, b, floats, scratch + Lanes.BYTES, spread);
            compute(runB, constant, true, to, floats, scratch);
        } else {
            long runA = run(formA, fromA, a, floats, scratch, spread);
            long runB = run(formB, fromB, b, floats, scratch + Lanes.BYTES, spread + spreadBytes);
            compute(runA, runB, false, to, floats, scratch);
        }
    }

    private static long address(
            long base, Layout from, Form form, int n, int cb, int row, int column) {
        return base
                + from.blockOffset(
                        from.batch() == 1 ? 0 : n,
                        from.channels() == 1 ? 0 : cb,
                        from.height() == 1 ? 0 : row,
                        form == Form.RUN ? column : 0);
    }

    /** How many floats of a constant count: its pixel, or its only channel. */
    private int constantFloats(Layout from) {
        return from.channels() == y.channels() && from.block() == y.block() ? y.block() : 1;
    }

    private boolean isCommutative() {
        return switch (function) {
            case ADD, MUL, MIN, MAX -> true;
            case SUB, DIV, POW, PRELU -> false;
        };
    }

    /** The address of the operand's values as a run, spread if they are none. */
    private long run(Form form, long from, Layout layout, int floats, long vector, long spread) {
        switch (form) {
            case RUN -> {
                return from;
            }
            case CONSTANT -> {
                long constant = UnaryLoops.vector(from, constantFloats(layout), vector);
                BinaryLoops.fill(constant, spread, Math.ceilDiv(floats, Lanes.COUNT));
            }
            case PIXELS -> {
                int pixels = floats / y.block();
                for (int j = 0; j < pixels; j++) {
                    float value = Memory.getFloat(from + (long) j * layout.pixelBytes());
                    for (int lane = 0; lane < y.block(); lane++) {
                        Memory.setFloat(spread + 4L * (j * y.block() + lane), value);
                    }
                }
            }
        }
        return spread;
    }

    private void compute(long a, long b, boolean constant, long y, int floats, long scratch) {
        int vectors = floats / Lanes.COUNT;
        vectors(a, b, constant, y, vectors, scratch);
        int rest = floats - vectors * Lanes.COUNT;
        if (rest > 0) {
            long done = (long) vectors * Lanes.BYTES;
            long endA = scratch + 2L * Lanes.BYTES;
            long endB = scratch + 3L * Lanes.BYTES;
            UnaryLoops.moveFloats(a + done, endA, rest);
            if (!constant) {
                UnaryLoops.moveFloats(b + done, endB, rest);
            }
            vectors(endA, constant ? b : endB, constant, endA, 1, scratch);
            UnaryLoops.moveFloats(endA, y + done, rest);
        }
    }

    private void vectors(long a, long b, boolean constant, long y, int vectors, long scratch) {
        if (constant) {
            BinaryLoops.constant(function, a, b, y, vectors);
        } else {
            BinaryLoops.vectors(function, a, b, y, vectors);
        }
        if (!activation.isIdentity()) {
            UnaryLoops.vectors(activation, y, y, vectors, scratch + 4L * Lanes.BYTES);
        }
    }
}
