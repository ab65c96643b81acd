package dev.lanewise.kernels.vector;

import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

import java.util.Arrays;

/** Which lanes of a vector go to which of another. */
final class LaneMoves {

    private static final int NONE = -1;

    /** For each lane of the target the lane that comes here; the first where none does. */
    final VectorShuffle<Float> shuffle;

    /** The lanes of the target to which one comes. */
    final VectorMask<Float> mask;

    private final int[] lanes;

    /**
     * @param lanes for each lane of the target the lane that comes here, or as in {@link #none}
     */
    LaneMoves(int[] lanes) {
        boolean[] here = new boolean[Lanes.COUNT];
        int[] from = new int[Lanes.COUNT];
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            here[lane] = lanes[lane] != NONE;
            from[lane] = Math.max(0, lanes[lane]);
        }
        this.lanes = lanes.clone();
        this.shuffle = VectorShuffle.fromArray(Lanes.SPECIES, from, 0);
        this.mask = VectorMask.fromArray(Lanes.SPECIES, here, 0);
    }

    /** No lane goes anywhere. */
    static int[] none() {
        int[] lanes = new int[Lanes.COUNT];
        Arrays.fill(lanes, NONE);
        return lanes;
    }

    /** One lane after the other: {@code y[i]} is written where a lane comes, or {@code all} are. */
    void scalar(float[] x, float[] y, int from, boolean all) {
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            int source = lanes[lane];
            if (all || source != NONE) {
                y[from + lane] = x[from + Math.max(0, source)];
            }
        }
    }
}
