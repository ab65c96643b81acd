package dev.lanewise.model.onnx;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.file.FileBytes;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads tensors in ONNX's file format ({@code TensorProto}), as test data comes in. */
public final class OnnxTensors {

    private OnnxTensors() {}

    /**
     * Reads a file that holds one tensor. Its memory belongs to the garbage collector.
     *
     * @throws ModelException if the file is missing, no tensor, damaged or of a type that {@link
     *     dev.lanewise.model.DType} lacks
     */
    public static Tensor read(Path file) {
        return read(FileBytes.read(file), file.toString(), file.toAbsolutePath().getParent());
    }

    /**
     * Reads a tensor from the bytes of such a file.
     *
     * @param file the bytes; the tensor may be a view of them
     * @param name what error messages call the file
     * @throws ModelException as {@link #read(Path)}
     */
    public static Tensor read(MemorySegment file, String name) {
        return read(file, name, null);
    }

    /**
     * Reads a file that holds a value of this type: one tensor, or the tensors of a sequence or
     * optional ({@code SequenceProto}, {@code OptionalProto}).
     */
    static List<Tensor> read(Path file, ValueInfoProto type) {
        if (!type.isSequence()) {
            return List.of(read(file));
        }
        MemorySegment bytes = FileBytes.offHeap(FileBytes.read(file));
        List<Tensor> tensors = new ArrayList<>();
        for (TensorProto proto : SequenceProto.read(new ProtoReader(bytes, file.toString()))) {
            tensors.add(proto.tensor(file.toString(), file.toAbsolutePath().getParent()));
        }
        return tensors;
    }

    private static Tensor read(
            MemorySegment file, String name, @org.jspecify.annotations.Nullable Path folder) {
        MemorySegment bytes = FileBytes.offHeap(file);
        TensorProto proto = TensorProto.readRoot(new ProtoReader(bytes, name));
        if (!proto.isSupported()) {
            throw new ModelException(name + ": a " + proto.kind() + " is not supported");
        }
        return proto.tensor(name, folder);
    }
}
