package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A part of x, as Python slices it. Inputs: x; starts; ends; optional axes, 0, 1, ... by default;
 * optional steps, 1 by default. All but x are constant integers of one length; negative positions
 * count from the end, and positions beyond the tensor are clamped to it. A negative step reads
 * backwards.
 */
public record Slice() implements Op {

    /**
     * The elements that are read along one axis.
     *
     * @param start the first
     * @param step from one to the next
     * @param extent how many
     */
    public record Range(int start, int step, int extent) {

        private static Range all(int extent) {
            return new Range(0, 1, extent);
        }

        private static Range of(long start, long end, long step, int n) {
            long from = start < 0 ? start + n : start;
            long to = end < 0 ? end + n : end;
            long by = Math.clamp(step, -Integer.MAX_VALUE, Integer.MAX_VALUE);
            if (by > 0) {
                from = Math.clamp(from, 0, n);
                to = Math.clamp(to, 0, n);
            } else {
                from = Math.clamp(from, -1, n - 1);
                to = Math.clamp(to, -1, n - 1);
                // A start before the first element means the first one.
                from = start < -n && n > 0 ? 0 : from;
            }
            long extent = Math.max(0, Math.ceilDiv(to - from, by));
            return new Range((int) from, (int) by, (int) extent);
        }
    }

    @Override
    public String type() {
        return "Slice";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 1);
        long[] starts = in.longs(1, "the starts");
        long[] ends = in.longs(2, "the ends");
        long[] axes = in.has(3) ? in.longs(3, "the axes") : null;
        long[] steps = in.has(4) ? in.longs(4, "the steps") : null;
        int count = starts.length;
        in.check(
                ends.length == count
                        && (axes == null || axes.length == count)
                        && (steps == null || steps.length == count),
                "expected as many ends, axes and steps as starts, actual "
                        + count
                        + " starts and "
                        + ends.length
                        + " ends"
                        + (axes == null ? "" : " and " + axes.length + " axes")
                        + (steps == null ? "" : " and " + steps.length + " steps"));
        in.check(
                count <= x.rank(),
                "expected at most " + x.rank() + " starts for " + x + ", actual " + count);
        boolean[] seen = new boolean[x.rank()];
        for (int i = 0; i < count; i++) {
            int axis = in.axis(axes == null ? i : axes[i], x.rank());
            in.check(!seen[axis], "expected distinct axes, actual " + axis + " twice");
            seen[axis] = true;
            in.check(
                    steps == null || steps[i] != 0,
                    "expected steps other than 0, actual 0 on axis " + axis);
        }
        Range[] ranges = ranges(x, starts, ends, axes, steps);
        long[] dims = new long[x.rank()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = ranges[i].extent;
        }
        return List.of(in.type(0).withShape(Shape.of(dims)));
    }

    /** What is read along each axis; needs the positions to be known. */
    public List<Range> ranges(Inputs in) {
        return List.of(
                ranges(
                        in.shape(0),
                        in.longs(1, "the starts"),
                        in.longs(2, "the ends"),
                        in.has(3) ? in.longs(3, "the axes") : null,
                        in.has(4) ? in.longs(4, "the steps") : null));
    }

    private static Range[] ranges(
            Shape x, long[] starts, long[] ends, long @Nullable [] axes, long @Nullable [] steps) {
        Range[] ranges = new Range[x.rank()];
        for (int i = 0; i < ranges.length; i++) {
            ranges[i] = Range.all(x.dim(i));
        }
        for (int i = 0; i < starts.length; i++) {
            int axis = axes == null ? i : (int) (axes[i] < 0 ? axes[i] + x.rank() : axes[i]);
            ranges[axis] = Range.of(starts[i], ends[i], steps == null ? 1 : steps[i], x.dim(axis));
        }
        return ranges;
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor axes = IndexedCopy.optional(inputs, 3);
        Tensor steps = IndexedCopy.optional(inputs, 4);
        Range[] ranges =
                ranges(
                        x.shape(),
                        IndexedCopy.required(inputs, 1).toLongArray(),
                        IndexedCopy.required(inputs, 2).toLongArray(),
                        axes == null ? null : axes.toLongArray(),
                        steps == null ? null : steps.toLongArray());
        IndexedCopy.copy(
                x,
                outputs.getFirst(),
                null,
                (axis, i) -> ranges[axis].start + i * ranges[axis].step);
    }
}
