package dev.lanewise.model.pass;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Channels;
import dev.lanewise.model.op.Concat;
import dev.lanewise.model.op.Reshape;
import dev.lanewise.model.op.Slice;
import dev.lanewise.model.op.Split;
import dev.lanewise.model.op.Transpose;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Turns splits and slices of feature maps along their channels, and channel shuffles (a Transpose
 * between two Reshapes), into {@link Channels}; one that reads another, or a concatenation, reads
 * through it. What is passed over that way goes when the graph is pruned.
 */
final class RecognizeChannels {

    private final Graph graph;
    private final Rewrite rewrite;

    private RecognizeChannels(Graph graph) {
        this.graph = graph;
        this.rewrite = new Rewrite(graph);
    }

    static Graph apply(Graph graph) {
        RecognizeChannels pass = new RecognizeChannels(graph);
        graph.nodes().forEach(pass::rewrite);
        return pass.rewrite.graph().pruned();
    }

    private void rewrite(Node node) {
        switch (node.op()) {
            case Slice op when isImage(node.input(0)) -> slice(node, op);
            case Split op when isImage(node.input(0)) -> split(node, op);
            case Reshape op when isImage(node.output()) -> shuffle(node);
            default -> rewrite.add(node);
        }
    }

    private boolean isImage(String value) {
        return graph.type(value).dtype() == DType.FLOAT32 && graph.type(value).shape().rank() == 4;
    }

    private void slice(Node node, Slice op) {
        List<Slice.Range> ranges = op.ranges(new Inputs(node, graph.types(), graph.constants()));
        Shape x = graph.type(node.input(0)).shape();
        Slice.Range channels = ranges.get(1);
        boolean onlyChannels =
                IntStream.of(0, 2, 3)
                        .allMatch(axis ->
                                ranges.get(axis).equals(new Slice.Range(0, 1, x.dim(axis))));
        if (!onlyChannels || channels.extent() == 0) {
            rewrite.add(node);
            return;
        }
        pick(
                node.name(),
                node.input(0),
                IntStream.range(0, channels.extent())
                        .mapToObj(i -> channels.start() + i * channels.step())
                        .toList(),
                node.output());
    }

    private void split(Node node, Split op) {
        boolean alongChannels = op.axis() == 1 || op.axis() == -3;
        if (!alongChannels || node.outputs().stream().anyMatch(String::isEmpty)) {
            rewrite.add(node);
            return;
        }
        int begin = 0;
        for (String output : node.outputs()) {
            int extent = graph.type(output).shape().dim(1);
            pick(
                    node.name(),
                    node.input(0),
                    IntStream.range(begin, begin + extent).boxed().toList(),
                    output);
            begin += extent;
        }
    }

    /** [N, g k, H, W] as [N, g, k, H, W], transposed to [N, k, g, H, W], as [N, k g, H, W]. */
    private void shuffle(Node node) {
        Node transpose = rewrite.producer(node.input(0));
        Node first = transpose == null ? null : rewrite.producer(transpose.input(0));
        if (transpose == null
                || first == null
                || !(transpose.op() instanceof Transpose op)
                || !(first.op() instanceof Reshape)
                || !isShuffle(op, graph.type(first.output()).shape(), node, first.input(0))) {
            rewrite.add(node);
            return;
        }
        int groups = graph.type(first.output()).shape().dim(1);
        int each = graph.type(first.output()).shape().dim(2);
        pick(
                node.name(),
                first.input(0),
                IntStream.range(0, groups * each)
                        .mapToObj(c -> c % groups * each + c / groups)
                        .toList(),
                node.output());
    }

    private boolean isShuffle(Transpose op, Shape groups, Node last, String x) {
        return isImage(x)
                && groups.rank() == 5
                && op.permutation(5).equals(List.of(0, 2, 1, 3, 4))
                && graph.type(x).equals(graph.type(last.output()))
                && groups.dim(0) == graph.type(x).shape().dim(0)
                && groups.dim(3) == graph.type(x).shape().dim(2)
                && groups.dim(4) == graph.type(x).shape().dim(3);
    }

    /** Adds a node that picks channels of {@code x}, or of what {@code x} itself is made of. */
    private void pick(String name, String x, List<Integer> channels, String output) {
        Node producer = rewrite.producer(x);
        List<String> inputs = List.of(x);
        List<Integer> from = channels;
        if (producer != null && producer.op() instanceof Channels before) {
            inputs = producer.inputs();
            from = channels.stream().map(before.from()::get).toList();
        } else if (producer != null && isConcat(producer)) {
            inputs = producer.inputs();
        }
        rewrite.add(used(name, inputs, from, output));
    }

    private boolean isConcat(@Nullable Node node) {
        return node != null
                && node.op() instanceof Concat concat
                && (concat.axis() == 1 || concat.axis() == -3);
    }

    /** Without the inputs of which no channel is picked. */
    private Node used(String name, List<String> inputs, List<Integer> from, String output) {
        int[] starts = new int[inputs.size() + 1];
        for (int i = 0; i < inputs.size(); i++) {
            starts[i + 1] = starts[i] + graph.type(inputs.get(i)).shape().dim(1);
        }
        TreeSet<Integer> read = new TreeSet<>();
        from.forEach(channel -> read.add(input(starts, channel)));
        int[] shift = new int[inputs.size()];
        List<String> kept = new ArrayList<>();
        int begin = 0;
        for (int i : read) {
            shift[i] = begin - starts[i];
            begin += starts[i + 1] - starts[i];
            kept.add(inputs.get(i));
        }
        List<Integer> shifted =
                from.stream().map(channel -> channel + shift[input(starts, channel)]).toList();
        return new Node(name, new Channels(shifted), kept, List.of(output));
    }

    private static int input(int[] starts, int channel) {
        int i = 0;
        while (channel >= starts[i + 1]) {
            i++;
        }
        return i;
    }
}
