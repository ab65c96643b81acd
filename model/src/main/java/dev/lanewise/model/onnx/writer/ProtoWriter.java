package dev.lanewise.model.onnx.writer;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes one protobuf message; large bytes stay where they are until the file is written. */
final class ProtoWriter {

    private final List<MemorySegment> pieces = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes, 64);
    private long size;

    private interface Writing {
        void write() throws IOException;
    }

    /** A message of this content. */
    static ProtoWriter message(Consumer<ProtoWriter> content) {
        ProtoWriter message = new ProtoWriter();
        content.accept(message);
        return message;
    }

    private ProtoWriter write(Writing writing) {
        try {
            writing.write();
            return this;
        } catch (IOException e) {
            // Memory doesn't fail.
            throw new UncheckedIOException(e);
        }
    }

    ProtoWriter integer(int field, long value) {
        return write(() -> out.writeInt64(field, value));
    }

    ProtoWriter real(int field, float value) {
        return write(() -> out.writeFloat(field, value));
    }

    ProtoWriter text(int field, String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        return write(() -> out.writeByteArray(field, encoded));
    }

    /** Bytes, which must not change until the file is written. */
    ProtoWriter bytes(int field, MemorySegment value) {
        header(field, value.byteSize());
        flush();
        add(value);
        return this;
    }

    ProtoWriter message(int field, ProtoWriter message) {
        List<MemorySegment> parts = message.pieces();
        header(field, message.size);
        flush();
        parts.forEach(this::add);
        return this;
    }

    ProtoWriter message(int field, Consumer<ProtoWriter> content) {
        return message(field, message(content));
    }

    /** Fields that are written already. */
    ProtoWriter raw(MemorySegment fields) {
        flush();
        add(fields);
        return this;
    }

    private void header(int field, long length) {
        write(() -> {
            out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt64NoTag(length);
        });
    }

    private void flush() {
        write(out::flush);
        if (bytes.size() > 0) {
            add(MemorySegment.ofArray(bytes.toByteArray()));
            bytes.reset();
        }
    }

    private void add(MemorySegment piece) {
        pieces.add(piece);
        size += piece.byteSize();
    }

    /** The message's bytes, one piece behind the other. */
    List<MemorySegment> pieces() {
        flush();
        return pieces;
    }

    /** Bytes of the message. */
    long size() {
        flush();
        return size;
    }
}
