package dev.lanewise.model.gradient;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.AveragePoolGradient;
import dev.lanewise.model.op.BroadcastLike;
import dev.lanewise.model.op.ChannelSum;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.ConvInputGradient;
import dev.lanewise.model.op.ConvTranspose;
import dev.lanewise.model.op.ConvWeightGradient;
import dev.lanewise.model.op.GlobalPool;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.MaxPoolGradient;
import dev.lanewise.model.op.SpatialWindow;

import java.util.List;

/** Convolutions and poolings. */
final class WindowRules {

    private WindowRules() {}

    static void conv(Node node, Conv op, Backward b) {
        if (!op.epilogue().isNone()) {
            throw b.fail(MatrixRules.FUSED);
        }
        String gradient = b.gradient(0);
        String x = node.input(0);
        String w = node.input(1);
        b.give(0, new ConvInputGradient(op.window(), op.groups()), gradient, w, x);
        b.give(1, new ConvWeightGradient(op.window(), op.groups()), x, gradient, w);
        b.give(2, new ChannelSum(), gradient);
    }

    /** A transposed convolution is the gradient of one, so its own gradient is that one. */
    static void convTranspose(Node node, ConvTranspose op, Backward b) {
        if (!op.activation().isIdentity()) {
            throw b.fail(MatrixRules.FUSED);
        }
        boolean fromPads =
                op.outputShape().isEmpty()
                        && op.window().autoPad() == AutoPad.NOTSET
                        && op.outputPadding().stream().allMatch(p -> p == 0);
        if (!fromPads) {
            throw b.fail(
                    "expected pads without output_padding, output_shape or auto_pad for a"
                            + " gradient");
        }
        String gradient = b.gradient(0);
        String x = node.input(0);
        String w = node.input(1);
        b.give(0, new Conv(op.window(), op.groups(), Epilogue.NONE), gradient, w);
        b.give(1, new ConvWeightGradient(op.window(), op.groups()), gradient, x, w);
        b.give(2, new ChannelSum(), gradient);
    }

    static void maxPool(Node node, MaxPool op, Backward b) {
        b.give(0, new MaxPoolGradient(op.window()), node.input(0), b.gradient(0));
    }

    static void averagePool(Node node, AveragePool op, Backward b) {
        b.give(
                0,
                new AveragePoolGradient(op.window(), op.countIncludePad()),
                b.gradient(0),
                node.input(0));
    }

    static void globalPool(Node node, GlobalPool op, Backward b) {
        if (op.kind() == PoolSpec.Kind.MAX) {
            SpatialWindow plane =
                    new SpatialWindow(
                            List.of(), List.of(), List.of(), List.of(), AutoPad.NOTSET, false);
            b.give(0, new MaxPoolGradient(plane), node.input(0), b.gradient(0));
        } else {
            b.give(0, new BroadcastLike(true), b.gradient(0), node.input(0));
        }
    }
}
