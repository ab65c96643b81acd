package dev.lanewise.model.safetensors;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Reads a header. Its grammar is fixed, so there is no nesting that a file could drive deep:
 *
 * <pre>
 * header   = { "name": tensor, ..., "__metadata__": { "key": "text", ... } }
 * tensor   = { "dtype": "F32", "shape": [numbers], "data_offsets": [begin, end] }
 * </pre>
 *
 * in JSON's notation, members in any order, each once, and none besides.
 */
final class HeaderReader {

    private static final int MAX_NAME_BYTES = 1 << 12;
    private static final int MAX_RANK = 64;

    private final String file;
    private final MemorySegment header;
    private long at;

    HeaderReader(String file, MemorySegment header) {
        this.file = file;
        this.header = header;
    }

    Header read() {
        List<Header.Entry> entries = new ArrayList<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        if (peek() != '{') {
            throw wrong("'{'");
        }
        for (boolean more = begin('{', '}'); more; more = more('}')) {
            String name = string(MAX_NAME_BYTES);
            if (!names.add(name)) {
                throw new ModelException(
                        where() + "expected '" + Header.printable(name) + "' once, actual twice");
            }
            expect(':');
            if (name.equals(Header.METADATA)) {
                metadata(metadata);
            } else {
                entries.add(tensor(name));
            }
            if (entries.size() + metadata.size() > Header.MAX_ENTRIES) {
                throw new ModelException(
                        where() + "expected at most " + Header.MAX_ENTRIES + " tensors and texts");
            }
        }
        if (peek() != -1) {
            throw wrong("nothing but spaces");
        }
        return new Header(entries, metadata);
    }

    private void metadata(Map<String, String> metadata) {
        for (boolean more = begin('{', '}'); more; more = more('}')) {
            String key = string(MAX_NAME_BYTES);
            expect(':');
            if (metadata.put(key, string((int) Header.MAX_BYTES)) != null
                    || metadata.size() > Header.MAX_ENTRIES) {
                throw new ModelException(
                        where()
                                + Header.METADATA
                                + " expected at most "
                                + Header.MAX_ENTRIES
                                + " keys, each once, actual '"
                                + Header.printable(key)
                                + "' twice or too many");
            }
        }
    }

    private Header.Entry tensor(String name) {
        String dtype = "";
        long[] shape = null;
        long[] offsets = null;
        for (boolean more = begin('{', '}'); more; more = more('}')) {
            String key = string(MAX_NAME_BYTES);
            expect(':');
            if (key.equals(Header.DTYPE) && dtype.isEmpty()) {
                dtype = string(MAX_NAME_BYTES);
            } else if (key.equals(Header.SHAPE) && shape == null) {
                shape = numbers(MAX_RANK);
            } else if (key.equals(Header.OFFSETS) && offsets == null) {
                offsets = numbers(2);
            } else {
                throw wrong(name, "no further '" + Header.printable(key) + "'");
            }
        }
        if (dtype.isEmpty() || shape == null || offsets == null || offsets.length != 2) {
            throw wrong(name, "dtype, shape and two data_offsets");
        }
        if (offsets[0] > offsets[1]) {
            throw wrong(name, "ascending data_offsets");
        }
        DType type = Header.typeOf(dtype);
        if (type == null) {
            throw new ModelException(
                    file
                            + ": tensor '"
                            + Header.printable(name)
                            + "': dtype '"
                            + Header.printable(dtype)
                            + "' is not supported; expected F64, F32, F16, BF16, I8 to I64, U8 to"
                            + " U64 or BOOL");
        }
        try {
            return new Header.Entry(name, type, Shape.of(shape), offsets[0], offsets[1]);
        } catch (IllegalArgumentException e) {
            throw new ModelException(
                    file + ": tensor '" + Header.printable(name) + "': " + e.getMessage(), e);
        }
    }

    /** Begins an object or array; tells whether it has a first member. */
    private boolean begin(char open, char close) {
        expect(open);
        return !skip(close);
    }

    /** Between members: whether another one follows. */
    private boolean more(char close) {
        if (skip(close)) {
            return false;
        }
        expect(',');
        return true;
    }

    private long[] numbers(int most) {
        LongStream.Builder numbers = LongStream.builder();
        int count = 0;
        for (boolean more = begin('[', ']'); more; more = more(']')) {
            if (++count > most) {
                throw wrong("at most " + most + " numbers");
            }
            numbers.add(number());
        }
        return numbers.build().toArray();
    }

    private long number() {
        if (peek() < '0' || peek() > '9') {
            throw wrong("a number of at least 0");
        }
        long from = at;
        long value = 0;
        for (; at < header.byteSize() && byteAt(at) >= '0' && byteAt(at) <= '9'; at++) {
            int digit = byteAt(at) - '0';
            // JSON has no zeros in front.
            if (value > (Long.MAX_VALUE - digit) / 10 || at > from && byteAt(from) == '0') {
                throw wrong("a number from 0 to " + Long.MAX_VALUE);
            }
            value = 10 * value + digit;
        }
        return value;
    }

    private String string(int mostBytes) {
        expect('"');
        long from = at;
        boolean escaped = false;
        while (at < header.byteSize() && (escaped || byteAt(at) != '"')) {
            int next = byteAt(at);
            if (next >= 0 && next < ' ') {
                throw wrong("no control character in a text");
            }
            escaped = !escaped && next == '\\';
            at++;
        }
        long length = at - from;
        if (length > mostBytes) {
            throw wrong("a text of at most " + mostBytes + " bytes");
        }
        byte[] bytes = header.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE);
        if (at == header.byteSize()) {
            throw wrong("'\"'");
        }
        at++;
        try {
            return JsonText.decode(bytes);
        } catch (IllegalArgumentException e) {
            throw new ModelException(where() + e.getMessage(), e);
        }
    }

    private void expect(char token) {
        if (!skip(token)) {
            throw wrong("'" + token + "'");
        }
    }

    private boolean skip(char token) {
        if (peek() != token) {
            return false;
        }
        at++;
        return true;
    }

    /** The next byte that is no white space, or -1 at the end. */
    private int peek() {
        while (at < header.byteSize()) {
            int next = byteAt(at);
            if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                return next & 0xFF;
            }
            at++;
        }
        return -1;
    }

    private int byteAt(long index) {
        return header.get(ValueLayout.JAVA_BYTE, index);
    }

    private ModelException wrong(String tensor, String expected) {
        return wrong("tensor '" + Header.printable(tensor) + "' to have " + expected);
    }

    private ModelException wrong(String expected) {
        return new ModelException(where() + "expected " + expected);
    }

    private String where() {
        return file + ": no safetensors file, or damaged at byte " + at + " of the header: ";
    }
}
