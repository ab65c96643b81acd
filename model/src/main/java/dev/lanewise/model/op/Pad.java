package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.List;

/**
 * Adds elements around x, or removes them where a pad is negative. Inputs: x [D0, D1, ...]; pads,
 * all beginnings, then all ends; optional value, one element of x's type, zero by default; optional
 * axes that the pads are for, all by default. Pads and axes are constant.
 *
 * @param mode where the new elements come from
 */
public record Pad(Mode mode) implements Op {

    /** Where new elements come from. */
    public enum Mode {
        /** They are all the third input. */
        CONSTANT,
        /** The tensor mirrored at its first and last element, which are not repeated. */
        REFLECT,
        /** The nearest element of the tensor. */
        EDGE,
        /** The tensor again and again. */
        WRAP
    }

    @Override
    public String type() {
        return "Pad";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0);
        checkPads(in, axes(in, x.rank()));
        if (in.has(2)) {
            in.checkType(2, in.type(0).dtype());
            in.check(
                    in.shape(2).elements() == 1,
                    "expected a value of one element, actual " + in.type(2));
        }
        long[][] around = around(in);
        long[] dims = new long[x.rank()];
        for (int a = 0; a < dims.length; a++) {
            dims[a] = extent(in, a, around[0][a], around[1][a]);
        }
        return List.of(in.type(0).withShape(Shape.of(dims)));
    }

    /** How many axes there are pads for; none twice. */
    private static int axes(Inputs in, int rank) {
        if (!in.has(3)) {
            return rank;
        }
        long[] axes = in.longs(3, "the axes");
        boolean[] seen = new boolean[rank];
        for (long axis : axes) {
            in.check(rank > 0, "expected no axes for a scalar, actual " + axis);
            int a = in.axis(axis, rank);
            in.check(!seen[a], "expected distinct axes, actual " + a + " twice");
            seen[a] = true;
        }
        return axes.length;
    }

    private static void checkPads(Inputs in, int axes) {
        long[] pads = in.longs(1, "the pads");
        in.check(
                pads.length == 2 * axes,
                "expected "
                        + 2 * axes
                        + " pads for "
                        + axes
                        + " axes of "
                        + in.shape(0)
                        + ", actual "
                        + pads.length);
        for (long pad : pads) {
            in.check(
                    Math.abs(pad) <= Shape.MAX_ELEMENTS && pad != Long.MIN_VALUE,
                    "expected pads of at most " + Shape.MAX_ELEMENTS + ", actual " + pad);
        }
    }

    /** The output's extent along an axis. */
    private long extent(Inputs in, int axis, long begin, long end) {
        Shape x = in.shape(0);
        long extent = x.dim(axis) + begin + end;
        in.check(
                extent >= 0,
                "expected to remove at most "
                        + x.dim(axis)
                        + " elements on axis "
                        + axis
                        + ", actual pads "
                        + begin
                        + " and "
                        + end);
        long kept = x.dim(axis) + Math.min(begin, 0) + Math.min(end, 0);
        in.check(
                mode == Mode.CONSTANT || kept > 0 || extent == 0,
                "expected elements on axis "
                        + axis
                        + " of "
                        + x
                        + " to take the padding from, actual none; use mode constant");
        return extent;
    }

    /**
     * Where the elements along an axis come from: indices into x, or -1 for the constant.
     *
     * @param in with constant pads
     */
    public int[] sources(Inputs in, int axis) {
        Shape x = in.shape(0);
        long[][] around = around(in);
        int size = Math.toIntExact(x.dim(axis) + around[0][axis] + around[1][axis]);
        int[] sources = new int[size];
        for (int out = 0; out < size; out++) {
            sources[out] = source(x, around, axis, out);
        }
        return sources;
    }

    /**
     * Pads before and after each axis of x: [2][axes].
     *
     * @param in with constant pads
     */
    public static long[][] around(Inputs in) {
        return around(
                in.shape(0).rank(),
                in.longs(1, "the pads"),
                in.has(3) ? in.longs(3, "the axes") : null);
    }

    private static long[][] around(int rank, long[] pads, long @Nullable [] axes) {
        long[][] around = new long[2][rank];
        int count = pads.length / 2;
        for (int i = 0; i < count; i++) {
            int axis = axes == null ? i : (int) (axes[i] < 0 ? axes[i] + rank : axes[i]);
            around[0][axis] = pads[i];
            around[1][axis] = pads[count + i];
        }
        return around;
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor axes = IndexedCopy.optional(inputs, 3);
        Tensor y = outputs.getFirst();
        Shape shape = x.shape();
        long[][] around =
                around(
                        shape.rank(),
                        IndexedCopy.required(inputs, 1).toLongArray(),
                        axes == null ? null : axes.toLongArray());
        Tensor value = IndexedCopy.optional(inputs, 2);
        if (value != null) {
            pad(x, y, value, around);
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            pad(x, y, Tensor.allocate(arena, x.dtype(), Shape.of(1)), around);
        }
    }

    private void pad(Tensor x, Tensor y, Tensor fill, long[][] around) {
        IndexedCopy.copy(x, y, fill, (axis, out) -> source(x.shape(), around, axis, out));
    }

    private int source(Shape x, long[][] around, int axis, int out) {
        long begin = around[0][axis];
        long first = Math.max(0, -begin);
        long kept = x.dim(axis) + Math.min(begin, 0) + Math.min(around[1][axis], 0);
        long source = source(out - begin - first, kept);
        return (int) (source < 0 ? -1 : first + source);
    }

    /** Where position i, possibly outside of 0 to n - 1, is taken from; -1 for the constant. */
    private long source(long i, long n) {
        if (i >= 0 && i < n) {
            return i;
        }
        return switch (mode) {
            case CONSTANT -> -1;
            case EDGE -> i < 0 ? 0 : n - 1;
            case WRAP -> Math.floorMod(i, n);
            case REFLECT -> {
                long period = Math.max(1, 2 * (n - 1));
                long j = Math.floorMod(i, period);
                yield j < n ? j : period - j;
            }
        };
    }
}
