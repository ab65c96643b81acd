package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;

/**
 * Mean and variance of neighbouring elements.
 *
 * @param mean their mean
 * @param variance mean of the squared distances from it
 */
record Moments(double mean, double variance) {

    /** Of so many elements from one on. */
    static Moments of(Tensor x, int first, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += x.getDouble(first + i);
        }
        double mean = sum / count;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double distance = x.getDouble(first + i) - mean;
            squares += distance * distance;
        }
        return new Moments(mean, squares / count);
    }
}
