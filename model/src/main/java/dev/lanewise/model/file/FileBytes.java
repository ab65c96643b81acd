package dev.lanewise.model.file;

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
public final class FileBytes {

    private static final int MAX_READ = 1 << 30;

    private FileBytes() {}

    /**
     * A whole file in native memory that the garbage collector frees. It is read rather than
     * mapped: what happens to the file afterwards doesn't matter.
     *
     * @throws ModelException if it can't be read
     */
    public static MemorySegment read(Path file) {
        if (Files.isDirectory(file)) {
            throw new ModelException(file + ": expected a file, actual a folder");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            MemorySegment bytes = Arena.ofAuto().allocate(Math.max(1, size), 64);
            long done = 0;
            while (done < size) {
                long part = Math.min(size - done, MAX_READ);
                int count = channel.read(bytes.asSlice(done, part).asByteBuffer());
                if (count < 0) {
                    break;
                }
                done += count;
            }
            return bytes.asSlice(0, done);
        } catch (NoSuchFileException e) {
            throw new ModelException(file + ": no such file", e);
        } catch (IOException e) {
            throw new ModelException(file + ": can't be read: " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new ModelException(file + ": too large for the memory of this machine", e);
        }
    }

    /** The same bytes outside of the heap, where kernels can reach them. */
    public static MemorySegment offHeap(MemorySegment bytes) {
        if (bytes.isNative()) {
            return bytes;
        }
        MemorySegment copy = Arena.ofAuto().allocate(Math.max(1, bytes.byteSize()), 64);
        return copy.asSlice(0, bytes.byteSize()).copyFrom(bytes);
    }
}
