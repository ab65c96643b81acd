package dev.lanewise.model.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * ONNX's {@code GraphProto}.
 *
 * @param name the graph's name
 * @param nodes the operators, in any order
 * @param initializers weights
 * @param sparseInitializers number of sparse weights
 * @param inputs inputs; in old files also the initializers
 * @param outputs outputs
 */
record GraphProto(
        String name,
        List<NodeProto> nodes,
        List<TensorProto> initializers,
        int sparseInitializers,
        List<ValueInfoProto> inputs,
        List<ValueInfoProto> outputs) {

    static GraphProto read(ProtoReader in) {
        String name = "";
        List<NodeProto> nodes = new ArrayList<>();
        List<TensorProto> initializers = new ArrayList<>();
        int sparse = 0;
        List<ValueInfoProto> inputs = new ArrayList<>();
        List<ValueInfoProto> outputs = new ArrayList<>();
        int outer = in.begin("graph");
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> nodes.add(NodeProto.read(in));
                case 2 -> name = in.name();
                case 5 -> initializers.add(TensorProto.readField(in, "initializer"));
                case 11 -> inputs.add(ValueInfoProto.read(in, "input"));
                case 12 -> outputs.add(ValueInfoProto.read(in, "output"));
                case 15 -> {
                    sparse++;
                    in.skip();
                }
                default -> in.skip();
            }
        }
        in.end(outer);
        return new GraphProto(name, nodes, initializers, sparse, inputs, outputs);
    }

    /** This graph with other nodes. */
    GraphProto with(List<NodeProto> others) {
        return new GraphProto(name, others, initializers, sparseInitializers, inputs, outputs);
    }
}
