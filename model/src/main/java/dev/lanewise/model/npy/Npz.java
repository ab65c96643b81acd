package dev.lanewise.model.npy;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.file.NewFile;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Reads and writes {@code .npz} files: zip archives of {@code .npy} files, compressed or not, as
 * {@code numpy.savez} makes them. Thread-safe.
 */
public final class Npz {

    private static final String SUFFIX = ".npy";
    private static final int MAX_ENTRIES = 1 << 16;

    /** No compressed byte stands for more than so many. */
    private static final long MAX_RATIO = 1032;

    private static final int BUFFER = 1 << 16;

    private Npz() {}

    /**
     * Reads all tensors of an archive.
     *
     * @return tensors by name, in the archive's order, in memory that the garbage collector frees
     * @throws ModelException if the file is missing, damaged, or holds anything but what {@link
     *     Npy#read} reads, each name once
     */
    public static Map<String, Tensor> read(Path file) {
        if (!Files.exists(file)) {
            throw new ModelException(file + ": no such file");
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() > MAX_ENTRIES) {
                throw new ModelException(
                        file
                                + ": expected at most "
                                + MAX_ENTRIES
                                + " tensors, actual "
                                + zip.size());
            }
            for (ZipEntry entry : Collections.list(zip.entries())) {
                String name = entry.getName();
                String where = file + ": '" + name.replaceAll("\\p{Cntrl}", "\uFFFD") + "'";
                if (!name.endsWith(SUFFIX)) {
                    throw new ModelException(where + ": expected a name that ends in " + SUFFIX);
                }
                Tensor tensor = Npy.view(content(zip, entry, where), where);
                String key = name.substring(0, name.length() - SUFFIX.length());
                if (tensors.put(key, tensor) != null) {
                    throw new ModelException(where + ": expected each name once, actual twice");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelException(file + ": no .npz file, or damaged: " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new ModelException(file + ": too large for the memory of this machine", e);
        }
        return tensors;
    }

    /** What an entry inflates to. Its size is believed only as far as its compressed bytes go. */
    private static MemorySegment content(ZipFile zip, ZipEntry entry, String where)
            throws IOException {
        long size = entry.getSize();
        if (size < 0 || size > MAX_RATIO * Math.max(1, entry.getCompressedSize())) {
            throw new ModelException(
                    where
                            + ": damaged: "
                            + size
                            + " bytes of "
                            + entry.getCompressedSize()
                            + " compressed ones");
        }
        MemorySegment content = Arena.ofAuto().allocate(Math.max(1, size), 64).asSlice(0, size);
        CRC32 checksum = new CRC32();
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] buffer = new byte[BUFFER];
            for (long at = 0; at < size; ) {
                int count = in.read(buffer, 0, (int) Math.min(BUFFER, size - at));
                if (count < 0) {
                    throw new EOFException(where + " is cut off");
                }
                MemorySegment.copy(buffer, 0, content, ValueLayout.JAVA_BYTE, at, count);
                checksum.update(buffer, 0, count);
                at += count;
            }
            if (in.read() >= 0 || checksum.getValue() != entry.getCrc()) {
                throw new ModelException(where + ": damaged: size or checksum is another");
            }
        }
        return content;
    }

    /**
     * Writes an archive, whole or not at all, uncompressed; the bytes depend on the content only.
     *
     * @throws ModelException if it can't be written, or a tensor is of a type that NumPy doesn't
     *     have
     */
    public static void write(Path file, Map<String, Tensor> tensors) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, Tensor> tensor : new TreeMap<>(tensors).entrySet()) {
                byte[] header = Npy.header(tensor.getValue(), file.toString());
                MemorySegment data = tensor.getValue().segment();
                CRC32 checksum = new CRC32();
                checksum.update(header);
                checksum.update(data.asByteBuffer());
                ZipEntry entry = new ZipEntry(tensor.getKey() + SUFFIX);
                // The earliest day that zip knows: a file's time would change its bytes.
                entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(header.length + data.byteSize());
                entry.setCrc(checksum.getValue());
                zip.putNextEntry(entry);
                zip.write(header);
                byte[] buffer = new byte[BUFFER];
                for (long at = 0; at < data.byteSize(); at += BUFFER) {
                    int count = (int) Math.min(BUFFER, data.byteSize() - at);
                    MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, buffer, 0, count);
                    zip.write(buffer, 0, count);
                }
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new ModelException(file + ": can't be written: " + e.getMessage(), e);
        }
        NewFile.write(file, List.of(MemorySegment.ofArray(bytes.toByteArray())));
    }
}
