package dev.lanewise.model.style;

import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Session;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.Shape;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.image.Preprocessing;
import dev.lanewise.model.image.Preprocessing.Range;

import java.awt.image.BufferedImage;

/**
 * Networks that paint in one style in a single run (Johnson, Alahi, Fei-Fei: Perceptual losses for
 * real-time style transfer, 2016): one picture in, one out, [1, 3, H, W], both of the range of the
 * preprocessing.
 */
public final class FeedForwardStyle {

    private FeedForwardStyle() {}

    /** Whether a model takes one picture and gives one. */
    public static boolean fits(Model model) {
        return model.inputs().size() == 1
                && model.outputs().size() == 1
                && model.inputs().getFirst().dims().size() == 4
                && (model.outputs().getFirst().dims().size() != 4
                        || model.outputs().getFirst().dims().get(1).size() != 1);
    }

    /**
     * Paints.
     *
     * @param preprocessing channels, size and range, for input and output
     * @param threads of the run
     * @throws ModelException if the output is no picture [1, 3, H, W]
     */
    public static BufferedImage paint(
            Model model, BufferedImage content, Preprocessing preprocessing, int threads) {
        TensorInfo input = model.inputs().getFirst();
        SessionOptions options = SessionOptions.defaults().withThreads(threads);
        if (!input.isFixed()) {
            options = options.withShape(input.name(), preprocessing.shape(content));
        }
        try (Session session = model.newSession(options)) {
            preprocessing.apply(content, session.input(0));
            session.run();
            Shape shape = session.output(0).shape();
            if (shape.rank() != 4 || shape.dim(0) != 1 || shape.dim(1) != 3) {
                throw new ModelException(
                        "style network: expected an output [1, 3, H, W], actual " + shape);
            }
            float[] levels = session.output(0).toFloatArray();
            if (preprocessing.range() == Range.BYTE) {
                for (int i = 0; i < levels.length; i++) {
                    levels[i] /= 255;
                }
            }
            return StyleTransfer.picture(levels, Shape.of(3, shape.dim(2), shape.dim(3)));
        }
    }
}
