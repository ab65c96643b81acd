package dev.lanewise.model.pass;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Conv;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** New weights for a convolution that also does what stood behind it. */
final class ConvWeights {

    private ConvWeights() {}

    /**
     * The convolution with its output channels scaled and shifted, w' = w scale and b' = b scale +
     * shift, computed in double; null if its weights are not constant.
     *
     * @param constants receives the weights
     * @param output the new node's output, after which the weights are named
     */
    static @Nullable Node scaled(
            Map<String, Tensor> constants,
            Node conv,
            IntToDoubleFunction scale,
            IntToDoubleFunction shift,
            Epilogue epilogue,
            String output) {
        Tensor weight = constants.get(conv.input(1));
        Tensor bias = conv.input(2).isEmpty() ? null : constants.get(conv.input(2));
        if (weight == null || bias == null && !conv.input(2).isEmpty()) {
            return null;
        }
        Shape shape = weight.shape();
        int channels = shape.dim(0);
        int perChannel = shape.product(1, shape.rank());
        Tensor newWeight = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, shape);
        Tensor newBias = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, Shape.of(channels));
        for (int c = 0; c < channels; c++) {
            double factor = scale.applyAsDouble(c);
            for (int i = c * perChannel; i < (c + 1) * perChannel; i++) {
                newWeight.setDouble(i, weight.getDouble(i) * factor);
            }
            double before = bias == null ? 0 : bias.getDouble(c);
            newBias.setDouble(c, before * factor + shift.applyAsDouble(c));
        }
        constants.put(output + ".weight", newWeight);
        constants.put(output + ".bias", newBias);
        return new Node(
                conv.name(),
                ((Conv) conv.op()).with(epilogue),
                List.of(conv.input(0), output + ".weight", output + ".bias"),
                List.of(output));
    }
}
