package dev.lanewise.model.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.file.FilePart;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;

/**
 * Reads protobuf messages from a file in memory, field by field:
 *
 * <pre>{@code
 * int outer = in.begin("node");
 * for (int field = in.next(); field != 0; field = in.next()) {
 *     switch (field) {
 *         case 1 -> inputs.add(in.name());
 *         default -> in.skip();
 *     }
 * }
 * in.end(outer);
 * }</pre>
 *
 * <p>The file may be anything: whatever is wrong with it ends in a {@link ModelException} that says
 * at which byte and in which message, and what is kept on the heap is bounded.
 */
final class ProtoReader {

    /**
     * Messages, texts and list elements in one file; several times more than large networks have.
     */
    private static final int MAX_ITEMS = 1 << 21;

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NAME_BYTES = 1 << 12;
    private static final int MAX_TEXT_BYTES = 1 << 24;
    private static final int MAX_BUFFER = 1 << 13;

    private final MemorySegment file;
    private final String name;
    private final CodedInputStream in;
    private final Deque<String> path = new ArrayDeque<>();
    private final List<FilePart> parts = new ArrayList<>();
    private int tag;
    private int items;

    /**
     * @param name what error messages call the file
     */
    ProtoReader(MemorySegment file, String name) {
        this.file = file;
        this.name = name;
        if (file.byteSize() > Integer.MAX_VALUE) {
            throw new ModelException(
                    name
                            + ": expected a file of at most 2 GB, actual "
                            + file.byteSize()
                            + " bytes; keep the weights in external data");
        }
        int buffer = Math.clamp(file.byteSize(), 16, MAX_BUFFER);
        this.in = CodedInputStream.newInstance(new SegmentInputStream(file), buffer);
        try {
            in.pushLimit((int) file.byteSize());
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** Begins the message that fills the whole file. */
    void root(String what) {
        path.addLast(what);
    }

    /** Begins the message in the present field; gives what {@link #end} needs. */
    int begin(String what) {
        int length = length();
        path.addLast(what);
        if (path.size() > MAX_DEPTH) {
            throw damaged("expected at most " + MAX_DEPTH + " nested messages");
        }
        item();
        try {
            return in.pushLimit(length);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** The number of the next field of the present message, or 0 at its end. */
    int next() {
        try {
            tag = in.readTag();
        } catch (IOException e) {
            throw damaged(e);
        }
        return WireFormat.getTagFieldNumber(tag);
    }

    /** Ends the present message. */
    void end(int outer) {
        path.removeLast();
        in.popLimit(outer);
    }

    /** Passes over the present field. */
    void skip() {
        switch (WireFormat.getTagWireType(tag)) {
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> bytes();
            case WireFormat.WIRETYPE_VARINT -> integer();
            case WireFormat.WIRETYPE_FIXED32 -> fixed32();
            case WireFormat.WIRETYPE_FIXED64 -> fixed64();
            default -> throw damaged("expected no field of wire type " + (tag & 7));
        }
    }

    /** The present field, an integer. */
    long integer() {
        expect(WireFormat.WIRETYPE_VARINT);
        try {
            return in.readRawVarint64();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** The present field, an integer of 32 bits. */
    int integer32() {
        long value = integer();
        if ((int) value != value) {
            throw damaged("expected an integer of 32 bits, actual " + value);
        }
        return (int) value;
    }

    /** The present field, a float. */
    float real() {
        return Float.intBitsToFloat(fixed32());
    }

    private int fixed32() {
        expect(WireFormat.WIRETYPE_FIXED32);
        try {
            return in.readRawLittleEndian32();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private long fixed64() {
        expect(WireFormat.WIRETYPE_FIXED64);
        try {
            return in.readRawLittleEndian64();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** The present field, a name; control characters, which would break messages, are replaced. */
    String name() {
        String text = text(MAX_NAME_BYTES);
        return text.chars().anyMatch(Character::isISOControl)
                ? text.replaceAll("\\p{Cntrl}", "\uFFFD")
                : text;
    }

    /** The present field, a text. */
    String text() {
        return text(MAX_TEXT_BYTES);
    }

    private String text(int limit) {
        item();
        MemorySegment bytes = bytes();
        if (bytes.byteSize() > limit) {
            throw damaged(
                    "expected a text of at most " + limit + " bytes, actual " + bytes.byteSize());
        }
        return new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    /** The present field, bytes that are kept. */
    FilePart part() {
        return part(bytes());
    }

    private FilePart part(MemorySegment view) {
        FilePart part = new FilePart(view);
        parts.add(part);
        return part;
    }

    /** All parts of the file that have been kept. */
    List<FilePart> parts() {
        return parts;
    }

    private MemorySegment bytes() {
        int length = length();
        int start = in.getTotalBytesRead();
        try {
            in.skipRawBytes(length);
        } catch (IOException e) {
            throw damaged(e);
        }
        return file.asSlice(start, length);
    }

    /** The present field, one integer or many. */
    void integers(LongConsumer to) {
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            item();
            to.accept(integer());
            return;
        }
        try {
            int outer = in.pushLimit(length());
            while (!in.isAtEnd()) {
                item();
                to.accept(in.readRawVarint64());
            }
            in.popLimit(outer);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** The present field, one float or many. */
    void reals(DoubleConsumer to) {
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            item();
            to.accept(real());
            return;
        }
        try {
            int outer = in.pushLimit(length());
            while (!in.isAtEnd()) {
                item();
                to.accept(in.readFloat());
            }
            in.popLimit(outer);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /**
     * The present field of a repeated number as it lies in the file: the elements one behind the
     * other, or a single one.
     */
    FilePart elements() {
        item();
        if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            return part();
        }
        int start = in.getTotalBytesRead();
        skip();
        return part(file.asSlice(start, in.getTotalBytesRead() - start));
    }

    /** Length of the present field, which lies within the present message. */
    private int length() {
        expect(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        try {
            long length = in.readRawVarint64();
            if (length < 0 || length > in.getBytesUntilLimit()) {
                throw damaged(
                        "a length of "
                                + Long.toUnsignedString(length)
                                + " bytes where "
                                + in.getBytesUntilLimit()
                                + " are left; is the file complete?");
            }
            return (int) length;
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private void expect(int wireType) {
        if (WireFormat.getTagWireType(tag) != wireType) {
            throw damaged(
                    "field "
                            + WireFormat.getTagFieldNumber(tag)
                            + " expected of wire type "
                            + wireType
                            + ", actual "
                            + WireFormat.getTagWireType(tag));
        }
    }

    private void item() {
        if (++items > MAX_ITEMS) {
            throw damaged("expected at most " + MAX_ITEMS + " names, nodes and list elements");
        }
    }

    private ModelException damaged(IOException e) {
        return new ModelException(where() + e.getMessage(), e);
    }

    /** An exception that says where in the file the reader is. */
    ModelException damaged(String message) {
        return new ModelException(where() + message);
    }

    private String where() {
        return name
                + ": no ONNX file, or damaged at byte "
                + in.getTotalBytesRead()
                + " in "
                + String.join(".", path)
                + ": ";
    }
}
