package dev.lanewise.model.onnx;

import com.google.protobuf.CodedOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes protobuf messages, well-formed or not, field by field. */
final class Proto {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    private interface Writing {
        void write() throws IOException;
    }

    private Proto write(Writing writing) {
        try {
            writing.write();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] message(Consumer<Proto> content) {
        Proto proto = new Proto();
        content.accept(proto);
        return proto.toBytes();
    }

    byte[] toBytes() {
        write(out::flush);
        return bytes.toByteArray();
    }

    Proto integer(int field, long value) {
        return write(() -> out.writeInt64(field, value));
    }

    Proto real(int field, float value) {
        return write(() -> out.writeFloat(field, value));
    }

    Proto real64(int field, double value) {
        return write(() -> out.writeDouble(field, value));
    }

    Proto bytes(int field, byte[] value) {
        return write(() -> out.writeByteArray(field, value));
    }

    Proto text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Proto message(int field, Consumer<Proto> content) {
        return bytes(field, message(content));
    }

    Proto packedIntegers(int field, long... values) {
        return message(
                field,
                p -> {
                    for (long value : values) {
                        p.write(() -> p.out.writeUInt64NoTag(value));
                    }
                });
    }

    Proto packedReals(int field, float... values) {
        return message(
                field,
                p -> {
                    for (float value : values) {
                        p.write(() -> p.out.writeFloatNoTag(value));
                    }
                });
    }

    Proto packedDoubles(int field, double... values) {
        return message(
                field,
                p -> {
                    for (double value : values) {
                        p.write(() -> p.out.writeDoubleNoTag(value));
                    }
                });
    }

    /** A field that claims to be longer than it is. */
    Proto falseLength(int field, long length) {
        return write(() -> {
            out.writeTag(field, 2);
            out.writeUInt64NoTag(length);
        });
    }
}
