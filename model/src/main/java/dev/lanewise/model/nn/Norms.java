package dev.lanewise.model.nn;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.op.BatchNormalization;
import dev.lanewise.model.op.BatchNormalizationTraining;

import java.util.Arrays;
import java.util.List;

/** What the normalisations have in common. */
final class Norms {

    private Norms() {}

    static void check(String layer, boolean wrong, String expected, Shape actual) {
        if (wrong) {
            throw new ModelException(
                    layer + ": expected an input of shape " + expected + ", actual " + actual);
        }
    }

    static String batch(
            GraphBuilder builder,
            String x,
            int channels,
            float eps,
            float momentum,
            boolean affine) {
        Shape shape = Shape.of(channels);
        String scale = affine(builder, "weight", shape, 1, affine);
        String bias = affine(builder, "bias", shape, 0, affine);
        String mean = builder.buffer("running_mean", filled(shape, 0));
        String variance = builder.buffer("running_var", filled(shape, 1));
        if (!builder.training()) {
            return builder.add(new BatchNormalization(eps), x, scale, bias, mean, variance);
        }
        List<String> outputs =
                builder.add(
                        new BatchNormalizationTraining(eps, momentum),
                        5,
                        x,
                        scale,
                        bias,
                        mean,
                        variance);
        builder.update(mean, outputs.get(1));
        builder.update(variance, outputs.get(2));
        return outputs.getFirst();
    }

    /** A factor or summand of each channel, trained or not there at all. */
    static String affine(
            GraphBuilder builder, String name, Shape shape, float first, boolean trained) {
        return trained
                ? builder.parameter(name, shape, Initializer.constant(first))
                : builder.constant(name, filled(shape, first));
    }

    private static Tensor filled(Shape shape, float value) {
        float[] values = new float[shape.elements()];
        Arrays.fill(values, value);
        return Tensor.of(shape, values);
    }
}
