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
 * @param elementType ONNX's number of a tensor's element type
 * @param dims extents, null where the file says nothing of the rank
 */
record ValueInfoProto(
        String name, String kind, int elementType, @Nullable List<TensorInfo.Dim> dims) {

    private static final String TENSOR = "tensor";

    boolean isTensor() {
        return kind.equals(TENSOR);
    }

    static ValueInfoProto read(ProtoReader in, String what) {
        String name = "";
        ValueInfoProto type = new ValueInfoProto("", "untyped value", 0, null);
        int outer = in.begin(what);
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> name = in.name();
                case 2 -> type = type(in);
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

    private static ValueInfoProto type(ProtoReader in) {
        ValueInfoProto type = new ValueInfoProto("", "untyped value", 0, null);
        int outer = in.begin("type");
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> type = tensor(in);
                case 4 -> type = other(in, "sequence");
                case 5 -> type = other(in, "map");
                case 8 -> type = other(in, "sparse tensor");
                case 9 -> type = other(in, "optional");
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
