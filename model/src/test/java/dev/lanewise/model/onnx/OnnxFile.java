package dev.lanewise.model.onnx;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Interpreter;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Writes small ONNX files for the tests. */
final class OnnxFile {

    private final long opset;
    private final List<Consumer<Proto>> graph = new ArrayList<>();
    private final List<Consumer<Proto>> model = new ArrayList<>();

    OnnxFile(long opset) {
        this.opset = opset;
    }

    /** An attribute: its name with a value, as {@code Map.of} takes them. */
    static Consumer<Proto> attribute(String name, Object value) {
        return p -> {
            p.text(1, name);
            switch (value) {
                case Integer i -> p.integer(3, i).integer(20, 2);
                case Float f -> p.real(2, f).integer(20, 1);
                case String s -> p.text(4, s).integer(20, 3);
                case int[] ints -> {
                    for (int i : ints) {
                        p.integer(8, i);
                    }
                    p.integer(20, 7);
                }
                case float[] floats -> {
                    for (float f : floats) {
                        p.real(7, f);
                    }
                    p.integer(20, 6);
                }
                case byte[] tensor -> p.bytes(5, tensor).integer(20, 4);
                case OnnxFile body -> p.bytes(6, body.graphBytes()).integer(20, 5);
                case Reference of -> p.text(21, of.name()).integer(20, 2);
                default -> throw new IllegalArgumentException(String.valueOf(value));
            }
        };
    }

    /** An attribute of the function around, as the value of another. */
    record Reference(String name) {}

    /** The content of a node; the operator may have its domain in front: {@code domain:type}. */
    static Consumer<Proto> nodeProto(
            String type, List<String> inputs, List<String> outputs, Object... attributes) {
        return n -> {
            inputs.forEach(i -> n.text(1, i));
            outputs.forEach(o -> n.text(2, o));
            String name = type.substring(type.indexOf(':') + 1);
            n.text(3, "the " + name).text(4, name);
            if (!name.equals(type)) {
                n.text(7, type.substring(0, type.indexOf(':')));
            }
            for (int i = 0; i < attributes.length; i += 2) {
                n.message(5, attribute((String) attributes[i], attributes[i + 1]));
            }
        };
    }

    OnnxFile node(String type, List<String> inputs, List<String> outputs, Object... attributes) {
        graph.add(g -> g.message(1, nodeProto(type, inputs, outputs, attributes)));
        return this;
    }

    /** A function of domain {@code own}, which imports a version of the standard domain. */
    OnnxFile function(
            String name,
            long imported,
            List<String> inputs,
            List<String> outputs,
            Consumer<Proto> more,
            List<Consumer<Proto>> nodes) {
        model.add(m ->
                m.message(
                        25,
                        f -> {
                            f.text(1, name).text(10, "own");
                            inputs.forEach(i -> f.text(4, i));
                            outputs.forEach(o -> f.text(5, o));
                            nodes.forEach(node -> f.message(7, node));
                            f.message(9, o -> o.integer(2, imported));
                            more.accept(f);
                        }));
        return this;
    }

    OnnxFile input(String name, DType type, Object... dims) {
        graph.add(g -> g.message(11, v -> valueInfo(v, name, type, dims)));
        return this;
    }

    OnnxFile output(String name) {
        graph.add(g -> g.message(12, v -> v.text(1, name)));
        return this;
    }

    private static void valueInfo(Proto p, String name, DType type, Object... dims) {
        p.text(1, name)
                .message(
                        2,
                        t ->
                                t.message(
                                        1,
                                        tensor ->
                                                tensor.integer(1, type.onnx())
                                                        .message(2, s -> shape(s, dims))));
    }

    private static void shape(Proto p, Object... dims) {
        for (Object dim : dims) {
            p.message(
                    1,
                    d -> {
                        if (dim instanceof String symbol) {
                            d.text(2, symbol);
                        } else {
                            d.integer(1, ((Number) dim).longValue());
                        }
                    });
        }
    }

    OnnxFile floats(String name, Shape shape, float... values) {
        return initializer(p -> {
            for (int dim : shape.dims()) {
                p.integer(1, dim);
            }
            p.integer(2, 1).packedReals(4, values).text(8, name);
        });
    }

    OnnxFile longs(String name, long... values) {
        return initializer(p ->
                p.integer(1, values.length).integer(2, 7).packedIntegers(7, values).text(8, name));
    }

    OnnxFile initializer(Consumer<Proto> tensor) {
        graph.add(g -> g.message(5, tensor));
        return this;
    }

    /** Anything within the graph. */
    OnnxFile inGraph(Consumer<Proto> content) {
        graph.add(content);
        return this;
    }

    /** Anything within the model. */
    OnnxFile inModel(Consumer<Proto> content) {
        model.add(content);
        return this;
    }

    private byte[] graphBytes() {
        return Proto.message(g -> graph.forEach(part -> part.accept(g)));
    }

    byte[] bytes() {
        return Proto.message(p -> {
            p.integer(1, 8).bytes(7, graphBytes()).message(8, o -> o.integer(2, opset));
            model.forEach(part -> part.accept(p));
        });
    }

    Graph read() {
        return read(bytes());
    }

    static Graph read(byte[] bytes) {
        return OnnxReader.read(MemorySegment.ofArray(bytes), "test.onnx", null);
    }

    /** Runs the file; the tensors are the inputs in order. */
    List<Tensor> run(Tensor... inputs) {
        Graph read = read();
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < inputs.length; i++) {
            named.put(read.inputs().get(i).name(), inputs[i]);
        }
        return Interpreter.run(read, named);
    }
}
