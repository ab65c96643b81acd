package dev.lanewise.testvectors;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Reads the golden cases of this module: NumPy archives ({@code .npz}) of float32 arrays. An array
 * is named {@code case/tensor}; a case is named after what it tests and its attributes, {@code
 * conv2d,stride=2,padding=1}.
 */
public final class GoldenFile {

    private static final Pattern HEADER =
            Pattern.compile("'descr': '<f4', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\)");

    private GoldenFile() {}

    /**
     * An array.
     *
     * @param shape extents
     * @param values row-major elements
     */
    public record Golden(int[] shape, float[] values) {}

    /**
     * A case: the tensors that go in and come out.
     *
     * @param name what is tested, with attributes
     * @param tensors the arrays by their names
     */
    public record Case(String name, Map<String, Golden> tensors) {

        /** What is tested: the name up to the first comma. */
        public String kind() {
            return name.split(",", 2)[0];
        }

        /** An integer attribute. */
        public int attribute(String key) {
            return Integer.parseInt(text(key));
        }

        /** An attribute as it stands. */
        public String text(String key) {
            return Arrays.stream(name.split(","))
                    .filter(part -> part.startsWith(key + "="))
                    .map(part -> part.substring(key.length() + 1))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException(name + ": no attribute " + key));
        }

        /** An array. */
        public Golden tensor(String tensor) {
            Golden golden = tensors.get(tensor);
            if (golden == null) {
                throw new IllegalArgumentException(name + ": no tensor " + tensor);
            }
            return golden;
        }
    }

    /** The cases of a resource of this package, in the file's order, by name. */
    public static Map<String, Case> read(String resource) {
        Map<String, Case> cases = new LinkedHashMap<>();
        try (InputStream stream = GoldenFile.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException("no golden file " + resource);
            }
            ZipInputStream zip = new ZipInputStream(stream);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName().replaceAll("\\.npy$", "");
                int slash = name.lastIndexOf('/');
                cases.computeIfAbsent(
                                name.substring(0, slash),
                                key -> new Case(key, new LinkedHashMap<>()))
                        .tensors()
                        .put(name.substring(slash + 1), array(name, zip));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    /** Reads one array in the format of numpy.lib.format, version 1.0. */
    private static Golden array(String name, InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        byte[] start = in.readNBytes(10);
        int length = (start[8] & 0xFF) | (start[9] & 0xFF) << 8;
        String header = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        Matcher matcher = HEADER.matcher(header);
        if (!matcher.find()) {
            throw new IOException(name + ": not a float32 array in row-major order: " + header);
        }
        int[] shape =
                Arrays.stream(matcher.group(1).split(","))
                        .map(String::strip)
                        .filter(extent -> !extent.isEmpty())
                        .mapToInt(Integer::parseInt)
                        .toArray();
        float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        ByteBuffer.wrap(in.readNBytes(4 * values.length))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return new Golden(shape, values);
    }
}
