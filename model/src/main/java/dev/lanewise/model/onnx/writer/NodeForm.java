package dev.lanewise.model.onnx.writer;

import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** An ONNX operator with its attributes, on its way into a file. */
final class NodeForm {

    private static final int REAL = 1;
    private static final int INTEGER = 2;
    private static final int TEXT = 3;
    private static final int TENSOR = 4;
    private static final int GRAPH = 5;
    private static final int REALS = 6;
    private static final int INTEGERS = 7;
    private static final int TEXTS = 8;

    private final String type;
    private final ProtoWriter attributes = new ProtoWriter();

    NodeForm(String type) {
        this.type = type;
    }

    String type() {
        return type;
    }

    private NodeForm attribute(String name, int kind, Consumer<ProtoWriter> value) {
        attributes.message(
                5,
                p -> {
                    p.text(1, name);
                    value.accept(p);
                    p.integer(20, kind);
                });
        return this;
    }

    NodeForm integer(String name, long value) {
        return attribute(name, INTEGER, p -> p.integer(3, value));
    }

    NodeForm flag(String name, boolean value) {
        return integer(name, value ? 1 : 0);
    }

    NodeForm dtype(String name, DType value) {
        return integer(name, value.onnx());
    }

    NodeForm real(String name, float value) {
        return attribute(name, REAL, p -> p.real(2, value));
    }

    NodeForm text(String name, String value) {
        return attribute(name, TEXT, p -> p.text(4, value));
    }

    /** A constant's name in lower case. */
    NodeForm choice(String name, Enum<?> value) {
        return text(name, value.name().toLowerCase(Locale.ROOT));
    }

    NodeForm tensor(String name, Tensor value) {
        return attribute(name, TENSOR, p -> p.message(5, GraphWriting.tensor("", value)));
    }

    NodeForm graph(String name, ProtoWriter graph) {
        return attribute(name, GRAPH, p -> p.message(6, graph));
    }

    NodeForm integers(String name, List<? extends Number> values) {
        return attribute(name, INTEGERS, p -> values.forEach(v -> p.integer(8, v.longValue())));
    }

    NodeForm reals(String name, List<Float> values) {
        return attribute(name, REALS, p -> values.forEach(v -> p.real(7, v)));
    }

    NodeForm texts(String name, List<String> values) {
        return attribute(name, TEXTS, p -> values.forEach(v -> p.text(9, v)));
    }

    /** Integers, left out where there are none: the default of most attributes. */
    NodeForm integersIfAny(String name, List<? extends Number> values) {
        return values.isEmpty() ? this : integers(name, values);
    }

    /** The whole node. */
    ProtoWriter node(String name, List<String> inputs, List<String> outputs) {
        return ProtoWriter.message(p -> {
            withoutAbsentEnd(inputs).forEach(input -> p.text(1, input));
            withoutAbsentEnd(outputs).forEach(output -> p.text(2, output));
            p.text(3, name).text(4, type);
            attributes.pieces().forEach(p::raw);
        });
    }

    private static List<String> withoutAbsentEnd(List<String> names) {
        int count = names.size();
        while (count > 0 && names.get(count - 1).isEmpty()) {
            count--;
        }
        return names.subList(0, count);
    }
}
