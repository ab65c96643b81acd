package dev.lanewise.model.nn;

import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.op.AutoPad;
import dev.lanewise.model.op.AveragePool;
import dev.lanewise.model.op.GlobalPool;
import dev.lanewise.model.op.MatMul;
import dev.lanewise.model.op.SpatialWindow;

import java.util.List;

/**
 * Means over windows of [N, C, H, W], as many as are wanted, whatever H and W are.
 *
 * @param outputSize extents of the output
 */
public record AdaptiveAvgPool2d(Size outputSize) implements Module {

    /** As many rows as columns; 1 for the mean of each channel. */
    public static AdaptiveAvgPool2d of(int outputSize) {
        return new AdaptiveAvgPool2d(Size.of(outputSize));
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        Shape shape = builder.shape(x);
        int height = outputSize.height();
        int width = outputSize.width();
        if (shape.rank() != 4 || height < 1 || width < 1) {
            throw new ModelException(
                    "AdaptiveAvgPool2d: expected an input [N, C, H, W] and an output of at least 1,"
                            + " actual input "
                            + shape
                            + " and output "
                            + outputSize);
        }
        if (height == 1 && width == 1) {
            return builder.add(new GlobalPool(PoolSpec.Kind.AVERAGE), x);
        }
        if (shape.dim(2) % height == 0 && shape.dim(3) % width == 0) {
            List<Integer> window = List.of(shape.dim(2) / height, shape.dim(3) / width);
            return builder.add(
                    new AveragePool(
                            new SpatialWindow(
                                    window, window, List.of(), List.of(), AutoPad.NOTSET, false),
                            false),
                    x);
        }
        // Windows of different extents: means along the columns, then along the rows.
        String columns = means(builder, "columns", shape.dim(3), width, false);
        String rows = means(builder, "rows", shape.dim(2), height, true);
        return builder.add(new MatMul(), rows, builder.add(new MatMul(), x, columns));
    }

    /** A matrix that makes means, [in, out] or [out, in]; windows reach as far as PyTorch's. */
    private static String means(
            GraphBuilder builder, String name, int in, int out, boolean outFirst) {
        float[] values = new float[in * out];
        for (int o = 0; o < out; o++) {
            int from = Math.toIntExact((long) o * in / out);
            int to = Math.toIntExact(((long) (o + 1) * in + out - 1) / out);
            for (int i = from; i < to; i++) {
                values[outFirst ? o * in + i : i * out + o] = 1f / (to - from);
            }
        }
        return builder.constant(
                name, Tensor.of(outFirst ? Shape.of(out, in) : Shape.of(in, out), values));
    }
}
