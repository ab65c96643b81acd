package dev.lanewise.model.plan;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.ConvTransposeSpec;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Prologue;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;
import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Conv;
import dev.lanewise.model.op.ConvInputGradient;
import dev.lanewise.model.op.ConvTranspose;
import dev.lanewise.model.op.MaxPool;
import dev.lanewise.model.op.SpatialWindow;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Chooses the layouts and the kernel of convolutions. */
final class ConvLowering {

    /** Inputs of at most this many channels are read as they are: the first layer of a network. */
    private static final int FEW_CHANNELS = 4;

    private final Planner planner;
    private final Kernels kernels;
    private final ConvChains chains;

    /** The outputs of all poolings that convolutions compute. */
    private final Set<String> pooled = new HashSet<>();

    ConvLowering(Planner planner, Kernels kernels) {
        this.planner = planner;
        this.kernels = kernels;
        this.chains = new ConvChains(planner, kernels);
    }

    /** Plans the node, or returns false if no kernel fits. */
    boolean conv(Node node, Conv op) {
        if (!Layouts.isImage(planner.type(node.input(0)).shape())) {
            return false;
        }
        if (chains.contains(node)) {
            return true;
        }
        List<SpatialWindow.Axis> axes = op.axes(planner.inputs(node));
        Value x = input(planner, kernels, node.input(0), op.groups(), axes);
        ConvSpec spec = spec(planner, kernels, node, x.layout(), Windows.of(axes));
        ConvSpec rows = inRows(node, op, spec);
        if (rows != null) {
            WeightedKernel kernel = planner.conv(rows, op.epilogue());
            Value weight = planner.packed(node, kernel, node.input(1), node.input(2));
            Value out = planner.define(node.output(), rows.y());
            planner.run(List.of(node), kernel, rows.macs(), x, weight, out);
            return true;
        }
        Layout y = spec.y();
        if (op.prologue() == null && chains.plan(node, x, spec)) {
            return true;
        }
        Prologue prologue = op.prologue();
        List<Value> operands = new ArrayList<>();
        WeightedKernel kernel;
        List<Node> nodes = List.of(node);
        if (prologue == null) {
            kernel = planner.conv(spec, op.epilogue());
            PoolSpec pool = pool(planner, node, y);
            WeightedKernel withPool = pool == null ? null : kernel.pooled(pool);
            if (pool != null && withPool != null) {
                nodes = List.of(node, planner.readers(node.output()).getFirst());
                pooled.add(nodes.getLast().output());
                kernel = withPool;
                y = pool.y();
            }
            kernel = isReadByRows(nodes.getLast().output()) ? kernel.byRows() : kernel;
        } else if (kernels.takesPrologue(spec, prologue, op.epilogue())) {
            kernel = kernels.conv(spec, prologue, op.epilogue());
            operands.addAll(parameters(node, prologue, x.layout()));
        } else {
            x = applied(node, prologue, x);
            kernel = planner.conv(spec, op.epilogue());
        }
        operands.addAll(0, List.of(x, planner.packed(node, kernel, node.input(1), node.input(2))));
        if (op.epilogue().residual()) {
            operands.add(planner.in(node.input(3), y));
        }
        operands.add(planner.define(nodes.getLast().output(), y));
        planner.run(nodes, kernel, spec.macs(), operands.toArray(Value[]::new));
        return true;
    }

    /** The same with a row-major y of few channels, which others read as it is, or null. */
    private @Nullable ConvSpec inRows(Node node, Conv op, ConvSpec spec) {
        Layout plain = Layouts.plain(planner.type(node.output()).shape());
        if (op.prologue() != null || plain.channels() > FEW_CHANNELS) {
            return null;
        }
        ConvSpec rows = new ConvSpec(spec.x(), plain, spec.window(), spec.groups());
        return kernels.takesRows(rows, op.epilogue()) ? rows : null;
    }

    /** Whether a pooling has been planned with the convolution before it. */
    boolean pools(Node node) {
        return pooled.contains(node.output()) || chains.contains(node);
    }

    /** The maximum pooling that alone reads a convolution's output y, or null. */
    static @Nullable PoolSpec pool(Planner planner, Node node, Layout y) {
        Node reader = planner.onlyReader(node.output());
        return reader != null && reader.op() instanceof MaxPool op && reader.outputs().size() == 1
                ? Windows.pool(planner, reader, PoolSpec.Kind.MAX, op.window(), y)
                : null;
    }

    /** Whether nothing but convolutions without groups reads a value: threads divide its rows. */
    private boolean isReadByRows(String name) {
        return planner.readers(name).stream()
                .allMatch(node -> node.op() instanceof Conv conv && conv.groups() == 1);
    }

    /** Scales and, if there are any, shifts of a prologue, in the channel blocks of x. */
    private List<Value> parameters(Node node, Prologue prologue, Layout x) {
        int images = prologue.perImage() ? x.batch() : 1;
        Layout scale = Layout.blocked(images, x.channels(), 1, 1, x.block());
        Layout shift = Layout.blocked(1, x.channels(), 1, 1, x.block());
        return prologue.shift()
                ? List.of(planner.in(node.input(4), scale), planner.in(node.input(5), shift))
                : List.of(planner.in(node.input(4), scale));
    }

    /** A prologue as a step of its own; scales alone in place if x has no reader after it. */
    private Value applied(Node node, Prologue prologue, Value x) {
        List<Value> parameters = parameters(node, prologue, x.layout());
        boolean inPlace = !prologue.shift() && planner.dies(x);
        Value y = inPlace ? x : planner.allocate(x.type(), x.layout());
        Layout scale = parameters.getFirst().layout();
        if (prologue.shift()) {
            planner.run(
                    node,
                    kernels.scaleShift(x.layout(), y.layout(), prologue.activation()),
                    x,
                    parameters.getFirst(),
                    parameters.getLast(),
                    y);
        } else {
            planner.run(
                    node,
                    kernels.binary(
                            Binary.MUL, x.layout(), scale, y.layout(), prologue.activation()),
                    x,
                    parameters.getFirst(),
                    y);
        }
        return y;
    }

    /** Plans the node, or returns false if no kernel fits. */
    boolean convTranspose(Node node, ConvTranspose op) {
        Shape shape = planner.type(node.output()).shape();
        if (!Layouts.isImage(shape)) {
            return false;
        }
        List<SpatialWindow.Axis> axes = op.axes(planner.inputs(node), shape);
        return transposed(node, axes, op.groups(), op.activation(), node.input(2));
    }

    /** Plans the node, or returns false if no kernel fits. */
    boolean inputGradient(Node node, ConvInputGradient op) {
        return Layouts.isImage(planner.type(node.output()).shape())
                && transposed(node, op.axes(planner.inputs(node)), op.groups(), Unary.IDENTITY, "");
    }

    private boolean transposed(
            Node node, List<SpatialWindow.Axis> axes, int groups, Unary activation, String bias) {
        Layout plainY = Layouts.plain(planner.type(node.output()).shape());
        Layout home = planner.value(node.input(0)).layout();
        Halo halo = Windows.transposedHalo(axes, home, plainY);
        Window window = Windows.of(axes);
        if (halo == null) {
            return false;
        }
        boolean asItIs = home.block() == 1 && home.channels() <= FEW_CHANNELS && groups == 1;
        Value x = planner.image(node.input(0), asItIs ? 1 : kernels.lanes(), halo);
        ConvTransposeSpec rows = new ConvTransposeSpec(x.layout(), plainY, window, groups);
        Layout y =
                kernels.takesRows(rows)
                        ? plainY
                        : planner.halo(node.output()).on(plainY.withBlock(kernels.lanes()));
        ConvTransposeSpec spec = new ConvTransposeSpec(x.layout(), y, window, groups);
        WeightedKernel kernel = kernels.convTranspose(spec, activation);
        Value weight = planner.packed(node, kernel, node.input(1), bias);
        planner.run(node, kernel, spec.macs(), x, weight, planner.define(node.output(), y));
        return true;
    }

    /** A convolution of an input in this layout. */
    static ConvSpec spec(Planner planner, Kernels kernels, Node node, Layout x) {
        Conv op = (Conv) node.op();
        return spec(planner, kernels, node, x, Windows.of(op.axes(planner.inputs(node))));
    }

    private static ConvSpec spec(
            Planner planner, Kernels kernels, Node node, Layout x, Window window) {
        Conv op = (Conv) node.op();
        return new ConvSpec(x, output(planner, kernels, node, op), window, op.groups());
    }

    /** The output's layout; a residual must have it too, so its halo is kept. */
    private static Layout output(Planner planner, Kernels kernels, Node node, Conv op) {
        Layout blocks =
                Layouts.plain(planner.type(node.output()).shape()).withBlock(kernels.lanes());
        Halo halo = planner.halo(node.output());
        if (op.epilogue().residual()) {
            Layout residual = planner.value(node.input(3)).layout();
            halo = residual.block() == kernels.lanes() ? halo.max(Halo.of(residual)) : halo;
        }
        return halo.on(blocks);
    }

    /** The input of a convolution: in blocks, or as it is where it has few channels. */
    static Value input(
            Planner planner,
            Kernels kernels,
            String name,
            int groups,
            List<SpatialWindow.Axis> axes) {
        Layout home = planner.value(name).layout();
        Halo halo = Windows.halo(axes, home.height(), home.width());
        boolean asItIs = home.block() == 1 && home.channels() <= FEW_CHANNELS && groups == 1;
        return planner.image(name, asItIs ? 1 : kernels.lanes(), halo);
    }
}
