package dev.lanewise.model.onnx;

import java.util.HashMap;
import java.util.Map;

/** Since when ONNX has each operator. What it means in each version is the translators' matter. */
final class OperatorVersions {

    /** Operators by the operator set that brought them; all others came with the first. */
    private static final Map<Integer, String> BROUGHT =
            Map.ofEntries(
                    Map.entry(7, "Acos Asin Atan Cos Sin Tan Multinomial"),
                    Map.entry(8, "Expand Scan"),
                    Map.entry(
                            9,
                            "Acosh Asinh Atanh Compress ConstantOfShape Cosh Erf EyeLike IsNaN"
                                    + " MaxUnpool MeanVarianceNormalization NonZero OneHot Scatter"
                                    + " Shrink Sign Sinh TfIdfVectorizer Where"),
                    Map.entry(
                            10,
                            "ConvInteger DequantizeLinear IsInf MatMulInteger Mod NonMaxSuppression"
                                    + " QLinearConv QLinearMatMul QuantizeLinear Resize"
                                    + " ReverseSequence RoiAlign StringNormalizer"),
                    Map.entry(
                            11,
                            "BitShift ConcatFromSequence CumSum Det DynamicQuantizeLinear"
                                    + " GatherElements GatherND Range Round ScatterElements"
                                    + " ScatterND SequenceAt SequenceConstruct SequenceEmpty"
                                    + " SequenceErase SequenceInsert SequenceLength"
                                    + " SplitToSequence Unique"),
                    Map.entry(
                            12,
                            "Celu Einsum GreaterOrEqual LessOrEqual NegativeLogLikelihoodLoss"
                                    + " SoftmaxCrossEntropyLoss"),
                    Map.entry(14, "HardSwish Trilu"),
                    Map.entry(
                            15,
                            "Bernoulli CastLike Optional OptionalGetElement OptionalHasElement"),
                    Map.entry(16, "GridSample"),
                    Map.entry(
                            17,
                            "BlackmanWindow DFT HammingWindow HannWindow LayerNormalization"
                                    + " MelWeightMatrix STFT SequenceMap"),
                    Map.entry(
                            18,
                            "BitwiseAnd BitwiseNot BitwiseOr BitwiseXor CenterCropPad Col2Im"
                                    + " GroupNormalization Mish"),
                    Map.entry(19, "DeformConv"),
                    Map.entry(
                            20,
                            "AffineGrid Gelu ImageDecoder RegexFullMatch StringConcat StringSplit"),
                    Map.entry(23, "Attention RMSNormalization RotaryEmbedding"),
                    Map.entry(24, "Swish TensorScatter"),
                    Map.entry(26, "BitCast CumProd"),
                    Map.entry(27, "CausalConvWithState LinearAttention"),
                    Map.entry(28, "SwiGLU"));

    private static final Map<String, Integer> SINCE = since();

    private static final Map<String, Integer> WITHDRAWN = Map.of("Scatter", 11, "Upsample", 10);

    private OperatorVersions() {}

    /** The first operator set that has the operator. */
    static int since(String type) {
        return SINCE.getOrDefault(type, 1);
    }

    /**
     * The first operator set that has the operator no more, 0 if all have. It is read in files of
     * those, too: exporters were slow to notice.
     */
    static int withdrawn(String type) {
        return WITHDRAWN.getOrDefault(type, 0);
    }

    private static Map<String, Integer> since() {
        Map<String, Integer> since = new HashMap<>();
        BROUGHT.forEach((opset, types) -> {
            for (String type : types.split(" ")) {
                since.put(type, opset);
            }
        });
        return Map.copyOf(since);
    }
}
