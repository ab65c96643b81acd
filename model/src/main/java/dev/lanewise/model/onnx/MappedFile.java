package dev.lanewise.model.onnx;

import dev.lanewise.model.ModelException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files as memory. */
final class MappedFile {

    private MappedFile() {}

    /** A whole file; the garbage collector unmaps it. */
    static MemorySegment map(Path file) {
        if (Files.isDirectory(file)) {
            throw new ModelException(file + ": expected a file, actual a folder");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        } catch (NoSuchFileException e) {
            throw new ModelException(file + ": no such file", e);
        } catch (IOException e) {
            throw new ModelException(file + ": can't be read: " + e.getMessage(), e);
        }
    }

    /** The same bytes outside of the heap, where kernels can reach them. */
    static MemorySegment offHeap(MemorySegment bytes) {
        return bytes.isNative()
                ? bytes
                : Arena.ofAuto()
                        .allocate(Math.max(1, bytes.byteSize()), 64)
                        .asSlice(0, bytes.byteSize())
                        .copyFrom(bytes);
    }
}
