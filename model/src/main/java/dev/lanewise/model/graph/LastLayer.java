package dev.lanewise.model.graph;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.MatMul;
import dev.lanewise.model.op.Softmax;
import dev.lanewise.model.op.ViewOp;

import java.util.Map;

/** Finds where a classifier decides. */
public final class LastLayer {

    private LastLayer() {}

    /**
     * The last node with weights: a convolution or a linear layer.
     *
     * @throws ModelException if there is none
     */
    public static Node of(Graph graph) {
        for (Node node : graph.nodes().reversed()) {
            if (node.op() instanceof Gemm
                    || node.op() instanceof MatMul
                    || node.op() instanceof Conv) {
                return node;
            }
        }
        throw new ModelException(
                "network '"
                        + graph.name()
                        + "': expected a linear layer or a convolution, actual none");
    }

    /** What goes into the softmax at the end, views behind it passed over; else the output. */
    public static String scores(Graph graph) {
        Map<String, Node> producers = graph.producers();
        String output = graph.outputs().getFirst();
        Node node = producers.get(output);
        while (node != null && node.op() instanceof ViewOp) {
            node = producers.get(node.input(0));
        }
        return node != null && node.op() instanceof Softmax ? node.input(0) : output;
    }
}
