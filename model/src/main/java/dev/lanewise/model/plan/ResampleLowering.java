package dev.lanewise.model.plan;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.ResampleAxis;
import dev.lanewise.kernels.ResampleSpec;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.Pad;
import dev.lanewise.model.op.Resize;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Plans operators that take the rows and columns of images from elsewhere. Images stay in the
 * layout in which they come.
 */
final class ResampleLowering {

    private final Planner planner;
    private final Kernels kernels;

    /** The outputs of all sums that resizes compute. */
    private final Set<String> added = new HashSet<>();

    ResampleLowering(Planner planner, Kernels kernels) {
        this.planner = planner;
        this.kernels = kernels;
    }

    /** Plans a pad, or returns false if it pads anything but the planes of images. */
    boolean pad(Node node, Pad op) {
        Inputs in = planner.inputs(node);
        Shape x = in.shape(0);
        if (!isImage(node) || in.has(2) && !planner.isConstant(node.input(2))) {
            return false;
        }
        for (int axis = 0; axis < 2; axis++) {
            if (!isIdentity(op.sources(in, axis))) {
                return false;
            }
        }
        Tensor fill = in.has(2) ? in.constant(2, "the value") : null;
        ResampleAxis rows =
                x.rank() == 4 ? ResampleAxis.copy(op.sources(in, 2)) : ResampleAxis.identity(1);
        ResampleAxis columns = ResampleAxis.copy(op.sources(in, x.rank() - 1));
        resample(node, rows, columns, fill == null ? 0 : (float) fill.getDouble(0));
        return true;
    }

    private static boolean isIdentity(int[] sources) {
        return IntStream.range(0, sources.length).allMatch(i -> sources[i] == i);
    }

    /** Plans a resize, or returns false if it resizes anything but the planes of images. */
    boolean resize(Node node, Resize op) {
        Inputs in = planner.inputs(node);
        Shape x = in.shape(0);
        if (!isImage(node) || !isIdentity(op.axis(in, 0)) || !isIdentity(op.axis(in, 1))) {
            return false;
        }
        ResampleAxis rows = x.rank() == 4 ? op.axis(in, 2) : ResampleAxis.identity(1);
        ResampleAxis columns = op.axis(in, x.rank() - 1);
        if (rows == null || columns == null) {
            return false;
        }
        Node sum = sumBehind(node);
        if (sum == null || !sum(node, sum, rows, columns)) {
            resample(node, rows, columns, 0);
        }
        return true;
    }

    /** Whether a sum has been planned with the resize before it. */
    boolean adds(Node node) {
        return added.contains(node.output());
    }

    /** The sum with a value that is there already which alone reads a resize, or null. */
    private @Nullable Node sumBehind(Node node) {
        Node reader = planner.onlyReader(node.output());
        boolean fits =
                reader != null
                        && reader.op() instanceof Arithmetic op
                        && op.function() == Binary.ADD
                        && op.activation().isIdentity()
                        && planner.isPlanned(other(reader, node))
                        && planner.type(other(reader, node)).equals(planner.type(node.output()));
        return fits ? reader : null;
    }

    private static String other(Node sum, Node resize) {
        return sum.input(sum.input(0).equals(resize.output()) ? 1 : 0);
    }

    /** Plans both as one step, or returns false if no kernel fits. */
    private boolean sum(Node node, Node sum, ResampleAxis rows, ResampleAxis columns) {
        Value x = planner.value(node.input(0));
        Value a = planner.value(other(sum, node));
        Layout y = planner.outputLayout(sum, x.layout().block());
        ResampleSpec spec = new ResampleSpec(x.layout(), y, rows, columns, 0);
        if (a.layout().block() != y.block() || !kernels.takesSum(spec)) {
            return false;
        }
        added.add(sum.output());
        planner.run(
                List.of(node, sum),
                kernels.resampleSum(spec, a.layout()),
                0,
                x,
                a,
                planner.define(sum.output(), y));
        return true;
    }

    private static boolean isIdentity(@Nullable ResampleAxis axis) {
        return axis != null
                && axis.copies()
                && IntStream.range(0, axis.size()).allMatch(i -> axis.index(i, 0) == i);
    }

    /** Whether there are planes to take elements from. */
    private boolean isImage(Node node) {
        Shape x = planner.type(node.input(0)).shape();
        Shape y = planner.type(node.output()).shape();
        return Layouts.isImage(x)
                && x.dim(0) == y.dim(0)
                && x.dim(1) == y.dim(1)
                && x.elements() > 0;
    }

    private void resample(Node node, ResampleAxis rows, ResampleAxis columns, float fill) {
        Value x = planner.value(node.input(0));
        Layout plain = Layouts.plain(planner.type(node.output()).shape());
        Layout y = planner.halo(node.output()).on(plain.withBlock(x.layout().block()));
        ResampleSpec spec = new ResampleSpec(x.layout(), y, rows, columns, fill);
        planner.run(node, kernels.resample(spec), x, planner.define(node.output(), y));
    }
}
