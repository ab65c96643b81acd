package dev.lanewise.model.onnx;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.op.ReduceMean;

/** Operators that make one element of many. */
final class ReductionOperators {

    private ReductionOperators() {}

    static void register(Operators.Registry r) {
        r.add("ReduceMean", 1, 2, ReductionOperators::mean);
    }

    /** The axes were an attribute up to opset 17. */
    private static void mean(OnnxNode node) {
        boolean keepDims = node.flag("keepdims", true);
        boolean nothingByDefault = node.flag("noop_with_empty_axes", false);
        if (node.opset() < 18 && node.hasAttribute("axes")) {
            node.becomes(
                    new ReduceMean(keepDims),
                    node.input(0),
                    node.constant("axes", node.int64s("axes")));
            return;
        }
        Tensor axes = node.known(1);
        if (nothingByDefault && (!node.has(1) || axes != null && axes.shape().elements() == 0)) {
            ShapeOperators.identity(node);
        } else if (nothingByDefault && axes == null) {
            throw node.unsupported("noop_with_empty_axes with computed axes");
        } else {
            node.becomes(new ReduceMean(keepDims));
        }
    }
}
