package dev.lanewise.model.safetensors;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Tensor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes headers. */
final class HeaderWriter {

    /** The data begin at a multiple of this many bytes. */
    private static final int ALIGNMENT = 8;

    /** The order of the data, which keeps every element aligned. */
    private static final List<DType> ORDER =
            List.of(
                    DType.UINT64,
                    DType.INT64,
                    DType.FLOAT64,
                    DType.FLOAT32,
                    DType.UINT32,
                    DType.INT32,
                    DType.BFLOAT16,
                    DType.FLOAT16,
                    DType.UINT16,
                    DType.INT16,
                    DType.FLOAT8E8M0,
                    DType.FLOAT8E4M3FN,
                    DType.FLOAT8E5M2,
                    DType.INT8,
                    DType.UINT8,
                    DType.BOOL);

    private HeaderWriter() {}

    /** The tensors in the order in which their data are written: by type, then by name. */
    static List<Map.Entry<String, Tensor>> sorted(Map<String, Tensor> tensors) {
        List<Map.Entry<String, Tensor>> sorted = new ArrayList<>(new TreeMap<>(tensors).entrySet());
        sorted.sort(Comparator.comparing(entry -> ORDER.indexOf(entry.getValue().dtype())));
        return sorted;
    }

    /**
     * @param tensors in the order of their data
     * @throws ModelException if the format can't hold them
     */
    static byte[] bytes(List<Map.Entry<String, Tensor>> tensors, Map<String, String> metadata) {
        List<String> members = new ArrayList<>();
        if (!metadata.isEmpty()) {
            String texts =
                    new TreeMap<>(metadata)
                            .entrySet().stream()
                                    .map(e -> member(e.getKey(), JsonText.quoted(e.getValue())))
                                    .collect(Collectors.joining(",", "{", "}"));
            members.add(member(Header.METADATA, texts));
        }
        long at = 0;
        for (Map.Entry<String, Tensor> entry : tensors) {
            if (entry.getKey().equals(Header.METADATA)) {
                throw new ModelException(
                        "tensor '" + entry.getKey() + "': the format keeps this name for itself");
            }
            long end = at + entry.getValue().segment().byteSize();
            members.add(member(entry.getKey(), tensor(entry.getValue(), at, end)));
            at = end;
        }
        byte[] text = ("{" + String.join(",", members) + "}").getBytes(StandardCharsets.UTF_8);
        int length = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        if (length > Header.MAX_BYTES) {
            throw new ModelException(
                    "expected a header of at most "
                            + Header.MAX_BYTES
                            + " bytes, actual "
                            + length
                            + "; write fewer tensors or shorter metadata");
        }
        byte[] padded = Arrays.copyOf(text, length);
        Arrays.fill(padded, text.length, length, (byte) ' ');
        return padded;
    }

    private static String tensor(Tensor tensor, long begin, long end) {
        String type = Header.nameOf(tensor.dtype());
        if (type == null) {
            throw new ModelException("safetensors has no type for " + tensor.dtype() + " tensors");
        }
        String dims =
                IntStream.of(tensor.shape().dims())
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(",", "[", "]"));
        return "{"
                + member(Header.DTYPE, JsonText.quoted(type))
                + ","
                + member(Header.SHAPE, dims)
                + ","
                + member(Header.OFFSETS, "[" + begin + "," + end + "]")
                + "}";
    }

    private static String member(String name, String value) {
        return JsonText.quoted(name) + ":" + value;
    }
}
