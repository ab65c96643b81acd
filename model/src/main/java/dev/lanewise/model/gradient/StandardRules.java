package dev.lanewise.model.gradient;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.AffineGrid;
import dev.lanewise.model.op.ArgExtreme;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.ArithmeticGradient;
import dev.lanewise.model.op.Attention;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.AveragePoolGradient;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.BatchNormalizationGradient;
import dev.lanewise.model.op.BatchNormalizationTraining;
import dev.lanewise.model.op.BitCast;
import dev.lanewise.model.op.Bitwise;
import dev.lanewise.model.op.BroadcastLike;
import dev.lanewise.model.op.Cast;
import dev.lanewise.model.op.CastLike;
import dev.lanewise.model.op.CenterCropPad;
import dev.lanewise.model.op.ChannelSum;
import dev.lanewise.model.op.Channels;
import dev.lanewise.model.op.Clip;
import dev.lanewise.model.op.Col2Im;
import dev.lanewise.model.op.Comparison;
import dev.lanewise.model.op.Compress;
import dev.lanewise.model.op.Concat;
import dev.lanewise.model.op.ConcatGradient;
import dev.lanewise.model.op.ConstantOfShape;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.ConvInputGradient;
import dev.lanewise.model.op.ConvInteger;
import dev.lanewise.model.op.ConvTranspose;
import dev.lanewise.model.op.ConvWeightGradient;
import dev.lanewise.model.op.CumSum;
import dev.lanewise.model.op.DFT;
import dev.lanewise.model.op.DeformConv;
import dev.lanewise.model.op.DepthToSpace;
import dev.lanewise.model.op.DequantizeLinear;
import dev.lanewise.model.op.Det;
import dev.lanewise.model.op.DropoutTraining;
import dev.lanewise.model.op.DynamicQuantizeLinear;
import dev.lanewise.model.op.Einsum;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.ElementwiseGradient;
import dev.lanewise.model.op.Expand;
import dev.lanewise.model.op.EyeLike;
import dev.lanewise.model.op.FilledLike;
import dev.lanewise.model.op.Gather;
import dev.lanewise.model.op.GatherElements;
import dev.lanewise.model.op.GatherND;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.GlobalLpPool;
import dev.lanewise.model.op.GlobalPool;
import dev.lanewise.model.op.GridSample;
import dev.lanewise.model.op.GroupNormalization;
import dev.lanewise.model.op.GroupNormalizationGradient;
import dev.lanewise.model.op.Hardmax;
import dev.lanewise.model.op.If;
import dev.lanewise.model.op.IsInf;
import dev.lanewise.model.op.IsNaN;
import dev.lanewise.model.op.LRN;
import dev.lanewise.model.op.LRNGradient;
import dev.lanewise.model.op.LayerNormalization;
import dev.lanewise.model.op.LayerNormalizationGradient;
import dev.lanewise.model.op.LinearAttention;
import dev.lanewise.model.op.Loop;
import dev.lanewise.model.op.LpNormalization;
import dev.lanewise.model.op.LpPool;
import dev.lanewise.model.op.MatMul;
import dev.lanewise.model.op.MatMulInteger;
import dev.lanewise.model.op.MathFunction;
import dev.lanewise.model.op.MathFunctionGradient;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.MaxPoolGradient;
import dev.lanewise.model.op.MaxRoiPool;
import dev.lanewise.model.op.MaxUnpool;
import dev.lanewise.model.op.MeanVarianceNormalization;
import dev.lanewise.model.op.MelWeightMatrix;
import dev.lanewise.model.op.Mod;
import dev.lanewise.model.op.MovementGradient;
import dev.lanewise.model.op.NegativeLogLikelihoodLoss;
import dev.lanewise.model.op.NegativeLogLikelihoodLossGradient;
import dev.lanewise.model.op.NonMaxSuppression;
import dev.lanewise.model.op.NonZero;
import dev.lanewise.model.op.Not;
import dev.lanewise.model.op.OneHot;
import dev.lanewise.model.op.Pad;
import dev.lanewise.model.op.QLinearConv;
import dev.lanewise.model.op.QLinearMatMul;
import dev.lanewise.model.op.QuantizeLinear;
import dev.lanewise.model.op.RMSNormalization;
import dev.lanewise.model.op.Range;
import dev.lanewise.model.op.Recurrent;
import dev.lanewise.model.op.Reduce;
import dev.lanewise.model.op.ReduceMean;
import dev.lanewise.model.op.ReshapeLike;
import dev.lanewise.model.op.Resize;
import dev.lanewise.model.op.ResizeGradient;
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
import dev.lanewise.model.op.SoftmaxGradient;
import dev.lanewise.model.op.SpaceToDepth;
import dev.lanewise.model.op.Split;
import dev.lanewise.model.op.SumLike;
import dev.lanewise.model.op.TensorScatter;
import dev.lanewise.model.op.TfIdfVectorizer;
import dev.lanewise.model.op.Tile;
import dev.lanewise.model.op.TopK;
import dev.lanewise.model.op.Transpose;
import dev.lanewise.model.op.Trilu;
import dev.lanewise.model.op.Unique;
import dev.lanewise.model.op.ViewOp;
import dev.lanewise.model.op.Where;
import dev.lanewise.model.op.WindowFunction;

/** The derivatives of calculus: for each operator the home of its rule. */
final class StandardRules {

    private StandardRules() {}

    static void apply(Node node, Backward b) {
        switch (node.op()) {
            case Elementwise op -> ElementwiseRules.elementwise(node, op, b);
            case MathFunction op -> ElementwiseRules.mathFunction(node, op, b);
            case Clip op -> ElementwiseRules.clip(node, b);
            case Arithmetic op -> ArithmeticRules.arithmetic(node, op, b);
            case Where op -> ArithmeticRules.where(node, b);
            case Conv op -> WindowRules.conv(node, op, b);
            case ConvTranspose op -> WindowRules.convTranspose(node, op, b);
            case MaxPool op -> WindowRules.maxPool(node, op, b);
            case AveragePool op -> WindowRules.averagePool(node, op, b);
            case GlobalPool op -> WindowRules.globalPool(node, op, b);
            case Gemm op -> MatrixRules.gemm(node, op, b);
            case MatMul op -> MatrixRules.matmul(node, op, b);
            case BatchNormalization op -> NormalizationRules.batch(node, op, b);
            case BatchNormalizationTraining op -> NormalizationRules.batchTraining(node, b);
            case GroupNormalization op -> NormalizationRules.group(node, op, b);
            case LayerNormalization op -> NormalizationRules.layer(node, op, b);
            case LRN op -> b.give(0, new LRNGradient(op), node.input(0), b.gradient(0));
            case Softmax op -> b.give(0, new SoftmaxGradient(op), node.output(), b.gradient(0));
            case NegativeLogLikelihoodLoss op ->
                    b.give(
                            0,
                            new NegativeLogLikelihoodLossGradient(op),
                            node.input(0),
                            node.input(1),
                            node.input(2),
                            b.gradient(0));
            case DropoutTraining op -> b.give(0, op, b.gradient(0), node.input(1));
            case Reduce op -> ReductionRules.reduce(node, op, b);
            case ReduceMean op -> ReductionRules.mean(node, op, b);
            case CumSum op -> {
                if (op.product()) {
                    throw none(b);
                }
                CumSum reversed = new CumSum(op.exclusive(), !op.reverse());
                b.give(0, reversed, b.gradient(0), node.input(1));
            }
            case ViewOp op -> b.give(0, new ReshapeLike(), b.gradient(0), node.input(0));
            case Cast op -> MovementRules.cast(node, b);
            case CastLike op -> MovementRules.cast(node, b);
            case Transpose op -> MovementRules.transpose(op, b);
            case Concat op -> MovementRules.concat(node, op, b);
            case Split op -> MovementRules.split(node, op, b);
            case Expand op -> b.giveBroadcast(0, b.gradient(0));
            case Resize op -> MovementRules.resize(node, op, b);
            case Pad op -> MovementRules.pad(node, op, b);
            case TopK op -> MovementRules.topK(node, op, b);
            case Slice op -> MovementRules.moved(node, b);
            case Gather op -> MovementRules.moved(node, b);
            case GatherElements op -> MovementRules.moved(node, b);
            case GatherND op -> MovementRules.moved(node, b);
            case Compress op -> MovementRules.moved(node, b);
            case Tile op -> MovementRules.moved(node, b);
            case DepthToSpace op -> MovementRules.moved(node, b);
            case SpaceToDepth op -> MovementRules.moved(node, b);
            case ReverseSequence op -> MovementRules.moved(node, b);
            case Trilu op -> MovementRules.moved(node, b);
            case CenterCropPad op -> MovementRules.moved(node, b);
            case MaxUnpool op -> MovementRules.moved(node, b);
            case FilledLike op -> {
                // Reads a shape only: nothing depends on its input.
            }
            case ArgExtreme _,
                    Bitwise _,
                    Comparison _,
                    ConstantOfShape _,
                    EyeLike _,
                    Hardmax _,
                    IsInf _,
                    IsNaN _,
                    MelWeightMatrix _,
                    NonMaxSuppression _,
                    NonZero _,
                    Not _,
                    OneHot _,
                    Range _,
                    ShapeOf _,
                    TfIdfVectorizer _,
                    WindowFunction _ -> {
                // Steps: the derivative is 0 wherever there is one.
            }
            case AffineGrid _,
                    Attention _,
                    BitCast _,
                    Channels _,
                    Col2Im _,
                    ConvInteger _,
                    DFT _,
                    DeformConv _,
                    DequantizeLinear _,
                    Det _,
                    DynamicQuantizeLinear _,
                    Einsum _,
                    GlobalLpPool _,
                    GridSample _,
                    If _,
                    LinearAttention _,
                    Loop _,
                    LpNormalization _,
                    LpPool _,
                    MatMulInteger _,
                    MaxRoiPool _,
                    MeanVarianceNormalization _,
                    Mod _,
                    QLinearConv _,
                    QLinearMatMul _,
                    QuantizeLinear _,
                    RMSNormalization _,
                    Recurrent _,
                    RoiAlign _,
                    RotaryEmbedding _,
                    STFT _,
                    Scan _,
                    ScatterElements _,
                    ScatterND _,
                    TensorScatter _,
                    Unique _ ->
                    throw none(b);
            case ArithmeticGradient _,
                    AveragePoolGradient _,
                    BatchNormalizationGradient _,
                    BroadcastLike _,
                    ChannelSum _,
                    ConcatGradient _,
                    ConvInputGradient _,
                    ConvWeightGradient _,
                    ElementwiseGradient _,
                    GroupNormalizationGradient _,
                    LRNGradient _,
                    LayerNormalizationGradient _,
                    MathFunctionGradient _,
                    MaxPoolGradient _,
                    MovementGradient _,
                    NegativeLogLikelihoodLossGradient _,
                    ResizeGradient _,
                    SoftmaxGradient _,
                    SumLike _ ->
                    throw b.fail(
                            "gradients of gradients are not supported; take them of the network as"
                                    + " it was");
        }
    }

    static ModelException none(Backward b) {
        return b.fail(
                "no gradient rule for this operator; replace it, give a rule with"
                        + " GradientRules.with, or ask for gradients behind it only");
    }
}
