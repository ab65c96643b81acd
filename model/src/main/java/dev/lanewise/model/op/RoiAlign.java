package dev.lanewise.model.op;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Pools regions of x [N, C, H, W] to a fixed size, at places in between by linear interpolation.
 * Inputs: x; regions [R, 4] as x1, y1, x2, y2; the image [R] of each.
 *
 * @param max whether the largest sample counts rather than the mean
 * @param height rows of the output
 * @param width columns of the output
 * @param samples samples along each side of a cell; 0 for one per pixel
 * @param scale from the regions' coordinates to those of x
 * @param halfPixel whether coordinates are shifted by half a pixel
 */
public record RoiAlign(
        boolean max, int height, int width, int samples, float scale, boolean halfPixel)
        implements PlainOp {

    private static final int MAX_SAMPLES = 1 << 10;

    /**
     * @throws IllegalArgumentException if an extent is below 1
     */
    public RoiAlign {
        if (height < 1 || width < 1 || samples < 0 || samples > MAX_SAMPLES) {
            throw new IllegalArgumentException(
                    "expected output_height and output_width of at least 1 and sampling_ratio from"
                            + " 0 to "
                            + MAX_SAMPLES
                            + ", actual "
                            + height
                            + ", "
                            + width
                            + " and "
                            + samples);
        }
    }

    @Override
    public String type() {
        return "RoiAlign";
    }

    @Override
    public long workPerElement(Inputs in) {
        return 4L * Math.max(16, samples * samples);
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkFloats(0);
        Shape x = in.shape(0, 4);
        Shape regions = in.shape(1);
        in.check(
                x.rank() == 4
                        && x.elements() > 0
                        && regions.rank() == 2
                        && regions.dim(1) == 4
                        && in.shape(2).equals(Shape.of(regions.dim(0))),
                "expected [N,C,H,W], [R,4] and [R], actual "
                        + x
                        + ", "
                        + regions
                        + " and "
                        + in.shape(2));
        return List.of(in.type(0).withShape(Shape.of(regions.dim(0), x.dim(1), height, width)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor regions = IndexedCopy.required(inputs, 1);
        Tensor images = IndexedCopy.required(inputs, 2);
        Tensor y = outputs.getFirst();
        int channels = x.shape().dim(1);
        for (int i = 0; i < y.shape().elements(); i++) {
            int r = i / (channels * height * width);
            int c = i / (height * width) % channels;
            long image = images.getLong(r);
            if (image < 0 || image >= x.shape().dim(0)) {
                throw new ModelException(
                        "expected images from 0 to "
                                + (x.shape().dim(0) - 1)
                                + ", actual "
                                + image);
            }
            int plane = (int) (image * channels + c) * x.shape().dim(2) * x.shape().dim(3);
            y.setDouble(i, cell(x, plane, regions, r, i / width % height, i % width));
        }
    }

    private double cell(Tensor x, int plane, Tensor regions, int r, int row, int column) {
        double shift = halfPixel ? 0.5 : 0;
        double left = regions.getDouble(4 * r) * scale - shift;
        double top = regions.getDouble(4 * r + 1) * scale - shift;
        double w = regions.getDouble(4 * r + 2) * scale - shift - left;
        double h = regions.getDouble(4 * r + 3) * scale - shift - top;
        if (!halfPixel) {
            w = Math.max(w, 1);
            h = Math.max(h, 1);
        }
        int down = count(h / height);
        int across = count(w / width);
        double sum = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < down; i++) {
            double at = top + (row + (i + 0.5) / down) * h / height;
            for (int j = 0; j < across; j++) {
                double value =
                        sample(x, plane, at, left + (column + (j + 0.5) / across) * w / width);
                sum += value;
                largest = Math.max(largest, value);
            }
        }
        return max ? largest : sum / Math.max(1, down * across);
    }

    private int count(double extent) {
        return samples > 0 ? samples : (int) Math.clamp(Math.ceil(extent), 0, MAX_SAMPLES);
    }

    private double sample(Tensor x, int plane, double row, double column) {
        int rows = x.shape().dim(2);
        int columns = x.shape().dim(3);
        if (!(row >= -1 && row <= rows && column >= -1 && column <= columns)) {
            return 0;
        }
        double r = Math.clamp(row, 0, rows - 1);
        double c = Math.clamp(column, 0, columns - 1);
        int r0 = (int) r;
        int c0 = (int) c;
        int r1 = Math.min(r0 + 1, rows - 1);
        int c1 = Math.min(c0 + 1, columns - 1);
        double fr = r - r0;
        double fc = c - c0;
        double a = (1 - fr) * (1 - fc) * x.getDouble(plane + r0 * columns + c0);
        double b = (1 - fr) * fc * x.getDouble(plane + r0 * columns + c1);
        double d = fr * (1 - fc) * x.getDouble(plane + r1 * columns + c0);
        double e = fr * fc * x.getDouble(plane + r1 * columns + c1);
        return max ? Math.max(Math.max(a, b), Math.max(d, e)) : a + b + d + e;
    }
}
