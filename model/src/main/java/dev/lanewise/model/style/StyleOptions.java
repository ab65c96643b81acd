package dev.lanewise.model.style;

/**
 * How a picture is painted. Immutable.
 *
 * @param contentWeight of the content loss, which is 1 for features that have nothing in common
 * @param styleWeight of the style loss, the mean of the layers' losses, each 1 for a grey picture
 * @param smoothness weight of the total variation: mean square of the differences of neighbours
 * @param steps of the optimiser
 * @param optimizer which
 * @param fromNoise whether painting begins with noise instead of the content
 * @param threads of a run
 */
public record StyleOptions(
        double contentWeight,
        double styleWeight,
        double smoothness,
        int steps,
        Optimizer optimizer,
        boolean fromNoise,
        int threads) {

    /** Ways to make a loss small. */
    public enum Optimizer {
        /** Quasi-Newton steps; the loss never rises. */
        LBFGS,
        /** Kingma and Ba 2015, with a rate of 0.02 that falls to a tenth. */
        ADAM
    }

    /**
     * @throws IllegalArgumentException if a number is out of range
     */
    public StyleOptions {
        if (!(contentWeight >= 0)
                || !(styleWeight >= 0)
                || !(smoothness >= 0)
                || steps < 0
                || threads < 1) {
            throw new IllegalArgumentException(
                    "style transfer: expected weights and steps of at least 0 and threads of at"
                            + " least 1, actual "
                            + contentWeight
                            + ", "
                            + styleWeight
                            + ", "
                            + smoothness
                            + ", "
                            + steps
                            + ", "
                            + threads);
        }
    }

    /** Content 1, style 8, smoothness 10, 100 steps of L-BFGS from the content, one thread. */
    public static StyleOptions defaults() {
        return new StyleOptions(1, 8, 10, 100, Optimizer.LBFGS, false, 1);
    }

    /** These options with other weights of content and style. */
    public StyleOptions withWeights(double content, double style) {
        return new StyleOptions(content, style, smoothness, steps, optimizer, fromNoise, threads);
    }

    /** These options with another weight of the total variation. */
    public StyleOptions withSmoothness(double weight) {
        return new StyleOptions(
                contentWeight, styleWeight, weight, steps, optimizer, fromNoise, threads);
    }

    /** These options with another number of steps. */
    public StyleOptions withSteps(int count) {
        return new StyleOptions(
                contentWeight, styleWeight, smoothness, count, optimizer, fromNoise, threads);
    }

    /** These options with another optimiser. */
    public StyleOptions withOptimizer(Optimizer other) {
        return new StyleOptions(
                contentWeight, styleWeight, smoothness, steps, other, fromNoise, threads);
    }

    /** These options with another beginning. */
    public StyleOptions withNoise(boolean on) {
        return new StyleOptions(
                contentWeight, styleWeight, smoothness, steps, optimizer, on, threads);
    }

    /** These options with another number of threads. */
    public StyleOptions withThreads(int count) {
        return new StyleOptions(
                contentWeight, styleWeight, smoothness, steps, optimizer, fromNoise, count);
    }
}
