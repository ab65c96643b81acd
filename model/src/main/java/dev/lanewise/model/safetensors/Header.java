package dev.lanewise.model.safetensors;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What the header of a file says.
 *
 * @param entries the tensors, in the order of their data
 * @param metadata texts
 */
record Header(List<Entry> entries, Map<String, String> metadata) {

    /** The format's own limit. */
    static final long MAX_BYTES = 100_000_000;

    /** Tensors and texts in one file; a hundred times more than large networks have. */
    static final int MAX_ENTRIES = 1 << 18;

    static final String METADATA = "__metadata__";
    static final String DTYPE = "dtype";
    static final String SHAPE = "shape";
    static final String OFFSETS = "data_offsets";

    /**
     * A tensor.
     *
     * @param name its name
     * @param dtype its element type
     * @param shape its extents
     * @param begin first byte, counted from the end of the header
     * @param end the byte behind the last
     */
    record Entry(String name, DType dtype, Shape shape, long begin, long end) {

        long bytes() {
            return (long) shape.elements() * dtype.bytes();
        }
    }

    /** Sorts the entries. */
    Header {
        entries =
                entries.stream()
                        .sorted(Comparator.comparingLong(Entry::begin).thenComparing(Entry::end))
                        .toList();
    }

    /**
     * @param data bytes behind the header
     * @throws ModelException unless the tensors fill them without gaps or overlaps
     */
    void check(String file, long data) {
        long at = 0;
        for (Entry entry : entries) {
            String where = file + ": tensor '" + printable(entry.name()) + "': ";
            if (entry.end() - entry.begin() != entry.bytes()) {
                throw new ModelException(
                        where
                                + "expected "
                                + entry.bytes()
                                + " bytes for "
                                + entry.dtype()
                                + entry.shape()
                                + ", actual data_offsets ["
                                + entry.begin()
                                + ","
                                + entry.end()
                                + "]");
            }
            if (entry.begin() != at) {
                throw new ModelException(
                        where
                                + "expected its data at byte "
                                + at
                                + ", where those before it end, actual "
                                + entry.begin()
                                + (entry.begin() < at ? ": they overlap" : ": there is a hole"));
            }
            at = entry.end();
        }
        if (at != data) {
            throw new ModelException(
                    file
                            + ": expected "
                            + at
                            + " bytes of data behind the header, actual "
                            + data
                            + "; is the file complete?");
        }
    }

    /** A name within a message. */
    static String printable(String name) {
        String shortened = name.length() > 200 ? name.substring(0, 200) + "..." : name;
        return shortened.replaceAll("\\p{Cntrl}", "\uFFFD");
    }

    /** The format's name of a type, null if it has none. */
    static @Nullable String nameOf(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> "F32";
            case FLOAT64 -> "F64";
            case FLOAT16 -> "F16";
            case BFLOAT16 -> "BF16";
            case INT8 -> "I8";
            case INT16 -> "I16";
            case INT32 -> "I32";
            case INT64 -> "I64";
            case UINT8 -> "U8";
            case UINT16 -> "U16";
            case UINT32 -> "U32";
            case UINT64 -> "U64";
            case BOOL -> "BOOL";
            case FLOAT8E4M3FN -> "F8_E4M3";
            case FLOAT8E5M2 -> "F8_E5M2";
            case FLOAT8E8M0 -> "F8_E8M0";
            case FLOAT8E4M3FNUZ, FLOAT8E5M2FNUZ, FLOAT4E2M1, INT4, UINT4, INT2, UINT2 -> null;
        };
    }

    /** The type of that name, or null. */
    static @Nullable DType typeOf(String name) {
        for (DType dtype : DType.values()) {
            if (name.equals(nameOf(dtype))) {
                return dtype;
            }
        }
        return null;
    }
}
