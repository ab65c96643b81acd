package dev.lanewise.model.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * ONNX's {@code NodeProto}.
 *
 * @param name the node's name, or its first output where it has none
 * @param type the operator
 * @param domain the operator's domain, {@code ai.onnx} for the standard one
 * @param overload which of the model's functions of this name is meant
 * @param inputs values read; empty where an optional input is absent
 * @param outputs values defined
 * @param attributes by name
 * @param opset version of the domain; 0 until {@link FunctionInlining} has looked it up
 */
record NodeProto(
        String name,
        String type,
        String domain,
        String overload,
        List<String> inputs,
        List<String> outputs,
        Map<String, AttributeProto> attributes,
        long opset) {

    static final String STANDARD_DOMAIN = "ai.onnx";

    static NodeProto read(ProtoReader in) {
        String name = "";
        String type = "";
        String domain = "";
        String overload = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, AttributeProto> attributes = new LinkedHashMap<>();
        int outer = in.begin("node");
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> inputs.add(in.name());
                case 2 -> outputs.add(in.name());
                case 3 -> name = in.name();
                case 4 -> type = in.name();
                case 5 -> {
                    AttributeProto attribute = AttributeProto.read(in);
                    if (attributes.put(attribute.name(), attribute) != null) {
                        throw in.damaged(
                                type
                                        + " '"
                                        + name
                                        + "': attribute "
                                        + attribute.name()
                                        + " expected once, actual twice");
                    }
                }
                case 7 -> domain = in.name();
                case 8 -> overload = in.name();
                default -> in.skip();
            }
        }
        in.end(outer);
        String label = name.isEmpty() && !outputs.isEmpty() ? outputs.getFirst() : name;
        // Empty collections are shared: a file of two bytes a node may have millions of them.
        return new NodeProto(
                label,
                type,
                canonical(domain),
                overload,
                inputs.isEmpty() ? List.of() : inputs,
                outputs.isEmpty() ? List.of() : outputs,
                attributes.isEmpty() ? Map.of() : attributes,
                0);
    }

    /** The standard domain has two names. */
    static String canonical(String domain) {
        return domain.isEmpty() ? STANDARD_DOMAIN : domain;
    }

    /** Operator and name, as messages begin. */
    String label() {
        return type + " '" + name + "'";
    }
}
