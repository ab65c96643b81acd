package dev.lanewise.model.pass;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.ConvTranspose;
import dev.lanewise.model.op.Op;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/** New weights for a convolution, transposed or not, that also does what stood behind it. */
final class ConvWeights {

    private ConvWeights() {}

    /** The convolution without an epilogue that makes a value for a single reader, or null. */
    static @Nullable Node before(Graph graph, Rewrite rewrite, String value) {
        Node producer = rewrite.producer(value);
        boolean plain =
                producer != null
                        && rewrite.single(value)
                        && graph.type(value).dtype() == DType.FLOAT32
                        && (producer.op() instanceof Conv conv && conv.epilogue().isNone()
                                || producer.op() instanceof ConvTranspose transposed
                                        && transposed.activation().isIdentity());
        return plain ? producer : null;
    }

    /**
     * The convolution with its output channels scaled and shifted, w' = w scale and b' = b scale +
     * shift, computed in double; null if its weights are not constant.
     *
     * @param constants receives the weights
     * @param conv what {@link #before} gave
     * @param activation applied behind it
     * @param output the new node's output, after which the weights are named
     */
    static @Nullable Node scaled(
            Map<String, Tensor> constants,
            Node conv,
            IntToDoubleFunction scale,
            IntToDoubleFunction shift,
            Unary activation,
            String output) {
        Tensor weight = constants.get(conv.input(1));
        Tensor bias = conv.input(2).isEmpty() ? null : constants.get(conv.input(2));
        if (weight == null || bias == null && !conv.input(2).isEmpty()) {
            return null;
        }
        Shape shape = weight.shape();
        IntUnaryOperator channel = outChannel(conv.op(), shape);
        int channels =
                conv.op() instanceof ConvTranspose transposed
                        ? transposed.groups() * shape.dim(1)
                        : shape.dim(0);
        Tensor newWeight = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, shape);
        Tensor newBias = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, Shape.of(channels));
        for (int i = 0; i < shape.elements(); i++) {
            double factor = scale.applyAsDouble(channel.applyAsInt(i));
            newWeight.setDouble(i, weight.getDouble(i) * factor);
        }
        for (int c = 0; c < channels; c++) {
            double before = bias == null ? 0 : bias.getDouble(c);
            newBias.setDouble(c, before * scale.applyAsDouble(c) + shift.applyAsDouble(c));
        }
        constants.put(output + ".weight", newWeight);
        constants.put(output + ".bias", newBias);
        return new Node(
                conv.name(),
                conv.op() instanceof ConvTranspose transposed
                        ? transposed.with(activation)
                        : ((Conv) conv.op()).with(Epilogue.of(activation)),
                List.of(conv.input(0), output + ".weight", output + ".bias"),
                List.of(output));
    }

    /** The output channel that a weight, counted in row-major order, belongs to. */
    private static IntUnaryOperator outChannel(Op op, Shape weight) {
        if (!(op instanceof ConvTranspose transposed)) {
            int perChannel = weight.product(1, weight.rank());
            return i -> i / perChannel;
        }
        int groupChannels = weight.dim(1);
        int window = weight.product(2, weight.rank());
        int perGroup = weight.elements() / transposed.groups();
        return i -> i / perGroup * groupChannels + i / window % groupChannels;
    }
}
