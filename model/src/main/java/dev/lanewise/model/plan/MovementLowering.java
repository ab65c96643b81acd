package dev.lanewise.model.plan;

import dev.lanewise.kernels.ChannelsSpec;
import dev.lanewise.kernels.CopySpec;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.Channels;
import dev.lanewise.model.op.Concat;
import dev.lanewise.model.op.Slice;
import dev.lanewise.model.op.Transpose;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Plans operators that only move elements: views cost nothing, the others are copies, of any
 * element type.
 */
final class MovementLowering {

    private final Planner planner;
    private final Kernels kernels;

    MovementLowering(Planner planner, Kernels kernels) {
        this.planner = planner;
        this.kernels = kernels;
    }

    /** Plans an operator that only changes the shape, or returns false if it has more to give. */
    boolean view(Node node) {
        if (node.outputs().stream().skip(1).anyMatch(output -> !output.isEmpty())) {
            return false;
        }
        planner.alias(node.output(), planner.plain(node.input(0)).as(planner.type(node.output())));
        return true;
    }

    /** Plans a transposition. */
    boolean transpose(Node node, Transpose op) {
        TensorType x = planner.type(node.input(0));
        List<Integer> order = op.permutation(x.shape().rank());
        long[] strides = x.shape().strides();
        copy(node, order.stream().map(axis -> strides[axis]).toList(), 0);
        return true;
    }

    /** Plans a slice. */
    boolean slice(Node node, Slice op) {
        TensorType x = planner.type(node.input(0));
        TensorType y = planner.type(node.output());
        List<Slice.Range> ranges = op.ranges(planner.inputs(node));
        long[] strides = x.shape().strides();
        long start = 0;
        List<Long> steps = new ArrayList<>();
        for (int axis = 0; axis < strides.length; axis++) {
            start += strides[axis] * ranges.get(axis).start();
            steps.add(strides[axis] * ranges.get(axis).step());
        }
        if (y.shape().elements() == 0) {
            planner.definePlain(node.output());
            return true;
        }
        copy(node, steps, start);
        return true;
    }

    /** Plans a copy of elements of the first input, {@code steps} apart from {@code start} on. */
    private void copy(Node node, List<Long> steps, long start) {
        TensorType y = planner.type(node.output());
        CopySpec spec =
                new CopySpec(
                        y.dtype().bytes(),
                        Arrays.stream(y.shape().dims()).boxed().toList(),
                        steps,
                        Arrays.stream(y.shape().strides()).boxed().toList(),
                        start,
                        0);
        planner.run(
                node,
                kernels.copy(spec),
                planner.plain(node.input(0)),
                planner.definePlain(node.output()));
    }

    /** Plans channels picked from several values. */
    boolean channels(Node node, Channels op) {
        if (areBlocked(node)) {
            channels(node, op.from());
        } else {
            channelRuns(node, op);
        }
        return true;
    }

    /** Whether all inputs come in blocks. */
    private boolean areBlocked(Node node) {
        int lanes = kernels.lanes();
        return lanes > 1
                && node.inputs().stream()
                        .allMatch(input -> planner.value(input).layout().block() == lanes);
    }

    /** In blocks: what is picked of them is put together. */
    private void channels(Node node, List<Integer> from) {
        List<Value> sources = node.inputs().stream().map(planner::value).toList();
        Layout plain = Layouts.plain(planner.type(node.output()).shape());
        Layout y = planner.halo(node.output()).on(plain.withBlock(kernels.lanes()));
        List<Value> operands = new ArrayList<>(sources);
        operands.add(planner.define(node.output(), y));
        planner.run(
                node,
                kernels.channels(
                        new ChannelsSpec(sources.stream().map(Value::layout).toList(), y, from)),
                operands.toArray(Value[]::new));
    }

    /** Row-major: a copy for each run of channels that lie one behind the other. */
    private void channelRuns(Node node, Channels op) {
        Value output = planner.definePlain(node.output());
        Shape y = output.type().shape();
        int plane = y.product(2, y.rank());
        List<Integer> from = op.from();
        int input = 0;
        int start = 0;
        for (int c = 0; c < from.size(); ) {
            while (from.get(c) < start) {
                start -= channelsOf(node, --input);
            }
            while (from.get(c) >= start + channelsOf(node, input)) {
                start += channelsOf(node, input++);
            }
            int most = Math.min(from.size() - c, start + channelsOf(node, input) - from.get(c));
            int run = 1;
            while (run < most && from.get(c + run) == from.get(c) + run) {
                run++;
            }
            CopySpec spec =
                    new CopySpec(
                            Float.BYTES,
                            List.of(y.dim(0), run * plane),
                            List.of((long) channelsOf(node, input) * plane, 1L),
                            List.of((long) from.size() * plane, 1L),
                            (long) (from.get(c) - start) * plane,
                            (long) c * plane);
            planner.run(node, kernels.copy(spec), planner.plain(node.input(input)), output);
            c += run;
        }
    }

    private int channelsOf(Node node, int input) {
        return planner.type(node.input(input)).shape().dim(1);
    }

    /** Plans a concatenation. */
    boolean concat(Node node, Concat op) {
        Shape y = planner.type(node.output()).shape();
        int axis = planner.inputs(node).axis(op.axis(), y.rank());
        if (axis == 1 && Layouts.isImage(y) && blocksFit(node)) {
            blockedConcat(node);
            return true;
        }
        if (axis == 1 && Layouts.isImage(y) && areBlocked(node)) {
            channels(node, IntStream.range(0, y.dim(1)).boxed().toList());
            return true;
        }
        int outer = y.product(0, axis);
        int row = y.product(axis, y.rank());
        Value output = planner.definePlain(node.output());
        long start = 0;
        for (String input : node.inputs()) {
            TensorType x = planner.type(input);
            int part = x.shape().product(axis, y.rank());
            if (x.shape().elements() > 0) {
                CopySpec spec =
                        new CopySpec(
                                x.dtype().bytes(),
                                List.of(outer, part),
                                List.of((long) part, 1L),
                                List.of((long) row, 1L),
                                0,
                                start);
                planner.run(node, kernels.copy(spec), planner.plain(input), output);
            }
            start += part;
        }
        return true;
    }

    /** Whether any input comes in blocks, and every input begins at a block's border. */
    private boolean blocksFit(Node node) {
        int lanes = kernels.lanes();
        List<String> firsts = node.inputs().subList(0, node.inputs().size() - 1);
        return lanes > 1
                && node.inputs().stream()
                        .anyMatch(input -> planner.value(input).layout().block() == lanes)
                && firsts.stream()
                        .allMatch(input -> planner.type(input).shape().dim(1) % lanes == 0);
    }

    private void blockedConcat(Node node) {
        int lanes = kernels.lanes();
        Layout plain = Layouts.plain(planner.type(node.output()).shape());
        Layout y = planner.halo(node.output()).on(plain.withBlock(lanes));
        List<Value> parts =
                node.inputs().stream()
                        .map(planner::value)
                        .filter(part -> part.layout().elements() > 0)
                        .toList();
        Slot inPlace = joined(parts, y);
        if (inPlace != null) {
            planner.alias(node.output(), new Value(planner.type(node.output()), y, inPlace));
            return;
        }
        Value output = planner.define(node.output(), y);
        int block = 0;
        for (Value part : parts) {
            Layout slice = y.withBatch(1).withChannels(part.layout().channels());
            if (!part.slot().equals(output.slot().part(y.blockStart(0, block), slice.bytes()))) {
                copyImages(node, part, output, block);
            }
            block += part.layout().channels() / lanes;
        }
    }

    /**
     * The memory of the parts if they lie one behind the other as the concatenation {@code y}
     * would, else null.
     */
    private static @Nullable Slot joined(List<Value> parts, Layout y) {
        if (y.batch() != 1 || !(parts.getFirst().slot() instanceof Slot.InArena first)) {
            return null;
        }
        long start = first.start();
        for (Value part : parts) {
            boolean next =
                    part.slot() instanceof Slot.InArena slot
                            && slot.buffer() == first.buffer()
                            && slot.start() == start
                            && part.layout().equals(y.withChannels(part.layout().channels()));
            if (!next) {
                return null;
            }
            start += part.layout().bytes();
        }
        return new Slot.InArena(first.buffer(), first.start(), y.bytes());
    }

    /** Copies x into the planes of y from channel block {@code block} on, image by image. */
    private void copyImages(Node node, Value x, Value y, int block) {
        Layout to = y.layout();
        Layout from = x.layout();
        Layout oneX = from.withBatch(1);
        Layout oneY = to.withBatch(1).withChannels(from.channels());
        for (int n = 0; n < from.batch(); n++) {
            planner.run(
                    node,
                    kernels.reorder(oneX, oneY),
                    x.part(from.blockStart(n, 0), oneX),
                    y.part(to.blockStart(n, block), oneY));
        }
    }
}
