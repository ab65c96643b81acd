package dev.lanewise.model.npy;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.file.NewFile;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads and writes {@code .npy} files: little-endian numbers in C order, format versions 1 to 3
 * when reading, 1 when writing. Thread-safe.
 */
public final class Npy {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER_BYTES = 1 << 16;

    /** The data begin at a multiple of this many bytes. */
    private static final int ALIGNMENT = 64;

    /** Three keys; {@code find} sees to it that they are different ones. */
    private static final Pattern DICTIONARY =
            Pattern.compile(
                    "\\{(?:\\s*'(?:descr|fortran_order|shape)'\\s*:"
                            + "\\s*(?:'[^']*'|True|False|\\([\\d,\\s]*\\))\\s*,?){3}\\s*\\}\\s*");

    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern FORTRAN =
            Pattern.compile("'fortran_order'\\s*:\\s*(True|False)\\b");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");

    private Npy() {}

    /**
     * Reads a file.
     *
     * @return a tensor in memory that the garbage collector frees
     * @throws ModelException if the file is missing, damaged, or holds anything but numbers
     */
    public static Tensor read(Path file) {
        if (Files.isDirectory(file)) {
            throw new ModelException(file + ": expected an .npy file, actual a folder");
        }
        try (FileChannel channel = FileChannel.open(file);
                Arena arena = Arena.ofConfined()) {
            return read(
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena),
                    file.toString());
        } catch (NoSuchFileException e) {
            throw new ModelException(file + ": no such file", e);
        } catch (IOException e) {
            throw new ModelException(file + ": can't be read: " + e.getMessage(), e);
        }
    }

    private static Tensor read(MemorySegment bytes, String name) {
        return copy(view(bytes, name));
    }

    private static Tensor copy(Tensor view) {
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), view.dtype(), view.shape());
        tensor.segment().copyFrom(view.segment());
        return tensor;
    }

    /**
     * The tensor that the bytes of a file hold: a view of them where they are little-endian and in
     * C order.
     */
    static Tensor view(MemorySegment bytes, String name) {
        Header header = Header.parse(bytes, name);
        Shape shape = header.shape();
        MemorySegment data = bytes.asSlice(header.bytes());
        long expected = (long) shape.elements() * header.dtype().bytes();
        if (data.byteSize() != expected) {
            throw new ModelException(
                    name
                            + ": expected "
                            + expected
                            + " bytes of data for "
                            + header.dtype()
                            + shape
                            + ", actual "
                            + data.byteSize());
        }
        Tensor tensor = new Tensor(header.dtype(), shape, data);
        if (header.bigEndian()) {
            tensor = copy(tensor);
            reverseBytes(tensor.segment(), header.dtype().bytes());
        }
        return header.fortran() ? inCOrder(tensor) : tensor;
    }

    private static void reverseBytes(MemorySegment elements, int width) {
        for (long at = 0; at < elements.byteSize(); at += width) {
            for (int i = 0; i < width / 2; i++) {
                byte first = elements.get(ValueLayout.JAVA_BYTE, at + i);
                long mirrored = at + width - 1 - i;
                elements.set(
                        ValueLayout.JAVA_BYTE,
                        at + i,
                        elements.get(ValueLayout.JAVA_BYTE, mirrored));
                elements.set(ValueLayout.JAVA_BYTE, mirrored, first);
            }
        }
    }

    /** The same elements, of which the first index moved fastest, in the usual order. */
    private static Tensor inCOrder(Tensor fortran) {
        Shape shape = fortran.shape();
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), fortran.dtype(), shape);
        int bytes = fortran.dtype().bytes();
        int[] index = new int[shape.rank()];
        for (int i = 0; i < shape.elements(); i++) {
            long from = 0;
            for (int axis = shape.rank() - 1; axis >= 0; axis--) {
                from = from * shape.dim(axis) + index[axis];
            }
            MemorySegment.copy(
                    fortran.segment(), from * bytes, tensor.segment(), (long) i * bytes, bytes);
            for (int axis = shape.rank() - 1; axis >= 0; axis--) {
                if (++index[axis] < shape.dim(axis)) {
                    break;
                }
                index[axis] = 0;
            }
        }
        return tensor;
    }

    /**
     * Writes a file, whole or not at all, replacing what was there.
     *
     * @throws ModelException if it can't be written, or the tensor is of a type that NumPy doesn't
     *     have
     */
    public static void write(Path file, Tensor tensor) {
        byte[] header = header(tensor, file.toString());
        NewFile.write(file, List.of(MemorySegment.ofArray(header), tensor.segment()));
    }

    /** What precedes the data of a tensor. */
    static byte[] header(Tensor tensor, String file) {
        int[] dims = tensor.shape().dims();
        String shape =
                IntStream.of(dims).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String dictionary =
                "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
                        .formatted(
                                descr(tensor.dtype(), file),
                                dims.length == 1 ? shape + "," : shape);
        int start = MAGIC.length + 4;
        int total = (start + dictionary.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] header = new byte[total];
        Arrays.fill(header, (byte) ' ');
        System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
        header[6] = 1;
        header[7] = 0;
        header[8] = (byte) (total - start);
        header[9] = (byte) (total - start >> 8);
        byte[] text = dictionary.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text, 0, header, start, text.length);
        header[total - 1] = '\n';
        return header;
    }

    private static String descr(DType dtype, String file) {
        return switch (dtype) {
            case FLOAT32 -> "<f4";
            case FLOAT64 -> "<f8";
            case FLOAT16 -> "<f2";
            case INT8 -> "|i1";
            case INT16 -> "<i2";
            case INT32 -> "<i4";
            case INT64 -> "<i8";
            case UINT8 -> "|u1";
            case UINT16 -> "<u2";
            case UINT32 -> "<u4";
            case UINT64 -> "<u8";
            case BOOL -> "|b1";
            default ->
                    throw new ModelException(
                            file + ": NumPy has no type for " + dtype + " tensors");
        };
    }

    private static DType dtypeOf(String descr, String name) {
        return switch (descr.isEmpty() ? "" : descr.substring(1)) {
            case "f4" -> DType.FLOAT32;
            case "f8" -> DType.FLOAT64;
            case "f2" -> DType.FLOAT16;
            case "i1" -> DType.INT8;
            case "i2" -> DType.INT16;
            case "i4" -> DType.INT32;
            case "i8" -> DType.INT64;
            case "u1" -> DType.UINT8;
            case "u2" -> DType.UINT16;
            case "u4" -> DType.UINT32;
            case "u8" -> DType.UINT64;
            case "b1" -> DType.BOOL;
            default ->
                    throw new ModelException(
                            name
                                    + ": expected numbers such as '<f4', actual '"
                                    + descr
                                    + "'; convert with .astype('<f4')");
        };
    }

    /** Whether the bytes of an element are in the other order than in memory. */
    private static boolean isBigEndian(String descr, DType dtype, String name) {
        char order = descr.charAt(0);
        if (order == '>' || order == '<' || order == '|' && dtype.bytes() == 1) {
            return order == '>';
        }
        throw new ModelException(
                name + ": expected a byte order of '<' or '>', actual '" + descr + "'");
    }

    /** What precedes the data, and its length in bytes. */
    private record Header(
            DType dtype, Shape shape, long bytes, boolean bigEndian, boolean fortran) {

        static Header parse(MemorySegment file, String name) {
            boolean isNpy = file.byteSize() >= MAGIC.length + 4;
            for (int i = 0; isNpy && i < MAGIC.length; i++) {
                isNpy = file.get(ValueLayout.JAVA_BYTE, i) == MAGIC[i];
            }
            if (!isNpy) {
                throw new ModelException(name + ": expected an .npy file, actual something else");
            }
            int version = file.get(ValueLayout.JAVA_BYTE, MAGIC.length);
            int lengthBytes = version == 1 ? 2 : 4;
            int start = MAGIC.length + 2 + lengthBytes;
            long length = 0;
            for (int i = 0; i < lengthBytes && start <= file.byteSize(); i++) {
                long next = file.get(ValueLayout.JAVA_BYTE, MAGIC.length + 2 + i) & 0xFF;
                length |= next << 8 * i;
            }
            if (version < 1 || version > 3) {
                throw new ModelException(
                        name + ": expected version 1, 2 or 3 of .npy, actual " + version);
            }
            if (length > MAX_HEADER_BYTES || start + length > file.byteSize()) {
                throw new ModelException(name + ": damaged: the header is cut off");
            }
            byte[] text = file.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE);
            return parse(new String(text, StandardCharsets.UTF_8), start + length, name);
        }

        private static Header parse(String dictionary, long bytes, String name) {
            String descr = find(DESCR, dictionary, "plain number type", name);
            DType dtype = dtypeOf(descr, name);
            boolean bigEndian = isBigEndian(descr, dtype, name);
            boolean fortran = find(FORTRAN, dictionary, "fortran_order", name).equals("True");
            String dims = find(SHAPE, dictionary, "shape", name);
            if (!DICTIONARY.matcher(dictionary).matches()) {
                throw new ModelException(
                        name
                                + ": damaged: expected a header with descr, fortran_order and shape"
                                + " of plain numbers, each once, and nothing else");
            }
            try {
                long[] extents =
                        Arrays.stream(dims.split(","))
                                .map(String::strip)
                                .filter(dim -> !dim.isEmpty())
                                .mapToLong(Long::parseLong)
                                .toArray();
                return new Header(dtype, Shape.of(extents), bytes, bigEndian, fortran);
            } catch (NumberFormatException e) {
                throw new ModelException(name + ": damaged: shape (" + dims + ")", e);
            } catch (IllegalArgumentException e) {
                throw new ModelException(name + ": " + e.getMessage(), e);
            }
        }

        private static String find(Pattern pattern, String dictionary, String what, String name) {
            Matcher matcher = pattern.matcher(dictionary);
            if (!matcher.find()) {
                throw new ModelException(name + ": the header of this .npy file names no " + what);
            }
            return matcher.group(1);
        }
    }
}
