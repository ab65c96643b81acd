package dev.lanewise.model.op;

import dev.lanewise.kernels.ResampleAxis;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The elements along one axis that make an interpolated one, with their weights.
 *
 * @param indices where they are
 * @param weights how much each counts
 */
record InterpolationTaps(int[] indices, double[] weights) {

    /** The taps for element i of the output. */
    static InterpolationTaps of(Resize resize, ResizedAxis axis, int i) {
        double place = axis.place(i, resize.coordinates());
        boolean cubic = resize.mode() == Resize.Mode.CUBIC;
        // Shrinking with antialiasing stretches the kernel over all that is skipped.
        double stretch = resize.antialias() ? Math.min(1, axis.scale()) : 1;
        double reach = (cubic ? 2 : 1) / stretch;
        int first = (int) Math.floor(place - reach) + 1;
        int last = (int) Math.ceil(place + reach) - 1;
        int count = Math.max(1, last - first + 1);
        int[] indices = new int[count];
        double[] weights = new double[count];
        double sum = 0;
        for (int t = 0; t < count; t++) {
            double distance = Math.abs(first + t - place) * stretch;
            boolean outside = first + t < 0 || first + t >= axis.in();
            indices[t] = Math.clamp(first + t, 0, axis.in() - 1);
            weights[t] = cubic ? cubic(distance, resize.cubicA()) : Math.max(0, 1 - distance);
            weights[t] = resize.excludeOutside() && outside ? 0 : weights[t];
            sum += weights[t];
        }
        for (int t = 0; t < count; t++) {
            weights[t] /= sum;
        }
        return new InterpolationTaps(indices, weights);
    }

    /** The taps of all elements, filled up to the same number with weights of zero. */
    static ResampleAxis axis(Resize resize, ResizedAxis axis) {
        List<InterpolationTaps> all =
                IntStream.range(0, Math.toIntExact(axis.out()))
                        .mapToObj(i -> of(resize, axis, i))
                        .toList();
        int count = all.stream().mapToInt(InterpolationTaps::count).max().orElse(1);
        int[] indices = new int[Math.multiplyExact(all.size(), count)];
        float[] weights = new float[indices.length];
        for (int i = 0; i < all.size(); i++) {
            InterpolationTaps taps = all.get(i);
            for (int k = 0; k < count; k++) {
                boolean has = k < taps.count();
                indices[i * count + k] = taps.index(has ? k : 0);
                weights[i * count + k] = has ? (float) taps.weight(k) : 0;
            }
        }
        return ResampleAxis.weighted(count, indices, weights);
    }

    /** The taps at a place for a cubic, or for linear interpolation; indices may be outside. */
    static InterpolationTaps at(double place, boolean cubic, float cubicA) {
        int reach = cubic ? 2 : 1;
        int first = (int) Math.floor(place) - reach + 1;
        int[] indices = new int[2 * reach];
        double[] weights = new double[2 * reach];
        for (int t = 0; t < indices.length; t++) {
            double distance = Math.abs(first + t - place);
            indices[t] = first + t;
            weights[t] = cubic ? cubic(distance, cubicA) : Math.max(0, 1 - distance);
        }
        return new InterpolationTaps(indices, weights);
    }

    /** Keys' kernel, R. Keys 1981. */
    private static double cubic(double d, double a) {
        if (d <= 1) {
            return ((a + 2) * d - (a + 3)) * d * d + 1;
        }
        return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
    }

    int count() {
        return indices.length;
    }

    int index(int tap) {
        return indices[tap];
    }

    double weight(int tap) {
        return weights[tap];
    }
}
