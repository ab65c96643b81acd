package dev.lanewise.model.file;

import dev.lanewise.model.ModelException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files as memory. */
public final class FileBytes {

    private FileBytes() {}

    /**
     * A whole file in native memory that the garbage collector frees: mapped, copied and unmapped.
     * What happens to the file afterwards doesn't matter.
     *
     * @throws ModelException if it can't be read
     */
    public static MemorySegment read(Path file) {
        try (Arena mapping = Arena.ofConfined()) {
            return copy(map(file, mapping));
        } catch (InternalError e) {
            // What the JVM makes of a mapped page that the file has no more.
            throw new ModelException(file + ": was shortened while it was read", e);
        } catch (OutOfMemoryError e) {
            throw new ModelException(file + ": too large for the memory of this machine", e);
        }
    }

    /**
     * A whole file, mapped until the garbage collector finds it unused; reading what the file has
     * lost since is an {@link InternalError}.
     *
     * @throws ModelException if it can't be read
     */
    public static MemorySegment map(Path file) {
        return map(file, Arena.ofAuto());
    }

    private static MemorySegment map(Path file, Arena arena) {
        if (Files.isDirectory(file)) {
            throw new ModelException(file + ": expected a file, actual a folder");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (NoSuchFileException e) {
            throw new ModelException(file + ": no such file", e);
        } catch (IOException e) {
            throw new ModelException(file + ": can't be read: " + e.getMessage(), e);
        }
    }

    /**
     * A part of a file in native memory that the garbage collector frees: mapped, copied and
     * unmapped.
     *
     * @throws InternalError if the file is shortened meanwhile
     * @throws OutOfMemoryError if the part is too large for the memory of this machine
     */
    public static MemorySegment read(FileChannel channel, long offset, long length)
            throws IOException {
        try (Arena mapping = Arena.ofConfined()) {
            return copy(channel.map(FileChannel.MapMode.READ_ONLY, offset, length, mapping));
        }
    }

    /** The same bytes outside of the heap, where kernels can reach them. */
    public static MemorySegment offHeap(MemorySegment bytes) {
        if (bytes.isNative()) {
            return bytes;
        }
        return copy(bytes);
    }

    /** A copy whose memory isn't filled with zeros first. */
    private static MemorySegment copy(MemorySegment bytes) {
        return Arena.ofAuto()
                .allocateFrom(
                        ValueLayout.JAVA_BYTE, bytes, ValueLayout.JAVA_BYTE, 0, bytes.byteSize());
    }
}
