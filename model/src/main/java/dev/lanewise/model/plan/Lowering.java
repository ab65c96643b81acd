package dev.lanewise.model.plan;

import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.Channels;
import dev.lanewise.model.op.Concat;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.ConvInputGradient;
import dev.lanewise.model.op.ConvTranspose;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.Gemm;
import dev.lanewise.model.op.GlobalPool;
import dev.lanewise.model.op.GradientOp;
import dev.lanewise.model.op.GroupNormalization;
import dev.lanewise.model.op.LayerNormalization;
import dev.lanewise.model.op.MatMul;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.Pad;
import dev.lanewise.model.op.PlainOp;
import dev.lanewise.model.op.ReduceMean;
import dev.lanewise.model.op.Resize;
import dev.lanewise.model.op.Slice;
import dev.lanewise.model.op.Softmax;
import dev.lanewise.model.op.SpatialWindow;
import dev.lanewise.model.op.Transpose;
import dev.lanewise.model.op.ViewOp;

import java.util.List;

/**
 * Chooses the kernels of each node. The kernels are for FLOAT32 and images of one or two spatial
 * axes; whatever else the operators admit runs as their plain computation.
 */
final class Lowering {

    private final Planner planner;
    private final Kernels kernels;
    private final ConvLowering convs;
    private final MatrixLowering matrices;
    private final MovementLowering movements;
    private final GradientLowering gradients;
    private final ResampleLowering resamples;
    private final NormLowering norms;

    Lowering(Planner planner, Kernels kernels) {
        this.planner = planner;
        this.kernels = kernels;
        this.convs = new ConvLowering(planner, kernels);
        this.matrices = new MatrixLowering(planner, kernels);
        this.movements = new MovementLowering(planner, kernels);
        this.gradients = new GradientLowering(planner, kernels);
        this.resamples = new ResampleLowering(planner, kernels);
        this.norms = new NormLowering(planner, kernels);
    }

    /** Appends the steps of one node. */
    void lower(Node node) {
        boolean done =
                switch (node.op()) {
                    case PlainOp op -> false;
                    case ViewOp op -> movements.view(node);
                    case Concat op -> movements.concat(node, op);
                    case Transpose op -> movements.transpose(node, op);
                    case Slice op -> movements.slice(node, op);
                    case ConvInputGradient op -> isFloat(node) && convs.inputGradient(node, op);
                    case GradientOp op -> gradients.lower(node, op);
                    case Channels op -> isFloat(node) && movements.channels(node, op);
                    case Conv op -> isFloat(node) && convs.conv(node, op);
                    case ConvTranspose op -> isFloat(node) && convs.convTranspose(node, op);
                    case Gemm op -> isFloat(node) && matrices.gemm(node, op);
                    case MatMul op -> isFloat(node) && matrices.matmul(node, op);
                    case MaxPool op ->
                            isFloat(node)
                                    && node.outputs().size() == 1
                                    && (convs.pools(node)
                                            || pool(node, PoolSpec.Kind.MAX, op.window()));
                    case AveragePool op ->
                            isFloat(node)
                                    && pool(
                                            node,
                                            op.countIncludePad()
                                                    ? PoolSpec.Kind.AVERAGE_INCLUDE_PAD
                                                    : PoolSpec.Kind.AVERAGE,
                                            op.window());
                    case Pad op -> isFloat(node) && resamples.pad(node, op);
                    case Resize op -> isFloat(node) && resamples.resize(node, op);
                    case GlobalPool op -> isFloat(node) && globalPool(node, op.kind());
                    case Elementwise op -> isFloat(node) && unary(node, op.function());
                    case Arithmetic op ->
                            isFloat(node) && (resamples.adds(node) || binary(node, op));
                    case BatchNormalization op -> isFloat(node) && batchNormalization(node, op);
                    case GroupNormalization op -> isFloat(node) && norms.group(node, op);
                    case LayerNormalization op -> isFloat(node) && norms.layer(node, op);
                    case Softmax op -> isFloat(node) && softmax(node, op);
                    case ReduceMean op -> isFloat(node) && mean(node, op);
                };
        if (!done) {
            planner.plainStep(node);
        }
    }

    /** Whether what the node computes with is FLOAT32 throughout; axes and shapes don't count. */
    private boolean isFloat(Node node) {
        boolean operands =
                !(node.op() instanceof Arithmetic) || dtype(node.input(1)) == DType.FLOAT32;
        return operands
                && dtype(node.input(0)) == DType.FLOAT32
                && dtype(node.output()) == DType.FLOAT32;
    }

    private DType dtype(String value) {
        return planner.type(value).dtype();
    }

    private boolean pool(Node node, PoolSpec.Kind kind, SpatialWindow window) {
        Shape shape = planner.type(node.input(0)).shape();
        if (!Layouts.isImage(shape)) {
            return false;
        }
        Value x = planner.value(node.input(0));
        PoolSpec spec = Windows.pool(planner, node, kind, window, x.layout());
        planner.run(node, kernels.pool(spec), x, planner.define(node.output(), spec.y()));
        return true;
    }

    private boolean globalPool(Node node, PoolSpec.Kind kind) {
        if (!Layouts.isImage(planner.type(node.input(0)).shape())) {
            return false;
        }
        Value x = planner.value(node.input(0));
        Layout y = planner.outputLayout(node, x.layout().block());
        planner.run(
                node,
                kernels.pool(PoolSpec.global(kind, x.layout(), y)),
                x,
                planner.define(node.output(), y));
        return true;
    }

    private boolean unary(Node node, Unary function) {
        Value x = planner.value(node.input(0));
        boolean image = Layouts.isImage(planner.type(node.output()).shape());
        Layout y = image ? planner.outputLayout(node, x.layout().block()) : x.layout();
        planner.run(node, kernels.unary(function, x.layout(), y), x, output(node, y, x));
        return true;
    }

    private boolean binary(Node node, Arithmetic op) {
        TensorType type = planner.type(node.output());
        int block = Math.max(imageBlock(node, 0), imageBlock(node, 1));
        if (block > 1) {
            Value a = operand(node, 0, block);
            Value b = operand(node, 1, block);
            Layout y = planner.outputLayout(node, block);
            planner.run(
                    node,
                    kernels.binary(op.function(), a.layout(), b.layout(), y, op.activation()),
                    a,
                    b,
                    output(node, y, a, b));
            return true;
        }
        List<Layout> layouts =
                Layouts.broadcast(
                        planner.type(node.input(0)).shape(),
                        planner.type(node.input(1)).shape(),
                        type.shape());
        if (layouts.isEmpty()) {
            return false;
        }
        Value a = planner.plain(node.input(0));
        Value b = planner.plain(node.input(1));
        Value y = output(node, Layouts.plain(type.shape()), a, b);
        planner.run(
                node,
                kernels.binary(
                        op.function(),
                        layouts.get(0),
                        layouts.get(1),
                        layouts.get(2),
                        op.activation()),
                a,
                b,
                y);
        return true;
    }

    /** The block of an operand that has all of the result's channels in blocks, else 1. */
    private int imageBlock(Node node, int input) {
        Shape shape = planner.type(node.input(input)).shape();
        Shape y = planner.type(node.output()).shape();
        boolean fits = Layouts.isImage(y) && shape.rank() == y.rank() && shape.dim(1) == y.dim(1);
        return fits ? planner.value(node.input(input)).layout().block() : 1;
    }

    /**
     * An operand as a blocked kernel takes it: its channels in blocks, or one channel in row-major
     * order.
     */
    private Value operand(Node node, int input, int block) {
        String name = node.input(input);
        Shape shape = planner.type(name).shape();
        Shape y = planner.type(node.output()).shape();
        Layout layout = Layouts.plain(shape.padded(y.rank()));
        if (layout.channels() == 1) {
            return planner.plain(name).as(layout);
        }
        return shape.rank() == y.rank()
                ? planner.image(name, block, Halo.NONE)
                : planner.converted(name, layout, layout.withBlock(block));
    }

    /**
     * The node's output in {@code layout}: in the memory of an operand that nobody needs
     * afterwards, else its own.
     */
    private Value output(Node node, Layout layout, Value... operands) {
        TensorType type = planner.type(node.output());
        for (Value operand : operands) {
            if (operand.layout().equals(layout)
                    && operand.type().equals(type)
                    && planner.dies(operand)) {
                planner.alias(node.output(), operand);
                return operand;
            }
        }
        return planner.define(node.output(), layout);
    }

    private boolean batchNormalization(Node node, BatchNormalization op) {
        boolean constant = node.inputs().stream().skip(1).limit(4).allMatch(planner::isConstant);
        Shape shape = planner.type(node.input(0)).shape();
        if (!Layouts.isImage(shape) || node.outputs().size() > 1) {
            return false;
        }
        if (!constant) {
            return norms.batch(node, op);
        }
        Value x = planner.value(node.input(0));
        int channels = shape.dim(1);
        int padded = x.layout().blocks() * x.layout().block();
        float[] scale = new float[padded];
        float[] shift = new float[padded];
        for (int c = 0; c < channels; c++) {
            double factor = element(node, 1, c) / Math.sqrt(element(node, 4, c) + op.epsilon());
            scale[c] = (float) factor;
            shift[c] = (float) (element(node, 2, c) - element(node, 3, c) * factor);
        }
        TensorType perChannel = new TensorType(DType.FLOAT32, Shape.of(padded));
        Layout y = planner.outputLayout(node, x.layout().block());
        planner.run(
                node,
                kernels.scaleShift(x.layout(), y, op.activation()),
                x,
                planner.constant(perChannel, scale),
                planner.constant(perChannel, shift),
                planner.define(node.output(), y));
        return true;
    }

    private double element(Node node, int input, int i) {
        return planner.inputs(node).constant(input, "the statistics").getDouble(i);
    }

    private boolean softmax(Node node, Softmax op) {
        Shape shape = planner.type(node.input(0)).shape();
        if (shape.rank() == 0) {
            return false;
        }
        int axis = planner.inputs(node).axis(op.axis(), shape.rank());
        int end = op.flattened() ? shape.rank() : axis + 1;
        Value x = planner.plain(node.input(0));
        planner.run(
                node,
                kernels.softmax(
                        shape.product(0, axis),
                        shape.product(axis, end),
                        shape.product(end, shape.rank()),
                        op.log()),
                x,
                output(node, Layouts.plain(shape), x));
        return true;
    }

    private boolean mean(Node node, ReduceMean op) {
        Shape shape = planner.type(node.input(0)).shape();
        int[] axes = op.axes(planner.inputs(node));
        boolean neighbours = axes.length > 0 && axes[axes.length - 1] - axes[0] == axes.length - 1;
        if (!neighbours) {
            return false;
        }
        Value home = planner.value(node.input(0));
        boolean spatial =
                Layouts.isImage(shape) && axes[0] == 2 && axes[axes.length - 1] == shape.rank() - 1;
        if (spatial && home.layout().block() > 1) {
            Layout x = home.layout();
            Layout y = Layout.blocked(x.batch(), x.channels(), 1, 1, x.block());
            planner.run(
                    node,
                    kernels.pool(PoolSpec.global(PoolSpec.Kind.AVERAGE, x, y)),
                    home,
                    planner.define(node.output(), y));
            return true;
        }
        Value x = planner.plain(node.input(0));
        int outer = shape.product(0, axes[0]);
        int extent = shape.product(axes[0], axes[0] + axes.length);
        int inner = shape.product(axes[0] + axes.length, shape.rank());
        planner.run(
                node, kernels.mean(outer, extent, inner), x, planner.definePlain(node.output()));
        return true;
    }
}
