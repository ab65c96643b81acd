package dev.lanewise.model.op;

/**
 * An operator that only gradients need, and that ONNX has none for: {@code gradient.Gradients}
 * makes them. An input that says "like" in an operator's description is read for its shape only.
 */
public sealed interface GradientOp extends Op
        permits ArithmeticGradient,
                AveragePoolGradient,
                BatchNormalizationGradient,
                BatchNormalizationTraining,
                BroadcastLike,
                ChannelSum,
                ConcatGradient,
                ConvInputGradient,
                ConvWeightGradient,
                DropoutTraining,
                ElementwiseGradient,
                FilledLike,
                GroupNormalizationGradient,
                LRNGradient,
                LayerNormalizationGradient,
                MathFunctionGradient,
                MaxPoolGradient,
                MovementGradient,
                NegativeLogLikelihoodLossGradient,
                ResizeGradient,
                SoftmaxGradient,
                SumLike {}
