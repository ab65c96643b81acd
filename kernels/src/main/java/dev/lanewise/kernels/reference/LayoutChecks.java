package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.UpdateRule;

/** What both providers demand of the shapes of kernels that have no specification of their own. */
public final class LayoutChecks {

    private LayoutChecks() {}

    /**
     * @throws IllegalArgumentException unless x and y are of one shape
     */
    public static void sameShape(String kernel, Layout x, Layout y) {
        if (!x.sameShape(y)) {
            throw new IllegalArgumentException(
                    kernel + ": expected layouts of one shape, actual x=" + x + " y=" + y);
        }
    }

    /**
     * @throws IllegalArgumentException unless x and y are of one shape and block
     */
    public static void sameShapeAndBlock(Object kernel, Layout x, Layout y) {
        if (!x.sameShape(y) || x.block() != y.block()) {
            throw new IllegalArgumentException(
                    kernel
                            + ": expected layouts of one shape and block, actual x="
                            + x
                            + " y="
                            + y);
        }
    }

    /**
     * The operands of a pooling's gradient: x for a maximum, dy, dx.
     *
     * @throws IllegalArgumentException unless dx is of x's shape and block
     */
    public static Operand[] poolGradient(PoolSpec spec, Layout dx) {
        sameShapeAndBlock("pool gradient", spec.x(), dx);
        Operand dy = new Operand("dy", spec.y().bytes());
        Operand target = new Operand("dx", dx.bytes());
        return spec.kind() == PoolSpec.Kind.MAX
                ? new Operand[] {new Operand("x", spec.x().bytes()), dy, target}
                : new Operand[] {dy, target};
    }

    /**
     * The operands of batch normalisation in training: x; scale, bias, running mean and variance;
     * the new ones, the batch's mean and factor, all [channels]; y.
     *
     * @throws IllegalArgumentException unless x and y are of one shape and block
     */
    public static Operand[] batchNorm(Layout x, Layout y) {
        sameShapeAndBlock("batch norm training", x, y);
        long bytes = 4L * x.channels();
        return new Operand[] {
            new Operand("x", x.bytes()),
            new Operand("scale", bytes),
            new Operand("bias", bytes),
            new Operand("mean", bytes),
            new Operand("variance", bytes),
            new Operand("new mean", bytes),
            new Operand("new variance", bytes),
            new Operand("batch mean", bytes),
            new Operand("batch factor", bytes),
            new Operand("y", y.bytes())
        };
    }

    /**
     * The operands of batch normalisation's gradient: x, dy; scale, the batch's mean and factor,
     * dscale, dbias, all [channels]; dx.
     *
     * @throws IllegalArgumentException unless x, dy and dx are of one shape and block
     */
    public static Operand[] batchNormGradient(Layout x, Layout dy, Layout dx) {
        sameShapeAndBlock("batch norm gradient", x, dx);
        sameShapeAndBlock("batch norm gradient", dy, dx);
        long bytes = 4L * x.channels();
        return new Operand[] {
            new Operand("x", x.bytes()),
            new Operand("dy", dy.bytes()),
            new Operand("scale", bytes),
            new Operand("batch mean", bytes),
            new Operand("batch factor", bytes),
            new Operand("dscale", bytes),
            new Operand("dbias", bytes),
            new Operand("dx", dx.bytes())
        };
    }

    /**
     * The operands of an optimiser's step: gradient, factors, slots, weight.
     *
     * @throws IllegalArgumentException if there is less than no weight
     */
    public static Operand[] update(UpdateRule rule, int count) {
        axis("update", count, 1, 1);
        Operand[] operands = new Operand[3 + rule.slots()];
        operands[0] = new Operand("gradient", 4L * count);
        operands[1] = new Operand("factors", UpdateRule.Factor.BYTES);
        for (int slot = 0; slot < rule.slots(); slot++) {
            operands[2 + slot] = new Operand("slot " + slot, 4L * count);
        }
        operands[2 + rule.slots()] = new Operand("weight", 4L * count);
        return operands;
    }

    /**
     * The operands of a sum of squares: x, y.
     *
     * @throws IllegalArgumentException if there is less than no element
     */
    public static Operand[] squareSum(int count) {
        axis("square sum", count, 1, 1);
        return new Operand[] {new Operand("x", 4L * count), new Operand("y", Float.BYTES)};
    }

    /**
     * @throws IllegalArgumentException unless operand {@code from} broadcasts to y
     */
    public static void broadcasts(Object kernel, String name, Layout from, Layout y) {
        boolean broadcasts =
                (from.batch() == y.batch() || from.batch() == 1)
                        && (from.channels() == y.channels() || from.channels() == 1)
                        && (from.height() == y.height() || from.height() == 1)
                        && (from.width() == y.width() || from.width() == 1)
                        && (from.block() == y.block() || from.channels() == 1 && from.block() == 1);
        if (!broadcasts) {
            throw new IllegalArgumentException(
                    kernel
                            + ": expected '"
                            + name
                            + "' to broadcast to y, actual "
                            + from
                            + " y="
                            + y);
        }
    }

    /**
     * @throws IllegalArgumentException if a size of [outer, axis, inner] is negative or a tensor of
     *     that shape, or of [outer, inner], exceeds {@link Layout#MAX_BYTES}
     */
    public static void axis(String kernel, int outer, int axis, int inner) {
        boolean positive = outer >= 0 && axis >= 0 && inner >= 0;
        double bytes = 4.0 * outer * Math.max(1, axis) * inner;
        if (!positive || bytes > Layout.MAX_BYTES) {
            throw new IllegalArgumentException(
                    kernel
                            + ": expected sizes >= 0 and at most "
                            + Layout.MAX_BYTES
                            + " bytes, actual outer="
                            + outer
                            + " axis="
                            + axis
                            + " inner="
                            + inner);
        }
    }

    /**
     * @throws IllegalArgumentException unless the convolution can have a prologue
     */
    public static void prologue(boolean takes, ConvSpec spec) {
        if (!takes) {
            throw new IllegalArgumentException(
                    "conv: expected no prologue but for windows of one pixel, actual " + spec);
        }
    }
}
