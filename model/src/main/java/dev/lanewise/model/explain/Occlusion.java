package dev.lanewise.model.explain;

import dev.lanewise.model.Shape;
import dev.lanewise.model.explain.Attribution.ChannelReduction;

import java.util.Arrays;

/**
 * Occlusion: by how much the score before the softmax falls when a window, all channels of it, is
 * covered (Zeiler and Fergus: Visualizing and understanding convolutional networks, 2014). A pixel
 * gets the mean over the windows that cover it. Windows begin at multiples of the stride; the last
 * of a row or column is cut at the edge. The result has one channel.
 *
 * @param windowHeight rows that a window covers
 * @param windowWidth columns that a window covers
 * @param strideY rows from window to window
 * @param strideX columns from window to window
 * @param baseline what windows are covered with, in units of the network's input; 0 is the mean
 *     colour for a network whose input is normalised
 */
public record Occlusion(int windowHeight, int windowWidth, int strideY, int strideX, float baseline)
        implements AttributionMethod {

    /**
     * @throws IllegalArgumentException if a window or stride is not positive, or a stride leaves
     *     pixels out
     */
    public Occlusion {
        if (strideY < 1 || strideX < 1 || strideY > windowHeight || strideX > windowWidth) {
            throw new IllegalArgumentException(
                    "occlusion: expected strides from 1 to the window, actual strides "
                            + strideY
                            + " and "
                            + strideX
                            + " of a window of "
                            + windowHeight
                            + "x"
                            + windowWidth);
        }
    }

    /** A square window covered with zeros. */
    public Occlusion(int window, int stride) {
        this(window, window, stride, stride, 0);
    }

    /** A window of about a seventh of the picture, strides of a quarter of that. */
    public static Occlusion of(Shape picture) {
        int window = Math.max(2, Math.round(Math.min(picture.dim(1), picture.dim(2)) / 7f));
        return new Occlusion(window, Math.max(1, window / 4));
    }

    @Override
    public String name() {
        return "occlusion";
    }

    /** How many windows cover so many pixels. */
    private static int count(int pixels, int window, int stride) {
        return Math.ceilDiv(Math.max(0, pixels - window), stride) + 1;
    }

    /** How many positions a picture has: so many scores are computed. */
    public int positions(Shape picture) {
        return count(picture.dim(1), windowHeight, strideY)
                * count(picture.dim(2), windowWidth, strideX);
    }

    @Override
    public Attribution attribute(Explainer explainer, float[] picture, int target) {
        explainer.checkPicture(picture);
        Shape shape = explainer.shape();
        int height = shape.dim(1);
        int width = shape.dim(2);
        int across = count(width, windowWidth, strideX);
        double[] sum = new double[height * width];
        int[] times = new int[height * width];
        float whole = explainer.scores(picture)[target];
        explainer.scores(
                positions(shape),
                (i, x) -> cover(picture, x, shape, i / across * strideY, i % across * strideX),
                (i, row) -> {
                    int top = i / across * strideY;
                    int left = i % across * strideX;
                    for (int y = top; y < Math.min(height, top + windowHeight); y++) {
                        for (int k = left; k < Math.min(width, left + windowWidth); k++) {
                            sum[y * width + k] += whole - row[target];
                            times[y * width + k]++;
                        }
                    }
                });
        float[] values = new float[sum.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (sum[i] / times[i]);
        }
        return new Attribution(Shape.of(1, height, width), values, ChannelReduction.SUM);
    }

    private void cover(float[] picture, float[] x, Shape shape, int top, int left) {
        System.arraycopy(picture, 0, x, 0, x.length);
        int right = Math.min(shape.dim(2), left + windowWidth);
        for (int c = 0; c < shape.dim(0); c++) {
            for (int y = top; y < Math.min(shape.dim(1), top + windowHeight); y++) {
                int row = (c * shape.dim(1) + y) * shape.dim(2);
                Arrays.fill(x, row + left, row + right, baseline);
            }
        }
    }
}
