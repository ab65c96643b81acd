package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.memory.Memory.ALL;
import static dev.lanewise.kernels.vector.Lanes.ORDER;
import static dev.lanewise.kernels.vector.Lanes.SPECIES;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.memory.Memory;
import dev.lanewise.kernels.reference.ScalarMath;

import jdk.incubator.vector.FloatVector;

/**
 * Residual and activation, applied to what tiles have just stored, while it is in the first-level
 * cache.
 *
 * <p>Not within the tile: its accumulators would have to be named again for every operation, and
 * methods of that size compile late or not at all.
 */
final class PackedEpilogue {

    /** The {@code residual} where there is none. */
    static final long NO_RESIDUAL = Long.MIN_VALUE;

    private static final Readiness ADD = new Readiness();

    /** The least value where there is none. */
    static final float NO_FLOOR = Float.NEGATIVE_INFINITY;

    private final boolean residual;
    private final Bounds bounds;
    private final Unary activation;

    PackedEpilogue(Epilogue epilogue) {
        this(epilogue.residual(), Bounds.NONE, epilogue.activation());
    }

    private PackedEpilogue(boolean residual, Bounds bounds, Unary activation) {
        this.residual = residual;
        this.bounds = bounds;
        this.activation = activation;
    }

    /**
     * For tiles that hold their results to {@link #bounds} themselves. Additions of residuals see
     * to the lower bound alone.
     */
    static PackedEpilogue withBounds(Epilogue epilogue) {
        Unary u = epilogue.activation();
        boolean residual = epilogue.residual();
        return switch (u.function()) {
            case RELU -> new PackedEpilogue(residual, Bounds.from(0), Unary.IDENTITY);
            case CLIP -> {
                Bounds bounds = new Bounds(u.alpha(), u.beta());
                yield residual && bounds.hasHigh()
                        ? new PackedEpilogue(true, Bounds.from(u.alpha()), u)
                        : new PackedEpilogue(residual, bounds, Unary.IDENTITY);
            }
            default -> new PackedEpilogue(epilogue);
        };
    }

    /** The same for tiles that know no upper bound. */
    static PackedEpilogue withFloor(Epilogue epilogue) {
        PackedEpilogue bounded = withBounds(epilogue);
        return bounded.bounds.hasHigh() ? new PackedEpilogue(epilogue) : bounded;
    }

    /** What comes before the activation keeps to them. */
    Bounds bounds() {
        return bounds;
    }

    /** Whether a tensor is added. */
    boolean hasResidual() {
        return residual;
    }

    /** Whether there is an activation, beyond the bound. */
    boolean hasActivation() {
        return !activation.isIdentity();
    }

    /**
     * Applies the activation to {@code bytes} bytes, whole vectors, at {@code y}.
     *
     * @param scratch address of {@link UnaryLoops#SCRATCH_BYTES} bytes
     */
    void activate(long y, long bytes, long scratch) {
        UnaryLoops.vectors(activation, y, y, (int) (bytes / Lanes.BYTES), scratch);
    }

    /**
     * Applies the activation to some rows of a block, along with the halo between them, and clears
     * that.
     *
     * @param base address of {@code y}'s tensor
     * @param scratch address of {@link UnaryLoops#SCRATCH_BYTES} bytes
     */
    void finishRows(Layout y, long base, int n, int cb, int from, int to, long scratch) {
        if (hasActivation()) {
            long first = base + y.blockOffset(n, cb, from, 0);
            long last = base + y.blockOffset(n, cb, to - 1, y.width());
            activate(first, last - first, scratch);
        }
        HaloLoops.clearRows(y, base, n, cb, from, to);
    }

    /** y = sums + residual, not bounded. */
    static void add(long sums, long y, long bytes, long residualShift) {
        add(sums, y, bytes, residualShift, NO_FLOOR);
    }

    /** As {@link #activate} for {@code count} floats. */
    void activateFloats(long y, int count, long scratch) {
        UnaryLoops.run(activation, y, y, count, scratch);
    }

    /**
     * y = sums + residual, but at least {@code low}, {@code bytes} bytes of whole vectors. The
     * residual may be y; the sums may not, since they would have overwritten it.
     *
     * @param residualShift bytes from y to the residual
     */
    static void add(long sums, long y, long bytes, long residualShift, float low) {
        if (ADD.isReady()) {
            addVectors(sums, y, bytes, residualShift, low);
            return;
        }
        long start = System.nanoTime();
        int vectors = (int) (bytes / Lanes.BYTES);
        boolean trial = ADD.isDue();
        if (trial) {
            addVectors(sums, y, bytes, residualShift, low);
        } else {
            ScalarLoops.add(sums, y + residualShift, y, vectors * Lanes.COUNT, low);
        }
        ADD.took(trial, start, vectors);
    }

    private static void addVectors(long sums, long y, long bytes, long residualShift, float low) {
        long s = Memory.address(sums);
        long r = Memory.address(y + residualShift);
        long target = Memory.address(y);
        int vectors = (int) (bytes / Lanes.BYTES);
        for (int i = 0; i < vectors; i++) {
            long offset = i * (long) Lanes.BYTES;
            FloatVector value =
                    fromMemorySegment(SPECIES, ALL, s + offset, ORDER)
                            .add(fromMemorySegment(SPECIES, ALL, r + offset, ORDER));
            value.blend(low, value.compare(LT, low)).intoMemorySegment(ALL, target + offset, ORDER);
        }
    }

    /** As {@link #add} for {@code count} floats. */
    static void addFloats(long sums, long y, int count, long residualShift, float low) {
        int whole = count - count % Lanes.COUNT;
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            long address = y + 4L * i;
            FloatVector sum =
                    fromMemorySegment(SPECIES, ALL, sums + 4L * i, ORDER)
                            .add(fromMemorySegment(SPECIES, ALL, address + residualShift, ORDER));
            sum.blend(low, sum.compare(LT, low)).intoMemorySegment(ALL, address, ORDER);
        }
        for (int i = whole; i < count; i++) {
            long address = y + 4L * i;
            float sum = Memory.getFloat(sums + 4L * i) + Memory.getFloat(address + residualShift);
            Memory.setFloat(address, sum < low ? low : sum);
        }
    }

    /** The scalar value after residual and activation. */
    float apply(float value, long residualAddress) {
        float sum = residual ? value + Memory.getFloat(residualAddress) : value;
        return ScalarMath.apply(activation, sum);
    }
}
