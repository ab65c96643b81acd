package dev.lanewise.model.plan;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.ChannelsSpec;
import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.AveragePoolGradient;
import dev.lanewise.model.op.BatchNormalizationGradient;
import dev.lanewise.model.op.BatchNormalizationTraining;
import dev.lanewise.model.op.BroadcastLike;
import dev.lanewise.model.op.ChannelSum;
import dev.lanewise.model.op.ConcatGradient;
import dev.lanewise.model.op.ConvWeightGradient;
import dev.lanewise.model.op.DropoutTraining;
import dev.lanewise.model.op.ElementwiseGradient;
import dev.lanewise.model.op.GradientOp;
import dev.lanewise.model.op.MaxPoolGradient;
import dev.lanewise.model.op.SoftmaxGradient;
import dev.lanewise.model.op.SpatialWindow;
import dev.lanewise.model.op.SumLike;

import java.util.List;
import java.util.stream.IntStream;

/** Chooses the layouts and kernels of gradients. */
final class GradientLowering {

    private final Planner planner;
    private final Kernels kernels;

    GradientLowering(Planner planner, Kernels kernels) {
        this.planner = planner;
        this.kernels = kernels;
    }

    /** Plans the node, or returns false if no kernel fits. */
    boolean lower(Node node, GradientOp op) {
        if (type(node.output()).dtype() != DType.FLOAT32) {
            return false;
        }
        return switch (op) {
            case ElementwiseGradient gradient -> elementwise(node, gradient.function());
            case ConvWeightGradient gradient -> convWeight(node, gradient);
            case MaxPoolGradient gradient -> isImage(node.output()) && maxPool(node, gradient);
            case AveragePoolGradient gradient ->
                    isImage(node.output()) && averagePool(node, gradient);
            case ConcatGradient gradient -> isImage(node.input(0)) && concat(node, gradient);
            case ChannelSum sum -> channelSum(node);
            case SumLike sum -> sum(node);
            case BroadcastLike broadcast -> broadcast(node, broadcast);
            case SoftmaxGradient gradient -> softmax(node, gradient);
            case BatchNormalizationTraining norm -> batchNorm(node, norm);
            case BatchNormalizationGradient gradient -> batchNormGradient(node);
            case DropoutTraining dropout -> dropout(node, dropout);
            default -> false;
        };
    }

    private TensorType type(String value) {
        return planner.type(value);
    }

    private boolean isImage(String value) {
        return Layouts.isImage(type(value).shape());
    }

    /** A value in blocks of lanes, with whatever halo it has. */
    private Value blocked(String value) {
        return planner.image(value, kernels.lanes(), Halo.NONE);
    }

    private boolean elementwise(Node node, Unary function) {
        Value v = planner.value(node.input(0));
        Value dy = planner.value(node.input(1));
        Layout dx;
        if (isImage(node.output())) {
            int block = Math.max(v.layout().block(), dy.layout().block());
            v = planner.image(node.input(0), block, Halo.NONE);
            dy = planner.image(node.input(1), block, Halo.NONE);
            dx = planner.outputLayout(node, block);
        } else {
            v = planner.plain(node.input(0));
            dy = planner.plain(node.input(1));
            dx = dy.layout();
        }
        boolean inPlace = dy.layout().equals(dx) && planner.dies(dy);
        if (inPlace) {
            planner.alias(node.output(), dy);
        }
        planner.run(
                node,
                kernels.unaryGradient(function, v.layout(), dy.layout(), dx),
                v,
                dy,
                inPlace ? dy : planner.define(node.output(), dx));
        return true;
    }

    private boolean convWeight(Node node, ConvWeightGradient op) {
        if (!isImage(node.input(0))) {
            return false;
        }
        List<SpatialWindow.Axis> axes = op.axes(planner.inputs(node));
        Value x = ConvLowering.input(planner, kernels, node.input(0), op.groups(), axes);
        Value dy = blocked(node.input(1));
        ConvSpec spec = new ConvSpec(x.layout(), dy.layout(), Windows.of(axes), op.groups());
        planner.run(
                node,
                kernels.convWeightGradient(spec),
                spec.macs(),
                x,
                dy,
                planner.definePlain(node.output()));
        return true;
    }

    private boolean maxPool(Node node, MaxPoolGradient op) {
        Value x = blocked(node.input(0));
        Value dy = blocked(node.input(1));
        Layout dx = planner.outputLayout(node, kernels.lanes());
        List<SpatialWindow.Axis> axes = op.axes(type(node.output()).shape());
        PoolSpec spec = Windows.pool(PoolSpec.Kind.MAX, x.layout(), dy.layout(), axes);
        planner.run(node, kernels.poolGradient(spec, dx), x, dy, planner.define(node.output(), dx));
        return true;
    }

    private boolean averagePool(Node node, AveragePoolGradient op) {
        Value dy = blocked(node.input(0));
        Layout dx = planner.outputLayout(node, kernels.lanes());
        List<SpatialWindow.Axis> axes = op.axes(type(node.output()).shape());
        PoolSpec.Kind kind =
                op.countIncludePad() ? PoolSpec.Kind.AVERAGE_INCLUDE_PAD : PoolSpec.Kind.AVERAGE;
        PoolSpec spec = Windows.pool(kind, dx, dy.layout(), axes);
        planner.run(node, kernels.poolGradient(spec, dx), dy, planner.define(node.output(), dx));
        return true;
    }

    /** Of channels: each part is a run of dy's. */
    private boolean concat(Node node, ConcatGradient op) {
        Shape shape = type(node.input(0)).shape();
        boolean channels = planner.inputs(node).axis(op.axis(), shape.rank()) == 1;
        if (!channels || node.outputs().stream().anyMatch(String::isEmpty)) {
            return false;
        }
        Value dy = blocked(node.input(0));
        int first = 0;
        for (String part : node.outputs()) {
            Layout plain = Layouts.plain(type(part).shape());
            Layout dx = planner.halo(part).on(plain.withBlock(kernels.lanes()));
            List<Integer> from = IntStream.range(first, first + dx.channels()).boxed().toList();
            planner.run(
                    node,
                    kernels.channels(new ChannelsSpec(List.of(dy.layout()), dx, from)),
                    dy,
                    planner.define(part, dx));
            first += dx.channels();
        }
        return true;
    }

    private boolean channelSum(Node node) {
        Shape shape = type(node.input(0)).shape();
        Value x =
                Layouts.isImage(shape)
                        ? blocked(node.input(0))
                        : planner.plain(node.input(0))
                                .as(
                                        Layout.nchw(
                                                shape.dim(0),
                                                shape.dim(1),
                                                1,
                                                shape.product(2, shape.rank())));
        planner.run(node, kernels.channelSum(x.layout()), x, planner.definePlain(node.output()));
        return true;
    }

    /** Neighbouring axes as a mean, times their extent; all but the channels of an image. */
    private boolean sum(Node node) {
        Shape x = type(node.input(0)).shape();
        Shape y = type(node.output()).shape().padded(x.rank());
        int first = 0;
        while (first < x.rank() && x.dim(first) == y.dim(first)) {
            first++;
        }
        int end = x.rank();
        while (end > first && x.dim(end - 1) == y.dim(end - 1)) {
            end--;
        }
        boolean neighbours = y.product(first, end) == 1;
        if (neighbours && first < end) {
            int extent = x.product(first, end);
            Value sum = planner.definePlain(node.output());
            planner.run(
                    node,
                    kernels.mean(x.product(0, first), extent, x.product(end, x.rank())),
                    planner.plain(node.input(0)),
                    sum);
            Unary times = new Unary(Unary.Function.AFFINE, extent, 0);
            planner.run(node, kernels.unary(times, sum.layout(), sum.layout()), sum, sum);
            return true;
        }
        boolean channels = Layouts.isImage(x) && y.dim(1) == x.dim(1) && y.elements() == x.dim(1);
        return channels && channelSum(node);
    }

    private boolean broadcast(Node node, BroadcastLike op) {
        Shape from = type(node.input(0)).shape();
        Shape to = type(node.output()).shape();
        TensorType scalar = new TensorType(DType.FLOAT32, Shape.of(1));
        Value factor = planner.constant(scalar, (float) op.factor(from, to));
        Value x = planner.value(node.input(0));
        boolean image = Layouts.isImage(to) && from.rank() == to.rank() && from.dim(1) == to.dim(1);
        if (image && x.layout().block() > 1) {
            Layout y = planner.outputLayout(node, x.layout().block());
            Layout one = Layout.nchw(1, 1, 1, 1);
            planner.run(
                    node,
                    kernels.binary(Binary.MUL, x.layout(), one, y, Unary.IDENTITY),
                    x,
                    factor.as(one),
                    planner.define(node.output(), y));
            return true;
        }
        List<Layout> layouts = Layouts.broadcast(from, scalar.shape(), to);
        if (layouts.isEmpty()) {
            return false;
        }
        planner.run(
                node,
                kernels.binary(
                        Binary.MUL, layouts.get(0), layouts.get(1), layouts.get(2), Unary.IDENTITY),
                planner.plain(node.input(0)),
                factor,
                planner.definePlain(node.output()));
        return true;
    }

    private boolean softmax(Node node, SoftmaxGradient op) {
        Shape shape = type(node.output()).shape();
        if (shape.rank() == 0) {
            return false;
        }
        int axis = planner.inputs(node).axis(op.softmax().axis(), shape.rank());
        int end = op.softmax().flattened() ? shape.rank() : axis + 1;
        planner.run(
                node,
                kernels.softmaxGradient(
                        shape.product(0, axis),
                        shape.product(axis, end),
                        shape.product(end, shape.rank()),
                        op.softmax().log()),
                planner.plain(node.input(0)),
                planner.plain(node.input(1)),
                planner.definePlain(node.output()));
        return true;
    }

    /** [N, C] as images of one pixel. */
    private Value channelBlocked(String value) {
        Shape shape = type(value).shape();
        if (shape.rank() != 2) {
            return blocked(value);
        }
        Layout plain = Layout.nchw(shape.dim(0), shape.dim(1), 1, 1);
        return planner.converted(value, plain, plain.withBlock(kernels.lanes()));
    }

    /** The output of a kernel on {@link #channelBlocked} inputs. */
    private Value channelBlockedOutput(Node node) {
        String name = node.output();
        Shape shape = type(name).shape();
        if (shape.rank() != 2) {
            return planner.define(name, planner.outputLayout(node, kernels.lanes()));
        }
        Layout plain = Layout.nchw(shape.dim(0), shape.dim(1), 1, 1);
        return planner.allocate(type(name), plain.withBlock(kernels.lanes()));
    }

    /** Makes a matrix of images of one pixel again. */
    private void finish(Node node, Value y) {
        Shape shape = type(node.output()).shape();
        if (shape.rank() == 2) {
            Layout plain = Layout.nchw(shape.dim(0), shape.dim(1), 1, 1);
            planner.run(
                    node,
                    kernels.reorder(y.layout(), plain),
                    y,
                    planner.definePlain(node.output()));
        }
    }

    private static boolean hasChannels(Shape shape) {
        return shape.rank() == 2 || Layouts.isImage(shape);
    }

    private Value orScratch(Node node, int output, TensorType type) {
        String name = output < node.outputs().size() ? node.outputs().get(output) : "";
        return name.isEmpty()
                ? planner.allocate(type, Layouts.plain(type.shape()))
                : planner.definePlain(name);
    }

    private boolean batchNorm(Node node, BatchNormalizationTraining op) {
        if (!hasChannels(type(node.input(0)).shape())) {
            return false;
        }
        Value x = channelBlocked(node.input(0));
        TensorType channels = type(node.input(1));
        Value[] operands = new Value[10];
        operands[0] = x;
        for (int i = 1; i <= 4; i++) {
            operands[i] = planner.plain(node.input(i));
        }
        for (int i = 1; i <= 4; i++) {
            operands[4 + i] = orScratch(node, i, channels);
        }
        operands[9] = channelBlockedOutput(node);
        planner.run(
                node,
                kernels.batchNormTraining(
                        x.layout(), operands[9].layout(), op.epsilon(), op.momentum()),
                operands);
        finish(node, operands[9]);
        return true;
    }

    private boolean batchNormGradient(Node node) {
        if (!hasChannels(type(node.input(0)).shape())) {
            return false;
        }
        Value x = channelBlocked(node.input(0));
        Value dy = channelBlocked(node.input(1));
        TensorType channels = type(node.input(2));
        Value dscale = orScratch(node, 1, channels);
        Value dbias = orScratch(node, 2, channels);
        Value dx = channelBlockedOutput(node);
        planner.run(
                node,
                kernels.batchNormGradient(x.layout(), dy.layout(), dx.layout()),
                x,
                dy,
                planner.plain(node.input(2)),
                planner.plain(node.input(3)),
                planner.plain(node.input(4)),
                dscale,
                dbias,
                dx);
        finish(node, dx);
        return true;
    }

    /** Matrices and the like as images of one pixel whose channels are their elements. */
    private boolean dropout(Node node, DropoutTraining op) {
        Shape shape = type(node.input(0)).shape();
        boolean image = Layouts.isImage(shape);
        if (!image && op.channels()) {
            return false;
        }
        Value x;
        Value y;
        if (image) {
            x = blocked(node.input(0));
            y = planner.define(node.output(), planner.outputLayout(node, kernels.lanes()));
        } else {
            Layout pixel = Layout.blocked(1, shape.elements(), 1, 1, kernels.lanes());
            if (shape.elements() % kernels.lanes() != 0) {
                pixel = pixel.withBlock(1);
            }
            x = planner.plain(node.input(0)).as(pixel);
            y = planner.definePlain(node.output()).as(pixel);
        }
        planner.run(
                node,
                kernels.dropout(x.layout(), y.layout(), op.probability(), op.channels(), op.salt()),
                x,
                planner.plain(node.input(1)),
                y);
        return true;
    }
}
