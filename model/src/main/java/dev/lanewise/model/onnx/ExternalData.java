package dev.lanewise.model.onnx;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.file.FileBytes;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Weights in a file beside the model: copied, and never from outside of the model's folder. */
final class ExternalData {

    private ExternalData() {}

    /**
     * A part of a file, in native memory that the garbage collector frees.
     *
     * @param where what messages begin with
     * @param entries ONNX's {@code location}, {@code offset} and {@code length}
     * @param folder the model's folder, null where there is none
     */
    static MemorySegment read(String where, Map<String, String> entries, @Nullable Path folder) {
        String location = entries.getOrDefault("location", "");
        if (folder == null) {
            throw new ModelException(
                    where
                            + ": its data lies in the file '"
                            + location
                            + "'; load the model from its folder");
        }
        try {
            Path file = inside(where, folder, location);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                long size = channel.size();
                long offset = number(where, entries, "offset", 0);
                long length = number(where, entries, "length", Math.max(0, size - offset));
                if (offset > size || length > size - offset) {
                    throw new ModelException(
                            where
                                    + ": expected "
                                    + length
                                    + " bytes at "
                                    + offset
                                    + " of '"
                                    + location
                                    + "', which has "
                                    + size);
                }
                return FileBytes.read(channel, offset, length);
            }
        } catch (InternalError e) {
            // What the JVM makes of a mapped page that the file has no more.
            throw new ModelException(
                    where + ": '" + location + "' was shortened while it was read", e);
        } catch (OutOfMemoryError e) {
            throw FileBytes.tooLarge(where + ": '" + location + "'", e);
        } catch (NoSuchFileException e) {
            throw new ModelException(
                    where
                            + ": its data file '"
                            + location
                            + "' is missing; expected it beside the model",
                    e);
        } catch (IOException e) {
            throw new ModelException(
                    where + ": its data file '" + location + "' can't be read: " + e.getMessage(),
                    e);
        }
    }

    /** The file, after every symbolic link on the way has been followed. */
    private static Path inside(String where, Path folder, String location) throws IOException {
        try {
            Path relative = Path.of(location);
            Path root = folder.toRealPath();
            Path file = root.resolve(relative);
            if (!location.isEmpty() && !relative.isAbsolute() && !climbs(relative)) {
                if (!file.toRealPath().startsWith(root)) {
                    throw new ModelException(
                            where
                                    + ": external_data location expected a file within the model's"
                                    + " folder, actual '"
                                    + location
                                    + "', a link out of it");
                }
                if (Files.isRegularFile(file)) {
                    return file.toRealPath();
                }
            }
        } catch (InvalidPathException e) {
            throw new ModelException(where + ": external_data: " + e.getMessage(), e);
        }
        throw new ModelException(
                where
                        + ": external_data location expected a file within the model's folder,"
                        + " actual '"
                        + location
                        + "'");
    }

    private static boolean climbs(Path relative) {
        for (Path part : relative) {
            if (part.toString().equals("..")) {
                return true;
            }
        }
        return false;
    }

    private static long number(
            String where, Map<String, String> entries, String key, long otherwise) {
        String text = entries.get(key);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // As with a negative number.
        }
        throw new ModelException(
                where
                        + ": external_data "
                        + key
                        + " expected a number of at least 0, actual '"
                        + text
                        + "'");
    }
}
