package dev.lanewise.model.onnx;

import dev.lanewise.model.TensorInfo;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * ONNX's {@code ValueInfoProto}.
 *
 * @param name the value's name
 * @param kind what it is, such as {@code tensor} or {@code sequence}
 * @param elementType ONNX's number of the element type: a tensor's, or that of the tensors in a
 *     sequence or optional
 * @param dims a tensor's extents, null where the file says nothing of the rank
 */
record ValueInfoProto(
        String name, String kind, int elementType, @Nullable List<TensorInfo.Dim> dims) {

    private static final String TENSOR = "tensor";
    private static final String SEQUENCE = "sequence";
    private static final String OPTIONAL = "optional";

    /** An optional of a sequence of tensors. */
    private static final int MOST_CONTAINERS = 2;

    boolean isTensor() {
        return kind.equals(TENSOR);
    }

    /** Whether it is a sequence of tensors, or an optional that holds a tensor or a sequence. */
    boolean isSequence() {
        return (kind.equals(SEQUENCE) || kind.equals(OPTIONAL)) && elementType != 0;
    }

    static ValueInfoProto read(ProtoReader in, String what) {
        String name = "";
        ValueInfoProto type = new ValueInfoProto("", "untyped value", 0, null);
        int outer = in.begin(what);
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> name = in.name();
                case 2 -> type = type(in, MOST_CONTAINERS);
                default -> in.skip();
            }
        }
        in.end(outer);
        return new ValueInfoProto(name, type.kind, type.elementType, type.dims);
    }

    /** This type under another name. */
    ValueInfoProto named(String other) {
        return new ValueInfoProto(other, kind, elementType, dims);
    }

    /**
     * @param containers what may still be within another; deeper types are skipped unread
     */
    private static ValueInfoProto type(ProtoReader in, int containers) {
        ValueInfoProto type = new ValueInfoProto("", "untyped value", 0, null);
        int outer = in.begin("type");
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> type = tensor(in);
                case 4 -> type = container(in, SEQUENCE, containers);
                case 5 -> type = other(in, "map");
                case 8 -> type = other(in, "sparse tensor");
                case 9 -> type = container(in, OPTIONAL, containers);
                default -> in.skip();
            }
        }
        in.end(outer);
        return type;
    }

    private static ValueInfoProto other(ProtoReader in, String kind) {
        in.skip();
        return new ValueInfoProto("", kind, 0, null);
    }

    /** A sequence or optional: a message of one field, the type of what it holds. */
    private static ValueInfoProto container(ProtoReader in, String kind, int containers) {
        if (containers == 0) {
            return other(in, kind);
        }
        ValueInfoProto element = new ValueInfoProto("", "untyped value", 0, null);
        int outer = in.begin(kind + "_type");
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 1) {
                element = type(in, containers - 1);
            } else {
                in.skip();
            }
        }
        in.end(outer);
        boolean holdsTensors =
                element.isTensor() || (kind.equals(OPTIONAL) && element.kind.equals(SEQUENCE));
        return new ValueInfoProto("", kind, holdsTensors ? element.elementType : 0, null);
    }

    private static ValueInfoProto tensor(ProtoReader in) {
        int elementType = 0;
        List<TensorInfo.Dim> dims = null;
        int outer = in.begin("tensor_type");
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> elementType = in.integer32();
                case 2 -> dims = shape(in);
                default -> in.skip();
            }
        }
        in.end(outer);
        return new ValueInfoProto("", TENSOR, elementType, dims);
    }

    private static List<TensorInfo.Dim> shape(ProtoReader in) {
        List<TensorInfo.Dim> dims = new ArrayList<>();
        int outer = in.begin("shape");
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 1) {
                dims.add(dim(in));
            } else {
                in.skip();
            }
        }
        in.end(outer);
        return dims;
    }

    private static TensorInfo.Dim dim(ProtoReader in) {
        TensorInfo.Dim dim = new TensorInfo.Dim("", -1);
        int outer = in.begin("dim");
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> {
                    long size = in.integer();
                    // Some exporters write -1 for an extent that they don't know.
                    if (size < -1) {
                        throw in.damaged("expected an extent of at least 0, actual " + size);
                    }
                    dim = new TensorInfo.Dim("", size);
                }
                case 2 -> dim = new TensorInfo.Dim(in.name(), -1);
                default -> in.skip();
            }
        }
        in.end(outer);
        return dim;
    }
}
