package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.ChannelsSpec;
import dev.lanewise.kernels.ConvChain;
import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.ConvTransposeSpec;
import dev.lanewise.kernels.CopySpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.GemmSpec;
import dev.lanewise.kernels.Kernel;
import dev.lanewise.kernels.Kernels;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.NormSpec;
import dev.lanewise.kernels.PoolSpec;
import dev.lanewise.kernels.Prologue;
import dev.lanewise.kernels.ResampleSpec;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.UpdateRule;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.reference.LayoutChecks;
import dev.lanewise.kernels.reference.ReferenceKernels;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** The Vector API provider. */
public final class VectorKernels implements Kernels {

    /** Read here so that this class can't be initialised where the Vector API is absent. */
    private static final int LANES = Lanes.COUNT;

    /** With every algorithm. */
    public static final VectorKernels INSTANCE = new VectorKernels(true);

    private static final VectorKernels DIRECT = new VectorKernels(false);

    private static final Kernels REFERENCE = ReferenceKernels.INSTANCE;

    /** An algorithm, and its time by {@link ConvCost}. */
    private record Candidate(double cost, Supplier<WeightedKernel> maker) {}

    private final boolean winograd;

    private VectorKernels(boolean winograd) {
        this.winograd = winograd;
    }

    @Override
    public Kernels direct() {
        return DIRECT;
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public long coldCalls() {
        return Readiness.scalarCalls();
    }

    @Override
    public WeightedKernel conv(ConvSpec spec, Epilogue epilogue) {
        return convCandidates(spec, epilogue).getFirst().get();
    }

    @Override
    public boolean takesPrologue(ConvSpec spec, Prologue prologue, Epilogue epilogue) {
        return ConvRuns.accepts(spec, prologue) && !ConvPixel.accepts(spec, epilogue);
    }

    @Override
    public WeightedKernel conv(ConvSpec spec, Prologue prologue, Epilogue epilogue) {
        LayoutChecks.prologue(takesPrologue(spec, prologue, epilogue), spec);
        return new ConvRuns(spec, prologue, epilogue);
    }

    @Override
    public @Nullable ConvChain convChain(
            List<ConvSpec> specs, List<Epilogue> epilogues, @Nullable PoolSpec pool) {
        ConvChain bands = pool == null ? ConvBands.of(specs, epilogues) : null;
        return bands == null && ConvWinogradBands.pays(specs, epilogues)
                ? ConvWinogradBands.of(
                        specs,
                        epilogues,
                        List.of(
                                conv(specs.getFirst(), epilogues.getFirst()),
                                conv(specs.get(1), epilogues.get(1))),
                        pool)
                : bands;
    }

    @Override
    public List<Supplier<WeightedKernel>> convCandidates(ConvSpec spec, Epilogue epilogue) {
        if (ConvPixelGroups.accepts(spec, epilogue)) {
            return List.of(() -> new ConvPixelGroups(spec, epilogue));
        }
        return candidates(spec, epilogue).stream().map(Candidate::maker).toList();
    }

    /** Those for a y in blocks, the best first. */
    private List<Candidate> candidates(ConvSpec spec, Epilogue epilogue) {
        List<Candidate> candidates = new ArrayList<>();
        if (ConvDepthwise.accepts(spec)) {
            candidates.add(new Candidate(0, () -> ConvDepthwise.of(spec, epilogue)));
        }
        if (ConvPixel.accepts(spec, epilogue)) {
            candidates.add(new Candidate(0, () -> new ConvPixel(spec, epilogue)));
        }
        if (ConvRuns.accepts(spec)) {
            candidates.add(
                    new Candidate(
                            0.95 * ConvCost.direct(spec), () -> new ConvRuns(spec, epilogue)));
        }
        candidates.add(new Candidate(ConvCost.direct(spec), () -> new ConvDirect(spec, epilogue)));
        if (winograd) {
            addWinograd(spec, epilogue, candidates);
        }
        candidates.sort(Comparator.comparingDouble(Candidate::cost));
        return candidates;
    }

    @Override
    public boolean takesRows(ConvSpec spec, Epilogue epilogue) {
        if (!ConvPixelGroups.accepts(spec, epilogue)) {
            return false;
        }
        Layout blocks = spec.y().withBlock(LANES);
        ConvSpec inBlocks = new ConvSpec(spec.x(), blocks, spec.window(), spec.groups());
        return ConvCost.pixelGroups(spec) < candidates(inBlocks, epilogue).getFirst().cost();
    }

    private static void addWinograd(ConvSpec spec, Epilogue epilogue, List<Candidate> candidates) {
        for (WinogradTransform transform : WinogradTransform.values()) {
            if (ConvWinogradPacked.accepts(spec, transform)) {
                candidates.add(
                        new Candidate(
                                ConvCost.winograd(spec, transform),
                                () -> new ConvWinogradPacked(spec, epilogue, transform)));
            }
        }
        if (ConvWinogradColumns.accepts(spec, epilogue)) {
            candidates.add(
                    new Candidate(
                            ConvCost.winogradColumns(spec),
                            () -> new ConvWinogradColumns(spec, epilogue)));
        }
        for (WinogradTransform transform : ConvWinogradPlain.TRANSFORMS) {
            if (ConvWinogradPlain.accepts(spec, transform)) {
                candidates.add(
                        new Candidate(
                                ConvCost.plainWinograd(spec, transform),
                                () -> new ConvWinogradPlain(spec, epilogue, transform)));
            }
        }
    }

    @Override
    public boolean takesRows(ConvTransposeSpec spec) {
        return ConvTransposePatches.accepts(spec);
    }

    @Override
    public WeightedKernel convTranspose(ConvTransposeSpec spec, Unary activation) {
        if (ConvTransposePatches.accepts(spec)) {
            return new ConvTransposePatches(spec, activation);
        }
        if (ConvTransposeFlipped.accepts(spec)) {
            return new ConvTransposeFlipped(spec, activation);
        }
        return ConvTransposeDepthwise.accepts(spec)
                ? new ConvTransposeDepthwise(spec, activation)
                : new ConvTransposePhases(spec, activation);
    }

    @Override
    public WeightedKernel gemm(GemmSpec spec) {
        if (GemmRow28.accepts(spec)) {
            return new GemmRow28(spec);
        }
        return GemmStrips.accepts(spec) ? new GemmStrips(spec) : new GemmPacked(spec);
    }

    @Override
    public Kernel matmul(GemmSpec spec) {
        return MatvecKernel.handles(spec) ? new MatvecKernel(spec) : new MatmulPacked(spec);
    }

    @Override
    public Kernel pool(PoolSpec spec) {
        return PoolGlobalKernel.handles(spec) ? new PoolGlobalKernel(spec) : new PoolKernel(spec);
    }

    @Override
    public Kernel unary(Unary function, Layout x, Layout y) {
        return UnaryKernel.of(function, x, y);
    }

    @Override
    public Kernel binary(Binary function, Layout a, Layout b, Layout y, Unary activation) {
        return y.block() > Lanes.COUNT
                ? REFERENCE.binary(function, a, b, y, activation)
                : BinaryKernel.of(function, a, b, y, activation);
    }

    @Override
    public Kernel scaleShift(Layout x, Layout y, Unary activation) {
        return y.block() > Lanes.COUNT
                ? REFERENCE.scaleShift(x, y, activation)
                : ScaleShiftKernel.of(x, y, activation);
    }

    @Override
    public Kernel moments(NormSpec spec) {
        return spec.x().block() > Lanes.COUNT ? REFERENCE.moments(spec) : new MomentsKernel(spec);
    }

    @Override
    public Kernel standardize(NormSpec spec, Layout y, float epsilon) {
        return y.block() > Lanes.COUNT
                ? REFERENCE.standardize(spec, y, epsilon)
                : StandardizeKernel.of(spec, y, epsilon);
    }

    @Override
    public Kernel layerNorm(int outer, int axis, float epsilon) {
        LayoutChecks.axis("layer-norm", outer, axis, 1);
        return new LayerNormKernel(outer, axis, epsilon);
    }

    @Override
    public Kernel softmax(int outer, int axis, int inner, boolean log) {
        LayoutChecks.axis("softmax", outer, axis, inner);
        return inner == 1 && axis > SoftmaxRowKernel.SHORTEST_ROW
                ? new SoftmaxRowKernel(outer, axis, log)
                : new SoftmaxColumnsKernel(outer, axis, inner, log);
    }

    @Override
    public Kernel mean(int outer, int axis, int inner) {
        LayoutChecks.axis("mean", outer, axis, inner);
        return new MeanKernel(outer, axis, inner);
    }

    @Override
    public Kernel resample(ResampleSpec spec) {
        if (spec.copies()) {
            return new ResampleCopyKernel(spec);
        }
        return ResampleKernel.accepts(spec) ? new ResampleKernel(spec) : REFERENCE.resample(spec);
    }

    @Override
    public boolean takesSum(ResampleSpec spec) {
        return ResampleSumKernel.accepts(spec);
    }

    @Override
    public Kernel resampleSum(ResampleSpec spec, Layout a) {
        return ResampleSumKernel.accepts(spec)
                ? new ResampleSumKernel(spec, a)
                : REFERENCE.resampleSum(spec, a);
    }

    @Override
    public Kernel reorder(Layout x, Layout y) {
        return ReorderKernel.of(x, y);
    }

    @Override
    public Kernel convWeightGradient(ConvSpec spec) {
        if (ConvWeightGradientWinograd.accepts(spec)) {
            return new ConvWeightGradientWinograd(spec);
        }
        return ConvWeightGradient.accepts(spec)
                ? new ConvWeightGradient(spec)
                : REFERENCE.convWeightGradient(spec);
    }

    @Override
    public Kernel poolGradient(PoolSpec spec, Layout dx) {
        return PoolGradientKernel.accepts(spec)
                ? new PoolGradientKernel(spec, dx)
                : REFERENCE.poolGradient(spec, dx);
    }

    @Override
    public Kernel unaryGradient(Unary function, Layout v, Layout dy, Layout dx) {
        return UnaryGradientKernel.of(function, v, dy, dx);
    }

    @Override
    public Kernel batchNormTraining(Layout x, Layout y, float epsilon, float momentum) {
        return BatchNormTrainingKernel.accepts(x)
                ? new BatchNormTrainingKernel(x, y, epsilon, momentum)
                : REFERENCE.batchNormTraining(x, y, epsilon, momentum);
    }

    @Override
    public Kernel batchNormGradient(Layout x, Layout dy, Layout dx) {
        return BatchNormTrainingKernel.accepts(x)
                ? new BatchNormGradientKernel(x, dy, dx)
                : REFERENCE.batchNormGradient(x, dy, dx);
    }

    @Override
    public Kernel dropout(Layout x, Layout y, float probability, boolean channels, int salt) {
        return DropoutKernel.accepts(x)
                ? new DropoutKernel(x, y, probability, channels, salt)
                : REFERENCE.dropout(x, y, probability, channels, salt);
    }

    @Override
    public Kernel channelSum(Layout x) {
        return ChannelSumKernel.accepts(x) ? new ChannelSumKernel(x) : REFERENCE.channelSum(x);
    }

    @Override
    public Kernel softmaxGradient(int outer, int axis, int inner, boolean log) {
        return REFERENCE.softmaxGradient(outer, axis, inner, log);
    }

    @Override
    public Kernel channels(ChannelsSpec spec) {
        return ChannelsKernel.handles(spec) ? new ChannelsKernel(spec) : REFERENCE.channels(spec);
    }

    @Override
    public Kernel update(UpdateRule rule, int count) {
        return new UpdateKernel(rule, count);
    }

    @Override
    public Kernel squareSum(int count) {
        return new SquareSumKernel(count);
    }

    @Override
    public Kernel copy(CopySpec spec) {
        return CopyKernel.of(spec);
    }
}
