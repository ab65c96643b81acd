package dev.lanewise.model.onnx.writer;

import dev.lanewise.model.op.AffineGrid;
import dev.lanewise.model.op.AlignAxis;
import dev.lanewise.model.op.ArgExtreme;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Attention;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.BitCast;
import dev.lanewise.model.op.Bitwise;
import dev.lanewise.model.op.Cast;
import dev.lanewise.model.op.CastLike;
import dev.lanewise.model.op.CenterCropPad;
import dev.lanewise.model.op.Channels;
import dev.lanewise.model.op.Clip;
import dev.lanewise.model.op.Col2Im;
import dev.lanewise.model.op.Comparison;
import dev.lanewise.model.op.Compress;
import dev.lanewise.model.op.Concat;
import dev.lanewise.model.op.ConstantOfShape;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.ConvInteger;
import dev.lanewise.model.op.ConvTranspose;
import dev.lanewise.model.op.CumSum;
import dev.lanewise.model.op.DFT;
import dev.lanewise.model.op.DeformConv;
import dev.lanewise.model.op.DepthToSpace;
import dev.lanewise.model.op.DequantizeLinear;
import dev.lanewise.model.op.Det;
import dev.lanewise.model.op.Dropout;
import dev.lanewise.model.op.DynamicQuantizeLinear;
import dev.lanewise.model.op.Einsum;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Expand;
import dev.lanewise.model.op.EyeLike;
import dev.lanewise.model.op.Flatten;
import dev.lanewise.model.op.Gather;
import dev.lanewise.model.op.GatherElements;
import dev.lanewise.model.op.GatherND;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.GlobalLpPool;
import dev.lanewise.model.op.GlobalPool;
import dev.lanewise.model.op.GradientOp;
import dev.lanewise.model.op.GridSample;
import dev.lanewise.model.op.GroupNormalization;
import dev.lanewise.model.op.Hardmax;
import dev.lanewise.model.op.Identity;
import dev.lanewise.model.op.If;
import dev.lanewise.model.op.IsInf;
import dev.lanewise.model.op.IsNaN;
import dev.lanewise.model.op.LRN;
import dev.lanewise.model.op.LayerNormalization;
import dev.lanewise.model.op.LinearAttention;
import dev.lanewise.model.op.Loop;
import dev.lanewise.model.op.LpNormalization;
import dev.lanewise.model.op.LpPool;
import dev.lanewise.model.op.MatMul;
import dev.lanewise.model.op.MatMulInteger;
import dev.lanewise.model.op.MathFunction;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.MaxRoiPool;
import dev.lanewise.model.op.MaxUnpool;
import dev.lanewise.model.op.MeanVarianceNormalization;
import dev.lanewise.model.op.MelWeightMatrix;
import dev.lanewise.model.op.Mod;
import dev.lanewise.model.op.NegativeLogLikelihoodLoss;
import dev.lanewise.model.op.NonMaxSuppression;
import dev.lanewise.model.op.NonZero;
import dev.lanewise.model.op.Not;
import dev.lanewise.model.op.OneHot;
import dev.lanewise.model.op.Op;
import dev.lanewise.model.op.Pad;
import dev.lanewise.model.op.QLinearConv;
import dev.lanewise.model.op.QLinearMatMul;
import dev.lanewise.model.op.QuantizeLinear;
import dev.lanewise.model.op.RMSNormalization;
import dev.lanewise.model.op.Range;
import dev.lanewise.model.op.Recurrent;
import dev.lanewise.model.op.Reduce;
import dev.lanewise.model.op.ReduceMean;
import dev.lanewise.model.op.Reshape;
import dev.lanewise.model.op.ReshapeLike;
import dev.lanewise.model.op.Resize;
import dev.lanewise.model.op.ReverseSequence;
import dev.lanewise.model.op.RoiAlign;
import dev.lanewise.model.op.RotaryEmbedding;
import dev.lanewise.model.op.STFT;
import dev.lanewise.model.op.Scan;
import dev.lanewise.model.op.ScatterElements;
import dev.lanewise.model.op.ScatterND;
import dev.lanewise.model.op.ShapeOf;
import dev.lanewise.model.op.Slice;
import dev.lanewise.model.op.Softmax;
import dev.lanewise.model.op.SpaceToDepth;
import dev.lanewise.model.op.Split;
import dev.lanewise.model.op.Squeeze;
import dev.lanewise.model.op.TensorScatter;
import dev.lanewise.model.op.TfIdfVectorizer;
import dev.lanewise.model.op.Tile;
import dev.lanewise.model.op.TopK;
import dev.lanewise.model.op.Transpose;
import dev.lanewise.model.op.Trilu;
import dev.lanewise.model.op.Unique;
import dev.lanewise.model.op.Unsqueeze;
import dev.lanewise.model.op.Where;
import dev.lanewise.model.op.WindowFunction;

import java.util.List;

/**
 * What every operator is in ONNX: by itself where it exists there in the operator set that is
 * written, else composed of others. The counterpart of the translators that the reader has.
 */
final class OperatorWriting {

    private OperatorWriting() {}

    static void write(Op op, NodeWriting out) {
        switch (op) {
            case Conv o -> WindowWriting.conv(o, out);
            case ConvTranspose o -> WindowWriting.convTranspose(o, out);
            case ConvInteger o ->
                    out.becomes(WindowWriting.convolution("ConvInteger", o.window(), o.groups()));
            case QLinearConv o ->
                    out.becomes(WindowWriting.convolution("QLinearConv", o.window(), o.groups()));
            case MaxPool o -> WindowWriting.maxPool(o, out);
            case AveragePool o -> WindowWriting.averagePool(o, out);
            case LpPool o -> WindowWriting.lpPool(o, out);
            case MaxUnpool o -> out.becomes(WindowWriting.window("MaxUnpool", o.window()));
            case GlobalPool o -> WindowWriting.globalPool(o, out);
            case GlobalLpPool o ->
                    out.becomes(
                            out.form("GlobalLpPool")
                                    .integer("p", WindowWriting.exponent(o.p(), out)));
            case RoiAlign o -> WindowWriting.roiAlign(o, out);
            case MaxRoiPool o ->
                    out.becomes(
                            out.form("MaxRoiPool")
                                    .integers("pooled_shape", List.of(o.height(), o.width()))
                                    .real("spatial_scale", o.scale()));
            case DeformConv o -> WindowWriting.deformConv(o, out);
            case Col2Im o -> WindowWriting.col2Im(o, out);

            case Elementwise o -> ElementwiseWriting.function(o.function(), out, out.input(0));
            case MathFunction o -> ElementwiseWriting.math(o, out);
            case Arithmetic o ->
                    ElementwiseWriting.activated(
                            o.activation(), out, out.form(o.type()), out.input(0), out.input(1));
            case Bitwise o -> ElementwiseWriting.bitwise(o, out);
            case Not o -> ElementwiseWriting.not(out);
            case Comparison o -> out.becomes(o.type());
            case Cast o -> ElementwiseWriting.cast(o, out);
            case CastLike o ->
                    out.becomes(
                            ElementwiseWriting.saturate(out.form("CastLike"), o.saturate(), out));
            case BitCast o -> {
                out.needs(26);
                out.becomes(out.form("BitCast").dtype("to", o.to()));
            }
            case Clip o -> out.becomes("Clip");
            case IsInf o ->
                    out.becomes(
                            out.form("IsInf")
                                    .flag("detect_negative", o.negative())
                                    .flag("detect_positive", o.positive()));
            case IsNaN o -> out.becomes("IsNaN");
            case Mod o -> out.becomes(out.form("Mod").flag("fmod", o.truncated()));
            case Where o -> out.becomes("Where");
            case Identity o -> out.becomes("Identity");
            case Dropout o -> out.becomes("Dropout");
            case AlignAxis o -> ShapeWriting.alignAxis(o, out);
            case ReshapeLike o ->
                    out.becomes(
                            out.form("Reshape").flag("allowzero", true),
                            out.input(0),
                            out.value("Shape", out.input(1)));
            case GradientOp o ->
                    throw out.unsupported(
                            "what only training computes (write the network in inference form)");

            case MatMul o -> out.becomes("MatMul");
            case MatMulInteger o -> out.becomes("MatMulInteger");
            case QLinearMatMul o -> out.becomes("QLinearMatMul");
            case Gemm o -> ElementwiseWriting.gemm(o, out);
            case Einsum o -> out.becomes(out.form("Einsum").text("equation", o.equation()));
            case Det o -> out.becomes("Det");

            case BatchNormalization o ->
                    ElementwiseWriting.activated(
                            o.activation(),
                            out,
                            out.form("BatchNormalization").real("epsilon", o.epsilon()),
                            ElementwiseWriting.inputs(out));
            case GroupNormalization o -> NormalizationWriting.group(o, out);
            case LayerNormalization o ->
                    out.becomes(
                            out.form("LayerNormalization")
                                    .integer("axis", o.axis())
                                    .real("epsilon", o.epsilon()));
            case RMSNormalization o -> {
                out.needs(23);
                out.becomes(
                        out.form("RMSNormalization")
                                .integer("axis", o.axis())
                                .real("epsilon", o.epsilon()));
            }
            case MeanVarianceNormalization o ->
                    out.becomes(out.form("MeanVarianceNormalization").integers("axes", o.axes()));
            case LpNormalization o ->
                    out.becomes(
                            out.form("LpNormalization")
                                    .integer("axis", o.axis())
                                    .integer("p", o.p()));
            case LRN o ->
                    out.becomes(
                            out.form("LRN")
                                    .real("alpha", o.alpha())
                                    .real("beta", o.beta())
                                    .real("bias", o.bias())
                                    .integer("size", o.size()));
            case Softmax o -> NormalizationWriting.along(o.type(), o.axis(), o.flattened(), out);
            case Hardmax o -> NormalizationWriting.along("Hardmax", o.axis(), o.flattened(), out);
            case NegativeLogLikelihoodLoss o -> NormalizationWriting.loss(o, out);

            case Reshape o -> out.becomes(out.form("Reshape").flag("allowzero", o.allowZero()));
            case Flatten o -> out.becomes(out.form("Flatten").integer("axis", o.axis()));
            case Squeeze o -> out.becomes("Squeeze");
            case Unsqueeze o -> out.becomes("Unsqueeze");
            case Transpose o -> out.becomes(out.form("Transpose").integersIfAny("perm", o.perm()));
            case Concat o -> out.becomes(out.form("Concat").integer("axis", o.axis()));
            case Channels o ->
                    out.becomes(
                            out.form("Gather").integer("axis", 1),
                            ShapeWriting.joined(out),
                            out.constant(
                                    "channels",
                                    o.from().stream().mapToLong(Integer::longValue).toArray()));
            case Slice o -> out.becomes("Slice");
            case Split o -> ShapeWriting.split(o, out);
            case Pad o -> ShapeWriting.pad(o, out);
            case CenterCropPad o -> {
                out.needs(18);
                out.becomes(out.form("CenterCropPad").integersIfAny("axes", o.axes()));
            }
            case Expand o -> out.becomes("Expand");
            case Tile o -> out.becomes("Tile");
            case ShapeOf o -> ShapeWriting.shapeOf(o, out);
            case ConstantOfShape o ->
                    out.becomes(out.form("ConstantOfShape").tensor("value", o.value()));
            case Range o -> out.becomes("Range");
            case EyeLike o -> ShapeWriting.eyeLike(o, out);
            case Trilu o -> out.becomes(out.form("Trilu").flag("upper", o.upper()));
            case DepthToSpace o ->
                    out.becomes(
                            out.form("DepthToSpace")
                                    .integer("blocksize", o.block())
                                    .text("mode", o.columnRowDepth() ? "CRD" : "DCR"));
            case SpaceToDepth o -> ShapeWriting.spaceToDepth(o, out);
            case ReverseSequence o ->
                    out.becomes(
                            out.form("ReverseSequence")
                                    .integer("batch_axis", o.batchAxis())
                                    .integer("time_axis", o.timeAxis()));
            case Resize o -> ShapeWriting.resize(o, out);
            case GridSample o -> ShapeWriting.gridSample(o, out);
            case AffineGrid o -> {
                out.needs(20);
                out.becomes(out.form("AffineGrid").flag("align_corners", o.alignCorners()));
            }

            case Reduce o ->
                    ReductionWriting.reduce(
                            o.type(), o.keepDims(), o.noneByDefault(), o.kind(), out);
            case ReduceMean o ->
                    ReductionWriting.reduce("ReduceMean", o.keepDims(), false, null, out);
            case ArgExtreme o ->
                    out.becomes(
                            out.form(o.type())
                                    .integer("axis", o.axis())
                                    .flag("keepdims", o.keepDims())
                                    .flag("select_last_index", o.last()));
            case CumSum o -> {
                out.needs(o.product() ? 26 : 11);
                out.becomes(
                        out.form(o.type())
                                .flag("exclusive", o.exclusive())
                                .flag("reverse", o.reverse()));
            }
            case TopK o ->
                    out.becomes(
                            out.form("TopK")
                                    .integer("axis", o.axis())
                                    .flag("largest", o.largest()));

            case Gather o -> out.becomes(out.form("Gather").integer("axis", o.axis()));
            case GatherElements o ->
                    out.becomes(out.form("GatherElements").integer("axis", o.axis()));
            case GatherND o ->
                    out.becomes(out.form("GatherND").integer("batch_dims", o.batchDims()));
            case ScatterElements o ->
                    out.becomes(
                            ReductionWriting.scatter("ScatterElements", o.reduction(), out)
                                    .integer("axis", o.axis()));
            case ScatterND o ->
                    out.becomes(ReductionWriting.scatter("ScatterND", o.reduction(), out));
            case OneHot o -> out.becomes(out.form("OneHot").integer("axis", o.axis()));
            case Compress o -> out.becomes(ReductionWriting.axis("Compress", o.axis()));
            case Unique o ->
                    out.becomes(
                            ReductionWriting.axis("Unique", o.axis()).flag("sorted", o.sorted()));
            case NonZero o -> out.becomes("NonZero");
            case NonMaxSuppression o ->
                    out.becomes(
                            out.form("NonMaxSuppression").flag("center_point_box", o.centers()));

            case QuantizeLinear o -> ReductionWriting.quantize(o, out);
            case DequantizeLinear o -> ReductionWriting.dequantize(o, out);
            case DynamicQuantizeLinear o -> out.becomes("DynamicQuantizeLinear");

            case If o -> ControlWriting.branch(o, out);
            case Loop o -> ControlWriting.loop(o, out);
            case Scan o -> ControlWriting.scan(o, out);
            case Recurrent o -> RecurrentWriting.recurrent(o, out);
            case WindowFunction o ->
                    out.becomes(
                            out.form(o.type())
                                    .dtype("output_datatype", o.dtype())
                                    .flag("periodic", o.periodic()));
            case DFT o -> SignalWriting.dft(o, out);
            case STFT o -> out.becomes(out.form("STFT").flag("onesided", o.onesided()));
            case MelWeightMatrix o ->
                    out.becomes(out.form("MelWeightMatrix").dtype("output_datatype", o.dtype()));
            case TfIdfVectorizer o -> SignalWriting.tfIdf(o, out);
            case Attention o -> SignalWriting.attention(o, out);
            case LinearAttention o -> SignalWriting.linearAttention(o, out);
            case RotaryEmbedding o -> SignalWriting.rotaryEmbedding(o, out);
            case TensorScatter o -> SignalWriting.tensorScatter(o, out);
        }
    }
}
