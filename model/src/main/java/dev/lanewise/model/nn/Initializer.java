package dev.lanewise.model.nn;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;

import java.util.Random;

/** First values of a parameter: PyTorch's distributions, though not its random numbers. */
@FunctionalInterface
public interface Initializer {

    /** One value, given a generator whose algorithm Java specifies. */
    double next(Random random);

    /** The same value everywhere. */
    static Initializer constant(double value) {
        return random -> value;
    }

    /** Uniformly from -bound to bound. */
    static Initializer uniform(double bound) {
        return random -> (2 * random.nextDouble() - 1) * bound;
    }

    /**
     * Uniformly so that a leaky ReLU keeps the variance of what goes through.
     *
     * @param fanIn inputs that each output sums
     * @param a the leaky ReLU's negative slope; PyTorch's layers have sqrt(5) here
     */
    static Initializer kaimingUniform(int fanIn, double a) {
        return uniform(Math.sqrt(6 / ((1 + a * a) * Math.max(1, fanIn))));
    }

    /** A new tensor of such values. */
    default Tensor tensor(Shape shape, Random random) {
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) next(random);
        }
        return Tensor.of(shape, values);
    }
}
