package dev.lanewise.model.onnx.writer;

import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.op.DequantizeLinear;
import dev.lanewise.model.op.QuantizeLinear;
import dev.lanewise.model.op.Reduce;
import dev.lanewise.model.op.ScatterReduction;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** Operators that make one element of many, or pick among them, or round them. */
final class ReductionWriting {

    private ReductionWriting() {}

    /**
     * The axes are an input since opset 18, for sums since 13; before, an attribute.
     *
     * @param noneByDefault whether no axes means none
     * @param kind which, null for the mean
     */
    static void reduce(
            String type,
            boolean keepDims,
            boolean noneByDefault,
            Reduce.@Nullable Kind kind,
            NodeWriting out) {
        NodeForm form = out.form(type).flag("keepdims", keepDims);
        Tensor axes = out.known(1);
        boolean asInput = out.opset() >= 18 || kind == Reduce.Kind.SUM;
        boolean none = !out.has(1) || axes != null && axes.shape().elements() == 0;
        if (asInput) {
            out.becomes(form.flag("noop_with_empty_axes", noneByDefault));
        } else if (none && noneByDefault) {
            // This operator set has no such flag; nothing is reduced.
            out.becomes(out.form("Identity"), out.input(0));
        } else if (none) {
            out.becomes(form, out.input(0));
        } else if (axes != null) {
            out.becomes(
                    form.integers("axes", Arrays.stream(axes.toLongArray()).boxed().toList()),
                    out.input(0));
        } else {
            out.needs(18);
            out.becomes(form);
        }
    }

    static NodeForm scatter(String type, ScatterReduction reduction, NodeWriting out) {
        if (reduction == ScatterReduction.MAX || reduction == ScatterReduction.MIN) {
            out.needs(18);
        }
        return out.form(type).choice("reduction", reduction);
    }

    static NodeForm axis(String type, @Nullable Integer axis) {
        NodeForm form = new NodeForm(type);
        return axis == null ? form : form.integer("axis", axis);
    }

    /** The type is that of the zero point; since opset 21 it can be told instead. */
    static void quantize(QuantizeLinear op, NodeWriting out) {
        NodeForm form =
                ElementwiseWriting.saturate(
                        blocks(out.form("QuantizeLinear"), op.axis(), op.block(), out),
                        op.saturate(),
                        out);
        if (op.dtype() == null || out.has(2) || op.dtype() == DType.UINT8) {
            out.becomes(form);
        } else {
            out.needs(21);
            out.becomes(form.dtype("output_dtype", op.dtype()));
        }
    }

    static void dequantize(DequantizeLinear op, NodeWriting out) {
        NodeForm form = blocks(out.form("DequantizeLinear"), op.axis(), op.block(), out);
        if (op.dtype() != null) {
            out.needs(23);
            form.dtype("output_dtype", op.dtype());
        }
        out.becomes(form);
    }

    private static NodeForm blocks(NodeForm form, int axis, int block, NodeWriting out) {
        if (block > 0) {
            out.needs(21);
            form.integer("block_size", block);
        }
        return form.integer("axis", axis);
    }
}
