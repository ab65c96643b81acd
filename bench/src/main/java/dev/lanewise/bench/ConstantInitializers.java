package dev.lanewise.bench;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes constants of a model's initializers. Up to IR version 3 every initializer was also listed
 * as an input, so that a caller could replace it; ONNX Runtime then treats it as a value that may
 * change. This drops such inputs and leaves everything else as it is.
 */
final class ConstantInitializers {

    // Field numbers in onnx.proto.
    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int GRAPH_INPUT = 11;
    private static final int TENSOR_NAME = 8;
    private static final int VALUE_INFO_NAME = 1;

    private boolean dropped;

    private ConstantInitializers() {}

    /**
     * Rewrites a model.
     *
     * @param model a {@code ModelProto}
     * @return the same without inputs that are initializers; the very array if there are none
     * @throws IOException if this is no protobuf message
     */
    static byte[] of(byte[] model) throws IOException {
        ConstantInitializers constants = new ConstantInitializers();
        byte[] result = rewrite(model, MODEL_GRAPH, constants::graph);
        return constants.dropped ? result : model;
    }

    /** What becomes of a field: other bytes, or none at all. */
    private interface Change {
        byte[][] of(byte[] field) throws IOException;
    }

    private byte[][] graph(byte[] graph) throws IOException {
        Set<String> initializers = new HashSet<>();
        rewrite(
                graph,
                GRAPH_INITIALIZER,
                tensor -> {
                    initializers.add(name(tensor, TENSOR_NAME));
                    return new byte[][] {tensor};
                });
        byte[] result =
                rewrite(
                        graph,
                        GRAPH_INPUT,
                        input -> {
                            boolean drop = initializers.contains(name(input, VALUE_INFO_NAME));
                            dropped |= drop;
                            return drop ? new byte[0][] : new byte[][] {input};
                        });
        return new byte[][] {result};
    }

    private static String name(byte[] message, int field) throws IOException {
        StringBuilder name = new StringBuilder();
        rewrite(
                message,
                field,
                text -> {
                    name.append(new String(text, StandardCharsets.UTF_8));
                    return new byte[][] {text};
                });
        return name.toString();
    }

    /** Copies a message, with a change to each occurrence of one length-delimited field. */
    private static byte[] rewrite(byte[] message, int field, Change change) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.length);
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int number = WireFormat.getTagFieldNumber(tag);
            switch (WireFormat.getTagWireType(tag)) {
                case WireFormat.WIRETYPE_VARINT -> out.writeUInt64(number, in.readUInt64());
                case WireFormat.WIRETYPE_FIXED64 -> out.writeFixed64(number, in.readFixed64());
                case WireFormat.WIRETYPE_FIXED32 -> out.writeFixed32(number, in.readFixed32());
                case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    byte[] content = in.readByteArray();
                    byte[][] changed =
                            number == field ? change.of(content) : new byte[][] {content};
                    for (byte[] part : changed) {
                        out.writeByteArray(number, part);
                    }
                }
                default -> throw new IOException("no protobuf message: tag " + tag);
            }
        }
        out.flush();
        return bytes.toByteArray();
    }
}
