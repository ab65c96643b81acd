package dev.lanewise.model.onnx;

import java.util.ArrayList;
import java.util.List;

/** ONNX's {@code SequenceProto} and {@code OptionalProto}, as lists of the tensors in them. */
final class SequenceProto {

    private SequenceProto() {}

    /**
     * Reads the file's only message. The fields that hold tensors mean the same in both kinds:
     * tensors directly in field 3 (a sequence's, or an optional's only one), a sequence of them in
     * field 5.
     *
     * @throws dev.lanewise.model.ModelException if it is damaged or holds anything else
     */
    static List<TensorProto> read(ProtoReader in) {
        in.root("sequence");
        List<TensorProto> tensors = new ArrayList<>();
        fields(in, tensors, true);
        return tensors;
    }

    private static void fields(ProtoReader in, List<TensorProto> tensors, boolean isRoot) {
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> in.name();
                case 2 -> in.integer32();
                case 3 -> tensors.add(TensorProto.readField(in, "tensor"));
                case 5 -> {
                    if (!isRoot) {
                        throw in.damaged("expected tensors in the sequence, actual sequences");
                    }
                    int outer = in.begin("sequence");
                    fields(in, tensors, false);
                    in.end(outer);
                }
                default ->
                        throw in.damaged("expected a sequence of tensors, actual field " + field);
            }
        }
    }
}
