package dev.lanewise.model.safetensors;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.file.FileBytes;
import dev.lanewise.model.file.NewFile;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a safetensors file holds: tensors and texts by name. Immutable but for the elements.
 *
 * <pre>{@code
 * Graph graph = OnnxReader.read(Path.of("net.onnx"));
 * Safetensors weights = Safetensors.read(Path.of("net.safetensors"));
 * Graph loaded = graph.withWeights(weights.tensors());
 * new Safetensors(loaded.constants(), Map.of("epoch", "7")).write(Path.of("copy.safetensors"));
 * }</pre>
 *
 * @param tensors tensors by name; as read, in the order of the file's data
 * @param metadata texts by name, which the format allows to come along
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {

    private static final ValueLayout.OfLong LENGTH =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Copies the maps, not the tensors. */
    public Safetensors {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** Tensors without texts. */
    public Safetensors(Map<String, Tensor> tensors) {
        this(tensors, Map.of());
    }

    /**
     * Reads a file, once, into memory that the garbage collector frees when the last of its tensors
     * is dropped.
     *
     * @throws ModelException if the file is missing, damaged, contradicts itself or holds types
     *     that {@link DType} lacks
     */
    public static Safetensors read(Path file) {
        return read(FileBytes.read(file), file.toString());
    }

    /**
     * Reads the bytes of a file. The tensors are views of them, except for booleans.
     *
     * @param name what error messages call the file
     * @throws ModelException as {@link #read(Path)}
     */
    public static Safetensors read(MemorySegment file, String name) {
        MemorySegment bytes = FileBytes.offHeap(file);
        if (bytes.byteSize() < Long.BYTES) {
            throw new ModelException(
                    name
                            + ": expected a safetensors file, actual "
                            + bytes.byteSize()
                            + " bytes; is the file complete?");
        }
        long length = bytes.get(LENGTH, 0);
        long left = bytes.byteSize() - Long.BYTES;
        if (length < 0 || length > Header.MAX_BYTES || length > left) {
            throw new ModelException(
                    name
                            + ": no safetensors file, or damaged: a header of "
                            + Long.toUnsignedString(length)
                            + " bytes, where "
                            + left
                            + " are left and at most "
                            + Header.MAX_BYTES
                            + " allowed");
        }
        MemorySegment data = bytes.asSlice(Long.BYTES + length);
        Header header = new HeaderReader(name, bytes.asSlice(Long.BYTES, length)).read();
        header.check(name, data.byteSize());
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Header.Entry entry : header.entries()) {
            tensors.put(entry.name(), tensor(entry, data));
        }
        return new Safetensors(tensors, header.metadata());
    }

    private static Tensor tensor(Header.Entry entry, MemorySegment data) {
        Tensor view =
                new Tensor(
                        entry.dtype(),
                        entry.shape(),
                        data.asSlice(entry.begin(), entry.end() - entry.begin()));
        if (entry.dtype() != DType.BOOL) {
            return view;
        }
        // Any byte but 0 counts as true in files, only 1 in a tensor.
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), entry.dtype(), entry.shape());
        for (int i = 0; i < entry.shape().elements(); i++) {
            tensor.setLong(i, view.getLong(i));
        }
        return tensor;
    }

    /**
     * Writes a file, whole or not at all. The bytes depend on the content only, not on the order in
     * the maps, and are those that the format's own library writes.
     *
     * @throws ModelException if it can't be written
     */
    public void write(Path file) {
        List<Map.Entry<String, Tensor>> sorted = HeaderWriter.sorted(tensors);
        byte[] header = HeaderWriter.bytes(sorted, metadata);
        MemorySegment length = MemorySegment.ofArray(new byte[Long.BYTES]);
        length.set(LENGTH, 0, header.length);
        List<MemorySegment> pieces = new ArrayList<>();
        pieces.add(length);
        pieces.add(MemorySegment.ofArray(header));
        sorted.forEach(entry -> pieces.add(entry.getValue().segment()));
        NewFile.write(file, pieces);
    }
}
