package dev.lanewise.kernels;

import java.util.Arrays;

/**
 * Where the elements along one axis of a resampled tensor come from: each is a weighted sum of as
 * many elements, its taps, of the input. Immutable.
 */
public final class ResampleAxis {

    /** The index of a tap that lies nowhere: the output element is the fill value. */
    public static final int FILL = -1;

    private final int size;
    private final int taps;
    private final int[] indices;
    private final float[] weights;

    private ResampleAxis(int size, int taps, int[] indices, float[] weights) {
        this.size = size;
        this.taps = taps;
        this.indices = indices;
        this.weights = weights;
    }

    /**
     * Elements that are copied.
     *
     * @param indices [size] where each comes from, or {@link #FILL}
     */
    public static ResampleAxis copy(int... indices) {
        return new ResampleAxis(indices.length, 1, indices.clone(), new float[0]);
    }

    /** {@code size} elements that stay where they are. */
    public static ResampleAxis identity(int size) {
        int[] indices = new int[size];
        for (int i = 0; i < size; i++) {
            indices[i] = i;
        }
        return copy(indices);
    }

    /**
     * Elements that are weighted sums.
     *
     * @param taps terms of each sum
     * @param indices [size][taps] where they are, at least 0
     * @param weights [size][taps] how much they count
     * @throws IllegalArgumentException if the lengths differ or are no multiple of taps
     */
    public static ResampleAxis weighted(int taps, int[] indices, float[] weights) {
        if (taps < 1 || indices.length % taps != 0 || weights.length != indices.length) {
            throw new IllegalArgumentException(
                    "resample: expected as many indices as weights, a multiple of the taps, actual"
                            + " taps="
                            + taps
                            + " indices="
                            + indices.length
                            + " weights="
                            + weights.length);
        }
        return new ResampleAxis(indices.length / taps, taps, indices.clone(), weights.clone());
    }

    /** Elements of the output. */
    public int size() {
        return size;
    }

    /** Terms of each sum. */
    public int taps() {
        return taps;
    }

    /** Whether elements are copied rather than weighted. */
    public boolean copies() {
        return weights.length == 0;
    }

    /** Whether any element is the fill value. */
    public boolean fills() {
        return Arrays.stream(indices).anyMatch(index -> index == FILL);
    }

    /** Where tap {@code k} of output element {@code i} is, or {@link #FILL}. */
    public int index(int i, int k) {
        return indices[i * taps + k];
    }

    /** What tap {@code k} of output element {@code i} is multiplied by. */
    public float weight(int i, int k) {
        return copies() ? 1 : weights[i * taps + k];
    }

    /** Whether every index lies within an input of {@code extent} elements or is a fill. */
    boolean fits(int extent) {
        for (int index : indices) {
            if (index >= extent || index < (copies() ? FILL : 0)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return size + " of " + taps + (copies() ? " copied" : " weighted");
    }
}
