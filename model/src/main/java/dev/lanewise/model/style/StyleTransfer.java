package dev.lanewise.model.style;

import dev.lanewise.model.Shape;
import dev.lanewise.model.image.Pictures;
import dev.lanewise.model.image.Resampling;
import dev.lanewise.model.style.StyleOptions.Optimizer;

import org.jspecify.annotations.Nullable;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Paints one picture in the style of another by optimising its pixels (Gatys, Ecker, Bethge: Image
 * style transfer using convolutional neural networks, 2016): the mean square distance of features
 * from those of the content, that of their Gram matrices from those of the style, and total
 * variation. Each distance is divided by the mean square of its target, so that weights mean the
 * same for every network and layer. Features, and so Gram matrices, are means over pixels: the two
 * pictures may differ in size.
 *
 * <p>Immutable and thread-safe.
 *
 * @param extractor the network whose features are compared
 * @param options weights, optimiser and steps
 */
public record StyleTransfer(FeatureExtractor extractor, StyleOptions options) {

    private static final int MOST_LEVELS = 3;
    private static final int LEAST_SIDE = 48;

    /** Who watches. */
    public interface Observer {

        /**
         * After each step.
         *
         * @param step from 1 at each size
         * @param loss after it
         * @param picture makes the picture as it is now
         * @return whether to go on at this size
         */
        boolean step(int step, double loss, Supplier<BufferedImage> picture);
    }

    /**
     * What came of it.
     *
     * @param picture the painting, of the content's size
     * @param losses at the full size, before the first step and after each
     */
    public record Result(BufferedImage picture, List<Double> losses) {

        /** Copies the list. */
        public Result {
            losses = List.copyOf(losses);
        }
    }

    /**
     * Paints, from coarse to fine: first at an eighth of the size, if that leaves at least 48
     * pixels to each side, or at a quarter, or a half; each level begins with the painting of the
     * one before it and has all the steps. So patterns larger than what the network sees at once
     * come out, too.
     *
     * @param content what is to be seen
     * @param style how it is to be painted
     * @throws dev.lanewise.model.ModelException if the network does not take pictures of this size
     */
    public Result paint(BufferedImage content, BufferedImage style, Observer observer) {
        int least = Math.min(content.getWidth(), content.getHeight());
        int level = 0;
        while (level < MOST_LEVELS && least >> level + 1 >= LEAST_SIDE) {
            level++;
        }
        BufferedImage painting = null;
        for (; ; level--) {
            Result result =
                    paintLevel(reduced(content, level), reduced(style, level), painting, observer);
            if (level == 0) {
                return result;
            }
            painting = result.picture();
        }
    }

    private static BufferedImage reduced(BufferedImage picture, int level) {
        return level == 0
                ? picture
                : Resampling.stretch(
                        picture,
                        Math.max(1, picture.getWidth() >> level),
                        Math.max(1, picture.getHeight() >> level));
    }

    private Result paintLevel(
            BufferedImage content,
            BufferedImage style,
            @Nullable BufferedImage before,
            Observer observer) {
        Shape shape = Shape.of(3, content.getHeight(), content.getWidth());
        float[] target = levels(content);
        float[] start = target;
        if (before != null) {
            start = levels(Resampling.stretch(before, content.getWidth(), content.getHeight()));
        } else if (options.fromNoise()) {
            start = noise(target.length);
        }
        try (StyleLoss loss =
                new StyleLoss(
                        extractor,
                        options,
                        target,
                        shape,
                        levels(style),
                        Shape.of(3, style.getHeight(), style.getWidth()))) {
            return options.optimizer() == Optimizer.LBFGS
                    ? lbfgs(loss, start, shape, observer)
                    : adam(loss, start, shape, observer);
        }
    }

    private Result lbfgs(StyleLoss loss, float[] start, Shape shape, Observer observer) {
        Lbfgs search = new Lbfgs(loss, start);
        List<Double> losses = new ArrayList<>(List.of(search.value()));
        for (int step = 1; step <= options.steps() && search.step(); step++) {
            losses.add(search.value());
            if (!observer.step(step, search.value(), () -> picture(search.x(), shape))) {
                break;
            }
        }
        return new Result(picture(search.x(), shape), losses);
    }

    private Result adam(StyleLoss loss, float[] start, Shape shape, Observer observer) {
        float[] x = start.clone();
        float[] gradient = new float[x.length];
        float[] mean = new float[x.length];
        float[] square = new float[x.length];
        List<Double> losses = new ArrayList<>(List.of(loss.evaluate(x, gradient)));
        for (int step = 1; step <= options.steps(); step++) {
            double rate = 0.02 * Math.pow(0.1, (step - 1.0) / options.steps());
            double first = 1 - Math.pow(0.9, step);
            double second = 1 - Math.pow(0.999, step);
            for (int i = 0; i < x.length; i++) {
                mean[i] = 0.9f * mean[i] + 0.1f * gradient[i];
                square[i] = 0.999f * square[i] + 0.001f * gradient[i] * gradient[i];
                double change = mean[i] / first / (Math.sqrt(square[i] / second) + 1e-12);
                x[i] = (float) Math.clamp(x[i] - rate * change, 0, 1);
            }
            losses.add(loss.evaluate(x, gradient));
            if (!observer.step(step, losses.getLast(), () -> picture(x, shape))) {
                break;
            }
        }
        return new Result(picture(x, shape), losses);
    }

    private static float[] noise(int count) {
        Random random = new Random(1);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (0.5 + 0.1 * random.nextGaussian());
        }
        return values;
    }

    /** [3, H, W], red, green, blue from 0 to 1. */
    static float[] levels(BufferedImage picture) {
        BufferedImage flat = Pictures.flatten(picture);
        int width = flat.getWidth();
        int plane = width * flat.getHeight();
        float[] levels = new float[3 * plane];
        for (int i = 0; i < plane; i++) {
            int rgb = flat.getRGB(i % width, i / width);
            levels[i] = (rgb >> 16 & 0xFF) / 255f;
            levels[plane + i] = (rgb >> 8 & 0xFF) / 255f;
            levels[2 * plane + i] = (rgb & 0xFF) / 255f;
        }
        return levels;
    }

    /** The picture of such levels; what is outside 0 to 1 is clipped. */
    static BufferedImage picture(float[] levels, Shape shape) {
        int width = shape.dim(2);
        int plane = width * shape.dim(1);
        BufferedImage picture = new BufferedImage(width, shape.dim(1), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                rgb = rgb << 8 | Math.clamp(Math.round(255 * levels[c * plane + i]), 0, 255);
            }
            picture.setRGB(i % width, i / width, rgb);
        }
        return picture;
    }
}
