package dev.lanewise.model.file;

import dev.lanewise.model.ModelException;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

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
        return whileMapped(file, FilePart::copy);
    }

    /**
     * A whole file, or what comes out of a pipe or a device, on the heap.
     *
     * @param what what it should hold, in words
     * @param most bytes that it may have
     * @throws ModelException if it is a folder, has more or can't be read
     */
    public static byte[] read(Path file, String what, int most) {
        if (Files.isDirectory(file)) {
            throw new ModelException(file + ": expected " + what + ", actual a folder");
        }
        try (InputStream stream = Files.newInputStream(file)) {
            long size = Files.size(file);
            byte[] bytes = size > most ? new byte[0] : stream.readNBytes(most + 1);
            if (size > most || bytes.length > most) {
                throw new ModelException(
                        file
                                + ": expected "
                                + what
                                + " of at most "
                                + most
                                + " bytes, actual "
                                + (size > most ? String.valueOf(size) : "more"));
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new ModelException(file + ": no such file", e);
        } catch (IOException e) {
            throw new ModelException(file + ": can't be read: " + reason(e), e);
        }
    }

    /** The same as text. */
    public static String text(Path file, String what, int most) {
        byte[] bytes = read(file, what, most);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new ModelException(file + ": expected " + what + " as UTF-8 text", e);
        }
    }

    /**
     * What a reader makes of a whole file that is mapped while it reads. It may share the memory
     * with other threads, but what it gives must hold copies only.
     *
     * @throws ModelException if the file can't be read or is shortened meanwhile
     */
    public static <T> T whileMapped(Path file, Function<MemorySegment, T> reader) {
        try (Arena mapping = Arena.ofShared()) {
            return reader.apply(map(file, mapping));
        } catch (InternalError e) {
            // What the JVM makes of a mapped page that the file has no more.
            throw new ModelException(file + ": was shortened while it was read", e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(file.toString(), e);
        }
    }

    /**
     * What to say when native memory isn't enough.
     *
     * @param what what needs it
     */
    public static ModelException tooLarge(String what, OutOfMemoryError e) {
        return new ModelException(
                what
                        + ": too large for the native memory that this JVM may take"
                        + " (-XX:MaxDirectMemorySize, by default as much as -Xmx): "
                        + e.getMessage(),
                e);
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
            throw new ModelException(file + ": can't be read: " + reason(e), e);
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
            return FilePart.copy(
                    channel.map(FileChannel.MapMode.READ_ONLY, offset, length, mapping));
        }
    }

    /** The same bytes outside of the heap, where kernels can reach them. */
    public static MemorySegment offHeap(MemorySegment bytes) {
        if (bytes.isNative()) {
            return bytes;
        }
        return FilePart.copy(bytes);
    }

    /** Why a file can't be read or written: some messages are nothing but its name. */
    static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
    }
}
