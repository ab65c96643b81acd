package dev.lanewise.kernels;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Supplier;

/**
 * Makes kernels: one interface, two implementations. {@link #best()} is the Vector API one where it
 * is usable, else the scalar one; {@link #reference()} is the scalar one, written to be read, which
 * tests use as the oracle.
 *
 * <p>Implementations are immutable and thread-safe. Making a kernel may allocate; running one never
 * does.
 */
public interface Kernels {

    /**
     * Whether this JVM compiles with C2, or another compiler that makes vectors of the Vector API.
     * Started with {@code -XX:TieredStopAtLevel=1} or {@code -Xint} it doesn't: kernels are right
     * then and stay some hundred times slower.
     */
    static boolean hasC2() {
        return KernelsHolder.HAS_C2;
    }

    /** The fastest provider that this JVM can run. */
    static Kernels best() {
        return KernelsHolder.BEST;
    }

    /** The scalar provider: plain loops over any layout. */
    static Kernels reference() {
        return KernelsHolder.REFERENCE;
    }

    /**
     * These kernels without Winograd's algorithms: equal inputs of a convolution give equal outputs
     * wherever they lie. Gradients want that, since a maximum over flat ground goes to the first of
     * equals, and to whichever rounding has made the largest if they aren't.
     */
    default Kernels direct() {
        return this;
    }

    /** The channel block in which this provider works best: its number of float lanes. */
    int lanes();

    /**
     * How often, in this JVM, a loop has run in a slower form because the JVM had not compiled the
     * fast one yet. While it grows, the kernels that are running aren't warm. What they compute
     * does not depend on it.
     */
    default long coldCalls() {
        return 0;
    }

    /**
     * Convolution with bias and epilogue. Operands: x, weight (packed), y; with a residual: x,
     * weight, residual, y. The residual has y's layout and may be y's memory. Inputs are taken to
     * be finite: a NaN or an infinity may reach outputs near those that see it. {@code
     * spec.y().block()} is {@link #lanes()}, or 1 where {@link #takesRows(ConvSpec, Epilogue)} says
     * so; x may have any block.
     */
    WeightedKernel conv(ConvSpec spec, Epilogue epilogue);

    /**
     * Whether {@link #conv(ConvSpec, Prologue, Epilogue)} computes this convolution, and faster
     * than two kernels would: none but those with a window of one pixel and no groups, padding or
     * stride.
     */
    boolean takesPrologue(ConvSpec spec, Prologue prologue, Epilogue epilogue);

    /**
     * Convolution whose inputs are scaled and shifted by channel first. Operands as without a
     * prologue, but those of {@link Prologue#operands} follow the weight: x, weight, scale, [shift,
     * residual,] y. Scale and shift have all lanes of x's channel blocks. Scales are taken to be
     * finite, as inputs are: the weights may be multiplied by them instead.
     *
     * @throws IllegalArgumentException unless {@link #takesPrologue}
     */
    WeightedKernel conv(ConvSpec spec, Prologue prologue, Epilogue epilogue);

    /**
     * Convolutions one behind the other as one kernel, or null where that would not be faster. y is
     * not x's memory; it may be the residual's.
     *
     * @param specs each with its whole output, which is the next one's input
     * @param epilogues a residual is added by the last at most
     * @param pool a pooling behind the last, which makes y then, or null for none
     */
    default @Nullable ConvChain convChain(
            List<ConvSpec> specs, List<Epilogue> epilogues, @Nullable PoolSpec pool) {
        return null;
    }

    /**
     * Every algorithm for a convolution, told apart by the kernels' names; first the one that
     * should be fastest, which is {@link #conv}'s.
     */
    default List<Supplier<WeightedKernel>> convCandidates(ConvSpec spec, Epilogue epilogue) {
        return List.of(() -> conv(spec, epilogue));
    }

    /**
     * Whether a convolution should make a row-major y, as the specification has it; {@link #conv}
     * takes it then.
     */
    default boolean takesRows(ConvSpec spec, Epilogue epilogue) {
        return false;
    }

    /**
     * Transposed convolution with bias and activation. Operands: x, weight (packed), y. Inputs are
     * taken to be finite, as for {@link #conv}. {@code spec.y().block()} is {@link #lanes()}, or 1
     * where {@link #takesRows(ConvTransposeSpec)} says so; x may have any block.
     */
    WeightedKernel convTranspose(ConvTransposeSpec spec, Unary activation);

    /** Whether a transposed convolution should make a row-major y, as the specification has it. */
    default boolean takesRows(ConvTransposeSpec spec) {
        return false;
    }

    /**
     * Matrix product with a constant, packed B. Operands: a, weight (packed B and bias [n]), y;
     * with a residual, which may be y's memory: a, weight, residual, y. A large B of a single row
     * may be packed in fewer bits: weights of a column are exact from 2^-13 of the largest's power
     * of two on, and below that off by at most 2^-37 of it.
     */
    WeightedKernel gemm(GemmSpec spec);

    /**
     * Matrix product of two run-time matrices. Operands: a, b, y; with a residual, which may be y's
     * memory: a, b, residual, y. A batch of more than one needs {@code sharedB} = false.
     */
    Kernel matmul(GemmSpec spec);

    /** Pooling. Operands: x, y. */
    Kernel pool(PoolSpec spec);

    /**
     * y = function(x), layouts of one shape and block. Operands: x, y; they may be the same memory
     * if the layouts are equal.
     */
    Kernel unary(Unary function, Layout x, Layout y);

    /**
     * y = activation(function(a, b)) with broadcasting: each of N, C, H, W of a and b is y's or 1.
     * Operands: a, b, y. Where a has y's channels its block is y's; where it has one channel its
     * block is 1 or y's (then the first lane counts). y may be the memory of an operand with y's
     * layout.
     */
    Kernel binary(Binary function, Layout a, Layout b, Layout y, Unary activation);

    /**
     * Batch normalisation in inference form, y = activation(x * scale[c] + shift[c]). Operands: x,
     * scale, shift, y; scale and shift are [ceil(C / block) * block] floats.
     */
    Kernel scaleShift(Layout x, Layout y, Unary activation);

    /**
     * The mean and the variance of each set of elements. Operands: x, moments [sets, 2]. The
     * variance is the mean of the squared distances from the mean.
     */
    Kernel moments(NormSpec spec);

    /**
     * Normalisation with given moments, y = (x - mean) * scale[c] / sqrt(variance + epsilon) +
     * bias[c]. Operands: x, moments [sets, 2], scale [C], bias [C], y, which has x's shape and
     * block; it may be x's memory if the layouts are equal.
     */
    Kernel standardize(NormSpec spec, Layout y, float epsilon);

    /**
     * Layer normalisation of the rows of [outer, axis]: each to mean 0 and variance 1, times scale,
     * plus bias. Operands: x, scale [axis], bias [axis], y; y may be x's memory.
     */
    Kernel layerNorm(int outer, int axis, float epsilon);

    /**
     * Softmax over the middle axis of [outer, axis, inner], each result positive and summing to 1;
     * with {@code log}, its natural logarithm. Operands: x, y; they may be the same memory.
     */
    Kernel softmax(int outer, int axis, int inner, boolean log);

    /**
     * The mean over the middle axis of [outer, axis, inner], giving [outer, inner]. Operands: x, y.
     */
    Kernel mean(int outer, int axis, int inner);

    /** Resizes, pads or crops planes. Operands: x, y. */
    Kernel resample(ResampleSpec spec);

    /**
     * Whether {@link #resampleSum} takes no longer than {@link #resample} with an addition behind
     * it.
     */
    default boolean takesSum(ResampleSpec spec) {
        return false;
    }

    /**
     * Adds resized planes: y = a + what {@link #resample} makes of x. Operands: x, a, y, which may
     * be the memory of a if the layouts are equal.
     *
     * @param a of y's shape and block
     */
    Kernel resampleSum(ResampleSpec spec, Layout a);

    /**
     * Copies a tensor into another layout of the same shape and writes the halo's zeros. Operands:
     * x, y.
     */
    Kernel reorder(Layout x, Layout y);

    /**
     * The gradient of a convolution with respect to its weights. Operands: x, dy (laid out as
     * {@code spec.y()}), dw [outChannels, inChannels / groups, kernelH, kernelW], row-major. Inputs
     * are taken to be finite, as for {@link #conv}.
     */
    Kernel convWeightGradient(ConvSpec spec);

    /**
     * The gradient of a pooling: each window's goes to the first of its largest elements, or in
     * equal shares to all. Operands: x (for a maximum only), dy (laid out as {@code spec.y()}), dx.
     */
    Kernel poolGradient(PoolSpec spec, Layout dx);

    /**
     * dx = f'(v) dy, 0 where f'(v) is, layouts of one shape and block; v is y or x as {@link
     * Unary#derivesFromOutput} says. Operands: v, dy, dx; dx may be the memory of dy if their
     * layouts are equal.
     */
    Kernel unaryGradient(Unary function, Layout v, Layout dy, Layout dx);

    /**
     * Batch normalisation in training form, by the batch's own moments. Operands: x; scale, bias,
     * running mean and variance; then the new running mean and variance (momentum being the batch's
     * weight), the batch's mean and 1 / sqrt(variance + epsilon), all [channels]; y.
     */
    Kernel batchNormTraining(Layout x, Layout y, float epsilon, float momentum);

    /**
     * The gradients of {@link #batchNormTraining}. Operands: x, dy; scale, the batch's mean and
     * factor, then dscale and dbias, all [channels]; dx.
     */
    Kernel batchNormGradient(Layout x, Layout dy, Layout dx);

    /**
     * Dropout in training form: y = x / (1 - probability), or 0 where {@link RandomBits} of the
     * key, the salt and the element's (with {@code channels} the channel's) index in row-major
     * order is below the probability. Operands: x, key (two longs: seed and step), y.
     */
    Kernel dropout(Layout x, Layout y, float probability, boolean channels, int salt);

    /** The sum of each channel's elements. Operands: x, y [channels]. */
    Kernel channelSum(Layout x);

    /**
     * The gradient of {@link #softmax}: dx = y (dy - sum(dy y)), or with {@code log} dy - exp(y)
     * sum(dy). Operands: y, dy, dx; dx may be the memory of either.
     */
    Kernel softmaxGradient(int outer, int axis, int inner, boolean log);

    /** Channels picked from several tensors. Operands: the sources; y, which is none of them. */
    Kernel channels(ChannelsSpec spec);

    /**
     * Changes weights as an optimiser does. Operands: gradient [count], the {@link
     * UpdateRule.Factor}s, the rule's slots [count] each, weight [count]; slots and weights change.
     */
    Kernel update(UpdateRule rule, int count);

    /** The sum of squares. Operands: x [count], y [1]. */
    Kernel squareSum(int count);

    /** Strided copy. Operands: source, target, which don't overlap. */
    Kernel copy(CopySpec spec);
}
