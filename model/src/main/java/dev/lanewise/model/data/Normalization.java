package dev.lanewise.model.data;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.image.Preprocessing;

import java.util.List;

/**
 * What becomes of the values of pictures: (x - mean) / std, of x from 0 to 1 for pictures of bytes
 * and of x itself for pictures of floats.
 *
 * @param mean of each channel, or one for all
 * @param std of each channel, or one for all
 */
public record Normalization(List<Float> mean, List<Float> std) {

    /**
     * @throws ModelException if a list is empty or a standard deviation is not positive
     */
    public Normalization {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.isEmpty() || std.isEmpty() || std.stream().anyMatch(s -> !(s > 0))) {
            throw new ModelException(
                    "normalization: expected at least one mean and positive std, actual mean "
                            + mean
                            + " and std "
                            + std);
        }
    }

    /** The same for all channels. */
    public static Normalization of(float mean, float std) {
        return new Normalization(List.of(mean), List.of(std));
    }

    /** That of a network's preprocessing, for pictures of bytes. */
    public static Normalization of(Preprocessing preprocessing) {
        float unit = preprocessing.range() == Preprocessing.Range.BYTE ? 255 : 1;
        return new Normalization(
                preprocessing.mean().stream().map(v -> v / unit).toList(),
                preprocessing.std().stream().map(v -> v / unit).toList());
    }

    float apply(float x, int channel) {
        return (x - mean.get(mean.size() == 1 ? 0 : channel))
                / std.get(std.size() == 1 ? 0 : channel);
    }
}
