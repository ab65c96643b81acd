package dev.lanewise.model.onnx;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * ONNX's {@code ModelProto}, as far as inference needs it.
 *
 * @param irVersion version of the file format
 * @param opsets imported operator sets by domain
 * @param graph the network, null if there is none
 * @param metadata what the author left
 * @param functions the model's own operators
 */
record ModelProto(
        long irVersion,
        Map<String, Long> opsets,
        @Nullable GraphProto graph,
        Map<String, String> metadata,
        List<FunctionProto> functions) {

    static ModelProto read(ProtoReader in) {
        long irVersion = 0;
        Map<String, Long> opsets = new HashMap<>();
        GraphProto graph = null;
        Map<String, String> metadata = new LinkedHashMap<>();
        List<FunctionProto> functions = new ArrayList<>();
        in.root("model");
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> irVersion = in.integer();
                case 7 -> {
                    if (graph != null) {
                        throw in.damaged("expected one graph, actual two");
                    }
                    graph = GraphProto.read(in);
                }
                case 8 -> opset(in, opsets);
                case 14 -> {
                    StringPair pair = StringPair.read(in, "metadata");
                    metadata.put(pair.key(), pair.value());
                }
                case 25 -> functions.add(FunctionProto.read(in));
                default -> in.skip();
            }
        }
        return new ModelProto(irVersion, opsets, graph, metadata, functions);
    }

    /** The version that the file imports of a domain; 0 if none. */
    long opset(String domain) {
        // Files of the first two format versions import nothing and mean opset 1.
        return opsets.getOrDefault(
                domain, irVersion < 3 && domain.equals(NodeProto.STANDARD_DOMAIN) ? 1L : 0L);
    }

    /** Reads an import of an operator set. */
    static void opset(ProtoReader in, Map<String, Long> opsets) {
        String domain = "";
        long version = 0;
        int outer = in.begin("opset_import");
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> domain = in.name();
                case 2 -> version = in.integer();
                default -> in.skip();
            }
        }
        in.end(outer);
        opsets.put(NodeProto.canonical(domain), version);
    }
}
