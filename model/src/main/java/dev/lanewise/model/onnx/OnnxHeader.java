package dev.lanewise.model.onnx;

import dev.lanewise.model.file.FileBytes;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an ONNX file says of itself, beside the network.
 *
 * @param irVersion version of the file format
 * @param producer the tool that wrote it and its version, empty if it doesn't say
 * @param opsets imported operator sets: version by domain, {@code ai.onnx} for the standard one
 */
public record OnnxHeader(long irVersion, String producer, Map<String, Long> opsets) {

    /** Copies the map. */
    public OnnxHeader {
        opsets = Collections.unmodifiableMap(new TreeMap<>(opsets));
    }

    /**
     * Reads the header of a file.
     *
     * @throws dev.lanewise.model.ModelException if the file is missing, no ONNX model or damaged
     */
    public static OnnxHeader read(Path file) {
        return FileBytes.whileMapped(file, bytes -> read(new ProtoReader(bytes, file.toString())));
    }

    private static OnnxHeader read(ProtoReader in) {
        long irVersion = 0;
        String producer = "";
        String version = "";
        Map<String, Long> opsets = new TreeMap<>();
        in.root("model");
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> irVersion = in.integer();
                case 2 -> producer = in.name();
                case 3 -> version = in.name();
                case 8 -> ModelProto.opset(in, opsets);
                default -> in.skip();
            }
        }
        return new OnnxHeader(irVersion, (producer + " " + version).strip(), opsets);
    }
}
