package dev.lanewise.model.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * ONNX's {@code FunctionProto}: an operator that the model defines by others.
 *
 * @param key what a node calls it by
 * @param inputs formal inputs; the caller may leave out any
 * @param outputs formal outputs
 * @param attributes names of attributes without default
 * @param defaults attributes with their defaults, by name
 * @param nodes the operators, in any order
 * @param opsets imported operator sets by domain
 */
record FunctionProto(
        Key key,
        List<String> inputs,
        List<String> outputs,
        List<String> attributes,
        Map<String, AttributeProto> defaults,
        List<NodeProto> nodes,
        Map<String, Long> opsets) {

    /**
     * What a node calls a function by.
     *
     * @param domain {@code ai.onnx} for the standard one
     * @param name as operators are named
     * @param overload tells functions of one name apart
     */
    record Key(String domain, String name, String overload) {

        static Key of(NodeProto node) {
            return new Key(node.domain(), node.type(), node.overload());
        }
    }

    static FunctionProto read(ProtoReader in) {
        String name = "";
        String domain = "";
        String overload = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        List<String> attributes = new ArrayList<>();
        Map<String, AttributeProto> defaults = new LinkedHashMap<>();
        List<NodeProto> nodes = new ArrayList<>();
        Map<String, Long> opsets = new HashMap<>();
        int outer = in.begin("function");
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> name = in.name();
                case 4 -> inputs.add(in.name());
                case 5 -> outputs.add(in.name());
                case 6 -> attributes.add(in.name());
                case 7 -> nodes.add(NodeProto.read(in));
                case 9 -> ModelProto.opset(in, opsets);
                case 10 -> domain = in.name();
                case 11 -> {
                    AttributeProto attribute = AttributeProto.read(in);
                    defaults.put(attribute.name(), attribute);
                }
                case 13 -> overload = in.name();
                default -> in.skip();
            }
        }
        in.end(outer);
        return new FunctionProto(
                new Key(NodeProto.canonical(domain), name, overload),
                inputs,
                outputs,
                attributes,
                defaults,
                nodes,
                opsets);
    }
}
