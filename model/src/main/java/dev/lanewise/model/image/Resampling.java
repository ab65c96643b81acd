package dev.lanewise.model.image;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * Resizes pictures as Pillow's {@code BILINEAR} does: a triangle filter, one source pixel wide to
 * each side when enlarging and as wide as the reduction when shrinking, so that every source pixel
 * counts. One pass along rows, one along columns; values are rounded to 8 bits once, at the end, so
 * results can differ from Pillow's by one.
 */
public final class Resampling {

    private static final int GREY = 0x727272;

    private Resampling() {}

    /**
     * The whole picture at another size, its proportions changed where need be.
     *
     * @return an image of type {@link BufferedImage#TYPE_INT_RGB}
     * @throws IllegalArgumentException if the size is not positive
     */
    public static BufferedImage stretch(BufferedImage image, int width, int height) {
        return resample(
                image,
                Axis.of(image.getWidth(), 0, image.getWidth(), width),
                Axis.of(image.getHeight(), 0, image.getHeight(), height));
    }

    /**
     * The largest centred part of the picture that has the proportions of the target, at the
     * target's size. For a square target this is torchvision's {@code Resize(size)} followed by
     * {@code CenterCrop(size)}, up to the rounding of the size in between.
     *
     * @return an image of type {@link BufferedImage#TYPE_INT_RGB}
     * @throws IllegalArgumentException if the size is not positive
     */
    public static BufferedImage crop(BufferedImage image, int width, int height) {
        double scale =
                Math.min((double) image.getWidth() / width, (double) image.getHeight() / height);
        double left = (image.getWidth() - width * scale) / 2;
        double top = (image.getHeight() - height * scale) / 2;
        return resample(
                image,
                Axis.of(image.getWidth(), left, width * scale, width),
                Axis.of(image.getHeight(), top, height * scale, height));
    }

    /**
     * The whole picture, its proportions kept, as large as it fits into the middle of the target;
     * the rest is grey, 114 of 255, as detectors of the YOLO family are trained.
     *
     * @return an image of type {@link BufferedImage#TYPE_INT_RGB}
     * @throws IllegalArgumentException if the size is not positive
     */
    public static BufferedImage letterbox(BufferedImage image, int width, int height) {
        double scale =
                Math.min((double) width / image.getWidth(), (double) height / image.getHeight());
        int inner = Math.clamp(Math.round(image.getWidth() * scale), 1, Math.max(1, width));
        int innerHeight = Math.clamp(Math.round(image.getHeight() * scale), 1, Math.max(1, height));
        BufferedImage fitted = stretch(image, inner, innerHeight);
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] grey = new int[width];
        Arrays.fill(grey, GREY);
        for (int y = 0; y < height; y++) {
            result.setRGB(0, y, width, 1, grey, 0, width);
        }
        int left = (width - inner) / 2;
        int top = (height - innerHeight) / 2;
        int[] row = new int[inner];
        for (int y = 0; y < innerHeight; y++) {
            fitted.getRGB(0, y, inner, 1, row, 0, inner);
            result.setRGB(left, top + y, inner, 1, row, 0, inner);
        }
        return result;
    }

    private static BufferedImage resample(BufferedImage image, Axis across, Axis down) {
        int width = across.first.length;
        int height = down.first.length;
        int firstRow = down.first[0];
        int rows = down.first[height - 1] + down.weights[height - 1].length - firstRow;
        float[][] narrowed = new float[rows][];
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < rows; y++) {
            image.getRGB(0, firstRow + y, row.length, 1, row, 0, row.length);
            narrowed[y] = filterRow(row, across);
        }

        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        float[] sums = new float[3 * width];
        int[] pixels = new int[width];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 0);
            for (int k = 0; k < down.weights[y].length; k++) {
                float weight = down.weights[y][k];
                float[] source = narrowed[down.first[y] - firstRow + k];
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += weight * source[i];
                }
            }
            for (int x = 0; x < width; x++) {
                pixels[x] =
                        level(sums[3 * x]) << 16
                                | level(sums[3 * x + 1]) << 8
                                | level(sums[3 * x + 2]);
            }
            result.setRGB(0, y, width, 1, pixels, 0, width);
        }
        return result;
    }

    private static float[] filterRow(int[] row, Axis across) {
        float[] filtered = new float[3 * across.first.length];
        for (int x = 0; x < across.first.length; x++) {
            float red = 0;
            float green = 0;
            float blue = 0;
            for (int k = 0; k < across.weights[x].length; k++) {
                float weight = across.weights[x][k];
                int pixel = row[across.first[x] + k];
                red += weight * (pixel >> 16 & 0xFF);
                green += weight * (pixel >> 8 & 0xFF);
                blue += weight * (pixel & 0xFF);
            }
            filtered[3 * x] = red;
            filtered[3 * x + 1] = green;
            filtered[3 * x + 2] = blue;
        }
        return filtered;
    }

    private static int level(float value) {
        return Math.clamp(Math.round(value), 0, 255);
    }

    /**
     * For each target pixel along one axis, the first source pixel and the weights, which add up to
     * 1, from there on.
     */
    private record Axis(int[] first, float[][] weights) {

        /**
         * Maps source positions {@code start .. start + length}, within {@code 0 .. size}, to
         * {@code target} pixels.
         */
        static Axis of(int size, double start, double length, int target) {
            if (target < 1) {
                throw new IllegalArgumentException(
                        "expected a target of at least 1x1 pixels, actual " + target);
            }
            double scale = length / target;
            double support = Math.max(scale, 1);
            int[] first = new int[target];
            float[][] weights = new float[target][];
            for (int i = 0; i < target; i++) {
                double centre = start + (i + 0.5) * scale;
                int from = Math.clamp(Math.round(centre - support), 0, size - 1);
                int to = Math.clamp(Math.round(centre + support), from + 1, size);
                first[i] = from;
                weights[i] = triangle(from, to, centre, support);
            }
            return new Axis(first, weights);
        }

        private static float[] triangle(int from, int to, double centre, double support) {
            double[] raw = new double[to - from];
            double sum = 0;
            for (int k = 0; k < raw.length; k++) {
                raw[k] = Math.max(0, 1 - Math.abs(from + k + 0.5 - centre) / support);
                sum += raw[k];
            }
            float[] weights = new float[raw.length];
            for (int k = 0; k < raw.length; k++) {
                weights[k] = (float) (raw[k] / sum);
            }
            return weights;
        }
    }
}
