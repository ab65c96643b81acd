package dev.lanewise.model.file;

import dev.lanewise.model.ModelException;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Writes files whole or not at all. */
public final class NewFile {

    private static final long MAX_WRITE = 1 << 30;

    /** Heap memory goes through a buffer of the channel's own, as large as what is written. */
    private static final long MAX_HEAP_WRITE = 1 << 20;

    private NewFile() {}

    /**
     * Writes pieces one behind the other. They go to a new file beside, which takes the place of
     * the old one when it is complete and on disk: a full disk or a crash leaves the old one as it
     * was. A file that may not be written isn't replaced either.
     *
     * @throws ModelException if it can't be written
     */
    public static void write(Path file, List<MemorySegment> pieces) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                // A pipe or a device, which nothing can take the place of.
                write(file, pieces, StandardOpenOption.WRITE);
                return;
            }
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            // Only the folder's permissions would hinder its being replaced.
            if (Files.exists(target) && !Files.isWritable(target)) {
                throw new ModelException(file + ": can't be written: it is read-only");
            }
            String suffix = "." + Long.toHexString(ThreadLocalRandom.current().nextLong());
            Path part = target.resolveSibling(target.getFileName() + suffix + ".part");
            try {
                write(part, pieces, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Files.move(
                        part,
                        target,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (NoSuchFileException e) {
            throw new ModelException(file + ": can't be written: no such folder", e);
        } catch (IOException e) {
            throw new ModelException(file + ": can't be written: " + FileBytes.reason(e), e);
        }
    }

    private static void write(Path file, List<MemorySegment> pieces, StandardOpenOption... options)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, options)) {
            for (MemorySegment piece : pieces) {
                write(piece, channel);
            }
            if (Files.isRegularFile(file)) {
                channel.force(true);
            }
        }
    }

    private static void write(MemorySegment bytes, FileChannel channel) throws IOException {
        long most = bytes.isNative() ? MAX_WRITE : MAX_HEAP_WRITE;
        for (long at = 0; at < bytes.byteSize(); at += most) {
            ByteBuffer buffer =
                    bytes.asSlice(at, Math.min(most, bytes.byteSize() - at)).asByteBuffer();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }
}
