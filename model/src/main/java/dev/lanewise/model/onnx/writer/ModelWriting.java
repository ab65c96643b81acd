package dev.lanewise.model.onnx.writer;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Makes ONNX's {@code ModelProto} of a graph, with its weights within or in a file beside. */
public final class ModelWriting {

    /** The oldest that is written: what most tools of the last years read. */
    private static final int OPSET = 17;

    /** More can't be in one file: protobuf counts in 31 bits. */
    private static final long MAX_INTERNAL = 1_900_000_000;

    /** Smaller tensors stay in the model. */
    private static final long MIN_EXTERNAL = 1024;

    /** External tensors begin at a multiple of this, so that they can be mapped. */
    private static final long PAGE = 4096;

    private final List<MemorySegment> external = new ArrayList<>();
    private long externalSize;
    private final ProtoWriter model;

    /**
     * @param externalFile name of the file beside
     * @param always whether weights go there even if they fit in
     */
    public ModelWriting(Graph graph, String externalFile, boolean always) {
        long weights =
                graph.constants().values().stream().mapToLong(t -> t.segment().byteSize()).sum();
        boolean beside = always || weights > MAX_INTERNAL;
        GraphWriting.Weights to =
                beside
                        ? (name, tensor) -> external(name, tensor, externalFile)
                        : GraphWriting::tensor;
        int opset = OPSET;
        GraphWriting writing = new GraphWriting(graph, opset, to);
        ProtoWriter proto = writing.graph(graph);
        while (writing.needed() > opset) {
            opset = writing.needed();
            external.clear();
            externalSize = 0;
            writing = new GraphWriting(graph, opset, to);
            proto = writing.graph(graph);
        }
        int version = opset;
        model = new ProtoWriter();
        model.integer(1, irVersion(version)).text(2, "lanewise").message(7, proto);
        model.message(8, import_ -> import_.text(1, "").integer(2, version));
        GraphWriting.pairs(model, 14, graph.metadata());
    }

    /** The oldest version of the file format that the operator set goes with. */
    private static int irVersion(int opset) {
        return opset <= 18
                ? 8
                : opset <= 20 ? 9 : opset <= 22 ? 10 : opset <= 23 ? 11 : opset <= 24 ? 12 : 13;
    }

    private ProtoWriter external(String name, Tensor tensor, String file) {
        long bytes = tensor.segment().byteSize();
        if (bytes < MIN_EXTERNAL || tensor.dtype().isPacked()) {
            return GraphWriting.tensor(name, tensor);
        }
        long gap = -externalSize & (PAGE - 1);
        external.add(MemorySegment.ofArray(new byte[(int) gap]));
        external.add(tensor.segment());
        long offset = externalSize + gap;
        externalSize = offset + bytes;
        ProtoWriter proto = GraphWriting.header(name, tensor);
        pair(proto, "location", file);
        pair(proto, "offset", Long.toString(offset));
        pair(proto, "length", Long.toString(bytes));
        return proto.integer(14, 1);
    }

    private static void pair(ProtoWriter to, String key, String value) {
        to.message(13, p -> p.text(1, key).text(2, value));
    }

    /** The model file, one piece behind the other; weights are views of the graph's. */
    public List<MemorySegment> model() {
        return model.pieces();
    }

    /** The file beside; empty if there is none. */
    public List<MemorySegment> external() {
        return external;
    }

    /** Bytes of the model file. */
    public long size() {
        return model.size();
    }
}
