package dev.lanewise.model.op;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The largest elements of parts of regions of images. Inputs: x [N, C, H, W]; regions [R, 5]: image
 * and the corners x1, y1, x2, y2. The output is [R, C, height, width].
 *
 * @param height parts from top to bottom
 * @param width parts from left to right
 * @param scale from the corners' coordinates to x's
 */
public record MaxRoiPool(int height, int width, float scale) implements PlainOp {

    /**
     * @throws IllegalArgumentException if an extent is below 1
     */
    public MaxRoiPool {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "expected pooled_shape of at least 1, actual " + height + " and " + width);
        }
    }

    @Override
    public String type() {
        return "MaxRoiPool";
    }

    @Override
    public long workPerElement(Inputs in) {
        Shape x = in.shape(0, 4);
        return 4L + (long) x.dim(2) * x.dim(3) / ((long) height * width);
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0);
        Shape regions = in.shape(1);
        in.check(
                x.rank() == 4 && regions.rank() == 2 && regions.dim(1) == 5,
                "expected [N,C,H,W] and [R,5], actual " + x + " and " + regions);
        return List.of(in.type(0).withShape(Shape.of(regions.dim(0), x.dim(1), height, width)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor regions = IndexedCopy.required(inputs, 1);
        Tensor y = outputs.getFirst();
        int channels = x.shape().dim(1);
        int h = x.shape().dim(2);
        int w = x.shape().dim(3);
        int at = 0;
        for (int r = 0; r < regions.shape().dim(0); r++) {
            long image = regions.getLong(r * 5);
            if (image < 0 || image >= x.shape().dim(0)) {
                throw new ModelException(
                        "expected images from 0 to "
                                + (x.shape().dim(0) - 1)
                                + ", actual "
                                + image);
            }
            Part columns = new Part(corner(regions, r, 1), corner(regions, r, 3), width, w);
            Part rows = new Part(corner(regions, r, 2), corner(regions, r, 4), height, h);
            for (int c = 0; c < channels; c++) {
                int plane = ((int) image * channels + c) * h * w;
                for (int py = 0; py < height; py++) {
                    for (int px = 0; px < width; px++) {
                        y.setDouble(at++, largest(x, plane, w, rows, py, columns, px));
                    }
                }
            }
        }
    }

    private long corner(Tensor regions, int region, int i) {
        return Math.round(regions.getDouble(region * 5 + i) * scale);
    }

    /** A region along one axis, cut into parts that overlap where it doesn't come out even. */
    private record Part(long first, long last, int parts, int extent) {

        private double size() {
            return (double) Math.max(last - first + 1, 1) / parts;
        }

        int from(int part) {
            return Math.clamp((long) Math.floor(part * size()) + first, 0, extent);
        }

        int to(int part) {
            return Math.clamp((long) Math.ceil((part + 1) * size()) + first, 0, extent);
        }
    }

    private static double largest(
            Tensor x, int plane, int w, Part rows, int py, Part columns, int px) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = rows.from(py); i < rows.to(py); i++) {
            for (int j = columns.from(px); j < columns.to(px); j++) {
                largest = Math.max(largest, x.getDouble(plane + i * w + j));
            }
        }
        // Parts outside of the image hold nothing.
        return largest == Double.NEGATIVE_INFINITY ? 0 : largest;
    }
}
