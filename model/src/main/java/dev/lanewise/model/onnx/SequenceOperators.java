package dev.lanewise.model.onnx;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.op.Concat;
import dev.lanewise.model.op.Identity;
import dev.lanewise.model.op.Split;
import dev.lanewise.model.op.Squeeze;
import dev.lanewise.model.op.Unsqueeze;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * Operators on sequences of tensors. A graph has tensors only: a sequence is known by the names of
 * its tensors while the file is translated, so its length and all positions must be known by then.
 */
final class SequenceOperators {

    /** Longer sequences are loops over data, not parts of a network. */
    private static final int MOST = 4096;

    private SequenceOperators() {}

    static void register(Operators.Registry r) {
        r.add("Identity", 1, 1, SequenceOperators::identity);
        r.add("SequenceEmpty", 0, 0, SequenceOperators::empty);
        r.add(
                "SequenceConstruct",
                1,
                Operators.ANY,
                node -> node.becomesSequence(tensors(node, node.allInputs())));
        r.add("SequenceInsert", 2, 3, SequenceOperators::insert);
        r.add("SequenceErase", 1, 2, SequenceOperators::erase);
        r.add("SequenceAt", 2, 2, SequenceOperators::at);
        r.add(
                "SequenceLength",
                1,
                1,
                node ->
                        node.becomes(
                                Tensor.ofLongs(Shape.of(new int[0]), node.sequence(0).size())));
        r.add("Optional", 0, 1, SequenceOperators::optional);
        r.add("OptionalHasElement", 0, 1, SequenceOperators::hasElement);
        r.add("OptionalGetElement", 1, 1, SequenceOperators::getElement);
        r.add("ConcatFromSequence", 1, 1, SequenceOperators::concat);
        r.add("SplitToSequence", 1, 2, SequenceOperators::split);
    }

    private static void identity(OnnxNode node) {
        if (!node.isSequence(0)) {
            node.becomes(new Identity());
            return;
        }
        List<String> copies = new ArrayList<>();
        for (String element : node.sequence(0)) {
            copies.add(node.value(new Identity(), element));
        }
        node.becomesSequence(copies);
    }

    /** What it holds, or an empty sequence where it holds nothing. */
    private static void optional(OnnxNode node) {
        node.ignore("type");
        if (!node.has(0)) {
            node.becomesSequence(List.of());
        } else if (node.isSequence(0)) {
            node.becomesSequence(node.sequence(0));
        } else {
            node.becomesSequence(List.of(node.input(0)));
        }
    }

    private static void hasElement(OnnxNode node) {
        boolean has = node.has(0) && (!node.isSequence(0) || !node.sequence(0).isEmpty());
        Tensor known = Tensor.allocate(Arena.ofAuto(), DType.BOOL, Shape.of(new int[0]));
        known.setLong(0, has ? 1 : 0);
        node.becomes(known);
    }

    /** A tensor, or the only one of an optional. */
    private static void getElement(OnnxNode node) {
        if (!node.isSequence(0)) {
            node.becomes(new Identity());
            return;
        }
        List<String> elements = node.sequence(0);
        if (elements.size() != 1) {
            throw node.unsupported("an optional that holds a sequence, or nothing");
        }
        node.becomes(new Identity(), elements.getFirst());
    }

    private static void empty(OnnxNode node) {
        node.ignore("dtype");
        node.becomesSequence(List.of());
    }

    private static List<String> tensors(OnnxNode node, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            tensor(node, i);
        }
        return names;
    }

    private static String tensor(OnnxNode node, int i) {
        if (node.isSequence(i)) {
            throw node.wrong("input " + i + " expected a tensor, actual a sequence");
        }
        return node.input(i);
    }

    private static void insert(OnnxNode node) {
        List<String> elements = new ArrayList<>(node.sequence(0));
        String tensor = tensor(node, 1);
        int size = elements.size();
        elements.add(node.has(2) ? position(node, 2, size, size) : size, tensor);
        checkedLength(node, elements.size());
        node.becomesSequence(elements);
    }

    private static void erase(OnnxNode node) {
        List<String> elements = new ArrayList<>(node.sequence(0));
        int last = elements.size() - 1;
        elements.remove(
                node.has(1) ? position(node, 1, elements.size(), last) : checked(node, last));
        node.becomesSequence(elements);
    }

    private static int checked(OnnxNode node, int last) {
        if (last < 0) {
            throw node.wrong("expected an element to erase, actual an empty sequence");
        }
        return last;
    }

    private static void at(OnnxNode node) {
        List<String> elements = node.sequence(0);
        node.becomes(
                new Identity(),
                elements.get(position(node, 1, elements.size(), elements.size() - 1)));
    }

    /** A position that counts from the end if negative. */
    private static int position(OnnxNode node, int i, int length, int greatest) {
        long given = known(node, i)[0];
        long position = given < 0 ? given + length : given;
        if (position < 0 || position > greatest) {
            throw node.wrong(
                    "position expected in a sequence of " + length + " tensors, actual " + given);
        }
        return (int) position;
    }

    private static long[] known(OnnxNode node, int i) {
        Tensor tensor = node.known(i);
        if (tensor == null) {
            throw node.unsupported(
                    "input " + i + " ('" + node.input(i) + "') is known at run time only");
        }
        long[] values = tensor.toLongArray();
        if (values.length == 0) {
            throw node.wrong("input " + i + " expected a value, actual " + tensor);
        }
        return values;
    }

    private static void concat(OnnxNode node) {
        int axis = node.int32("axis");
        boolean isStack = node.flag("new_axis", false);
        List<String> elements = node.sequence(0);
        if (elements.isEmpty()) {
            throw node.wrong("expected tensors to concatenate, actual an empty sequence");
        }
        if (isStack) {
            String axes = node.constant("axes", axis);
            elements =
                    elements.stream()
                            .map(element -> node.value(new Unsqueeze(), element, axes))
                            .toList();
        }
        node.becomes(new Concat(axis), elements);
    }

    /** Pieces of given extents, of one given extent, or of extent 1 each. */
    private static void split(OnnxNode node) {
        int axis = node.int32("axis", 0);
        boolean keeps = node.flag("keepdims", true);
        Tensor given = node.known(1);
        if (node.has(1) && (given == null || given.shape().rank() > 0)) {
            long pieces = given == null ? node.extent(1, 0) : given.shape().elements();
            int length = checkedLength(node, pieces);
            node.becomesSequence(
                    node.values(new Split(axis), length, node.input(0), node.input(1)));
            return;
        }
        long extent = node.extent(0, axis);
        long step = given == null ? 1 : known(node, 1)[0];
        if (step < 1) {
            throw node.wrong("split expected at least 1, actual " + step);
        }
        long[] extents = new long[checkedLength(node, Math.ceilDiv(extent, step))];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = Math.min(step, extent - i * step);
        }
        List<String> pieces =
                node.values(
                        new Split(axis),
                        extents.length,
                        node.input(0),
                        node.constant("split", extents));
        if (!keeps && !node.has(1)) {
            String axes = node.constant("axes", axis);
            pieces = pieces.stream().map(p -> node.value(new Squeeze(), p, axes)).toList();
        }
        node.becomesSequence(pieces);
    }

    private static int checkedLength(OnnxNode node, long length) {
        if (length > MOST) {
            throw node.unsupported("a sequence of more than " + MOST + " tensors");
        }
        return (int) length;
    }
}
