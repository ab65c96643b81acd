package dev.lanewise.model.onnx;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Interpreter;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.graph.Types;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Damaged files are read, or refused with a {@link ModelException}; nothing else, and soon. */
class OnnxFuzzTest {

    private static final byte[] MODEL = FuzzModels.convolutional();

    /** One change: some bytes at a place are replaced by others. */
    record Change(int at, int removed, byte[] inserted) {
        byte[] apply(byte[] bytes) {
            int from = at % (bytes.length + 1);
            int to = Math.min(bytes.length, from + removed);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(bytes, 0, from);
            out.write(inserted, 0, inserted.length);
            out.write(bytes, to, bytes.length - to);
            return out.toByteArray();
        }
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<byte[]> anything =
                Arbitraries.bytes().array(byte[].class).ofMinSize(0).ofMaxSize(6);
        // Numbers at the edges of what a field can hold.
        Arbitrary<byte[]> numbers =
                Arbitraries.of(
                                0L,
                                1L,
                                -1L,
                                0x7FL,
                                0xFFFFL,
                                Long.MIN_VALUE,
                                (long) Integer.MAX_VALUE,
                                (long) Integer.MIN_VALUE,
                                1L << 40)
                        .map(OnnxFuzzTest::varint);
        Arbitrary<byte[]> parts =
                Combinators.combine(
                                Arbitraries.integers().between(0, MODEL.length - 1),
                                Arbitraries.integers().between(1, 40))
                        .as((from, length) ->
                                java.util.Arrays.copyOfRange(
                                        MODEL, from, Math.min(MODEL.length, from + length)));
        return Combinators.combine(
                        Arbitraries.integers().between(0, MODEL.length),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.oneOf(anything, numbers, parts))
                .as(Change::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    private static byte[] varint(long value) {
        byte[] message = Proto.message(p -> p.integer(1, value));
        return java.util.Arrays.copyOfRange(message, 1, message.length);
    }

    @Property(tries = 10_000)
    void aChangedModelIsReadOrRefused(@ForAll("changes") List<Change> changes) {
        byte[] bytes = MODEL;
        for (Change change : changes) {
            bytes = change.apply(bytes);
        }
        byte[] file = bytes;
        assertTimeoutPreemptively(Duration.ofSeconds(1), () -> readAndRun(file));
    }

    private static void readAndRun(byte[] file) {
        try {
            Graph graph = OnnxFile.read(file);
            Map<String, Shape> shapes = new HashMap<>();
            graph.inputs().forEach(input -> shapes.put(input.name(), input.shape(1)));
            Graph typed = Types.infer(graph, shapes);
            if (typed.types().values().stream().mapToLong(TensorType::bytes).sum() < 1 << 20) {
                Map<String, Tensor> inputs = new HashMap<>();
                for (TensorInfo input : graph.inputs()) {
                    inputs.put(
                            input.name(),
                            Tensor.allocate(Arena.ofAuto(), input.dtype(), input.shape(1)));
                }
                Interpreter.run(graph, inputs);
            }
        } catch (ModelException e) {
            // What a damaged file ends in.
        }
    }
}
