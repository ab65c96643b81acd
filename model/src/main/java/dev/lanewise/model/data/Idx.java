package dev.lanewise.model.data;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads IDX files of unsigned bytes, plain or gzipped, as MNIST and its kin are kept in: magic 00
 * 00 08 rank, an extent of four bytes for each axis, the bytes. Files are not trusted: memory grows
 * with what is really there, not with what a header promises.
 */
public final class Idx {

    /** Most bytes of data. */
    public static final long MAX_BYTES = 1 << 30;

    private static final int MAX_RANK = 4;
    private static final int UNSIGNED_BYTE = 0x08;
    private static final int GZIP_MAGIC = 0x1F8B;
    private static final int CHUNK = 1 << 20;

    private Idx() {}

    /**
     * Reads a file.
     *
     * @return UINT8 in memory that the garbage collector frees
     * @throws ModelException if the file is missing, damaged, of another type, shorter or longer
     *     than its header says, or too large
     */
    public static Tensor read(Path file) {
        if (Files.isDirectory(file)) {
            throw new ModelException(file + ": expected an IDX file, actual a folder");
        }
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), CHUNK)) {
            raw.mark(2);
            boolean zipped = (raw.read() << 8 | raw.read()) == GZIP_MAGIC;
            raw.reset();
            return read(zipped ? new GZIPInputStream(raw, 1 << 16) : raw, file);
        } catch (NoSuchFileException e) {
            throw new ModelException(file + ": no such file", e);
        } catch (EOFException e) {
            throw new ModelException(file + ": cut off; is the file complete?", e);
        } catch (ZipException e) {
            throw new ModelException(file + ": damaged gzip data: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ModelException(file + ": can't be read: " + e.getMessage(), e);
        }
    }

    private static Tensor read(InputStream in, Path file) throws IOException {
        byte[] magic = exactly(in, 4);
        int rank = magic[3];
        if (magic[0] != 0
                || magic[1] != 0
                || magic[2] != UNSIGNED_BYTE
                || rank < 1
                || rank > MAX_RANK) {
            throw new ModelException(
                    file
                            + ": expected an IDX file of unsigned bytes with 1 to "
                            + MAX_RANK
                            + " axes, actual something else");
        }
        long[] dims = new long[rank];
        long bytes = 1;
        for (int i = 0; i < rank; i++) {
            byte[] extent = exactly(in, 4);
            for (byte b : extent) {
                dims[i] = dims[i] << 8 | b & 0xFF;
            }
            if (dims[i] > MAX_BYTES || bytes * dims[i] > MAX_BYTES) {
                throw new ModelException(
                        file + ": expected at most " + MAX_BYTES + " bytes of data, actual more");
            }
            bytes *= dims[i];
        }
        Shape shape = Shape.of(dims);
        byte[] data = in.readNBytes((int) bytes);
        if (data.length < bytes || in.read() >= 0) {
            throw new ModelException(
                    file
                            + ": expected "
                            + bytes
                            + " bytes of data for "
                            + shape
                            + ", actual "
                            + (data.length < bytes ? data.length : "more")
                            + "; is the file complete?");
        }
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), DType.UINT8, shape);
        tensor.segment().copyFrom(MemorySegment.ofArray(data));
        return tensor;
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }
}
