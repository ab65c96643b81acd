package dev.lanewise.cli;

import com.google.protobuf.CodedOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Just enough of ONNX's file format for the tests of the command. */
final class TinyOnnx {

    private TinyOnnx() {}

    /** A model of one node from inputs to y, all of them float tensors of one shape. */
    static byte[] model(String operator, long[] shape, String... inputs) {
        byte[][] graph = new byte[inputs.length + 3][];
        byte[][] node = new byte[inputs.length + 2][];
        for (int i = 0; i < inputs.length; i++) {
            node[i] = text(1, inputs[i]);
            graph[i] = bytes(11, valueInfo(inputs[i], shape));
        }
        node[inputs.length] = text(2, "y");
        node[inputs.length + 1] = text(4, operator);
        graph[inputs.length] = bytes(1, message(node));
        graph[inputs.length + 1] = bytes(12, valueInfo("y", shape));
        graph[inputs.length + 2] = text(2, "tiny");
        return message(number(1, 8), bytes(7, message(graph)), bytes(8, message(number(2, 13))));
    }

    /** A {@code TensorProto} of floats. */
    static byte[] tensor(long[] shape, float... values) {
        ByteBuffer raw =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            raw.putFloat(value);
        }
        byte[][] fields = new byte[shape.length + 2][];
        for (int i = 0; i < shape.length; i++) {
            fields[i] = number(1, shape[i]);
        }
        fields[shape.length] = number(2, 1);
        fields[shape.length + 1] = bytes(9, raw.array());
        return message(fields);
    }

    private static byte[] valueInfo(String name, long[] shape) {
        byte[][] dims = new byte[shape.length][];
        for (int i = 0; i < shape.length; i++) {
            dims[i] = bytes(1, message(number(1, shape[i])));
        }
        byte[] type = message(number(1, 1), bytes(2, message(dims)));
        return message(text(1, name), bytes(2, message(bytes(1, type))));
    }

    private interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }

    private static byte[] write(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            writing.to(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] message(byte[]... fields) {
        return write(out -> {
            for (byte[] field : fields) {
                out.writeRawBytes(field);
            }
        });
    }

    private static byte[] number(int field, long value) {
        return write(out -> out.writeInt64(field, value));
    }

    private static byte[] text(int field, String value) {
        return write(out -> out.writeString(field, value));
    }

    private static byte[] bytes(int field, byte[] value) {
        return write(out -> out.writeByteArray(field, value));
    }
}
