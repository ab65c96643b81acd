package dev.lanewise.model.onnx;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.file.FilePart;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * ONNX's {@code TensorProto}. Elements stay where they lie in the file until {@link #tensor} is
 * called.
 *
 * @param name the tensor's name
 * @param dims extents
 * @param type ONNX's number of the element type
 * @param raw raw little-endian elements, null if the file has none
 * @param typed elements in a typed field, in pieces
 * @param typedField number of that field, 0 if there is none
 * @param external where external data lies; empty if the data is in the file
 */
record TensorProto(
        String name,
        List<Long> dims,
        int type,
        @Nullable FilePart raw,
        List<FilePart> typed,
        int typedField,
        Map<String, String> external) {

    private static final int STRING = 8;
    private static final int MAX_RANK = 64;

    /** Reads the file's only message. */
    static TensorProto readRoot(ProtoReader in) {
        in.root("tensor");
        return read(in);
    }

    /** Reads the present field. */
    static TensorProto readField(ProtoReader in, String what) {
        int outer = in.begin(what);
        TensorProto tensor = read(in);
        in.end(outer);
        return tensor;
    }

    private static TensorProto read(ProtoReader in) {
        String name = "";
        LongStream.Builder dims = LongStream.builder();
        int type = 0;
        FilePart raw = null;
        List<FilePart> typed = new ArrayList<>();
        int typedField = 0;
        boolean isExternal = false;
        Map<String, String> external = new LinkedHashMap<>();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> in.integers(dims);
                case 2 -> type = in.integer32();
                case 3 -> throw in.damaged("expected a whole tensor, actual a segment of one");
                case 4, 5, 6, 7, 10, 11 -> {
                    if (typedField != 0 && typedField != field) {
                        throw in.damaged(
                                "expected elements in one field, actual fields "
                                        + typedField
                                        + " and "
                                        + field);
                    }
                    typedField = field;
                    typed.add(in.elements());
                }
                case 8 -> name = in.name();
                case 9 -> raw = in.part();
                case 13 -> {
                    StringPair pair = StringPair.read(in, "external_data");
                    external.put(pair.key(), pair.value());
                }
                case 14 -> isExternal = in.integer() == 1;
                default -> in.skip();
            }
        }
        if (isExternal && external.isEmpty()) {
            throw in.damaged("expected external_data to tell where '" + name + "' lies");
        }
        return new TensorProto(
                name,
                dims.build().boxed().toList(),
                type,
                raw,
                typed,
                typedField,
                isExternal ? external : Map.of());
    }

    /** This tensor under another name. */
    TensorProto named(String other) {
        return new TensorProto(other, dims, type, raw, typed, typedField, external);
    }

    /** Whether elements are texts or complex numbers, which no operator here computes with. */
    boolean isSupported() {
        return type != STRING && type != 14 && type != 15;
    }

    /** What {@link #isSupported} found. */
    String kind() {
        return type == STRING ? "string tensor" : "tensor of complex numbers";
    }

    /**
     * The tensor: a view of the file where its bytes can be used as they lie.
     *
     * @param where what messages begin with
     * @param folder where external data lies, null where there is none
     * @throws ModelException if the data doesn't fit type and shape
     */
    Tensor tensor(String where, @Nullable Path folder) {
        DType dtype;
        Shape shape;
        try {
            dtype = DType.ofOnnx(type);
            if (dims.size() > MAX_RANK) {
                throw new IllegalArgumentException(
                        "expected at most " + MAX_RANK + " dimensions, actual " + dims.size());
            }
            shape = Shape.of(dims.stream().mapToLong(d -> d).toArray());
        } catch (IllegalArgumentException e) {
            throw new ModelException(where + ": " + e.getMessage(), e);
        }
        TensorElements elements = new TensorElements(where, dtype, shape);
        if (!external.isEmpty()) {
            return elements.ofRaw(ExternalData.read(where, external, folder));
        }
        if (raw != null) {
            if (typedField != 0) {
                throw new ModelException(
                        where + ": expected raw_data or a typed field, actual both");
            }
            return elements.ofRaw(raw.bytes());
        }
        return elements.ofTyped(typedField, typed.stream().map(FilePart::bytes).toList());
    }
}
