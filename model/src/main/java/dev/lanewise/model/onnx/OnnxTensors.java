package dev.lanewise.model.onnx;

import dev.lanewise.model.Tensor;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Reads tensors in ONNX's file format ({@code TensorProto}), as test data comes in. */
public final class OnnxTensors {

    private OnnxTensors() {}

    /**
     * Reads a file that holds one tensor, into memory that the garbage collector frees.
     *
     * @throws dev.lanewise.model.ModelException if the file is missing, no tensor, damaged or of a
     *     type that {@link dev.lanewise.model.DType} lacks
     */
    public static Tensor read(Path file) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads a tensor from the bytes of such a file.
     *
     * @param file the bytes; the tensor may be a view of them
     * @param name what error messages call the file
     * @throws dev.lanewise.model.ModelException as {@link #read(Path)}
     */
    public static Tensor read(MemorySegment file, String name) {
        throw new UnsupportedOperationException();
    }
}
