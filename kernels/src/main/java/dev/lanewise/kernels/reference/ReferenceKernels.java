package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.ChannelsSpec;
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
import dev.lanewise.kernels.Window;

/** The scalar provider: one plain loop nest per kernel, over any layout. */
public final class ReferenceKernels implements Kernels {

    /** The only instance. */
    public static final ReferenceKernels INSTANCE = new ReferenceKernels();

    private ReferenceKernels() {}

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public boolean takesPrologue(ConvSpec spec, Prologue prologue, Epilogue epilogue) {
        return spec.groups() == 1
                && spec.window().equals(new Window(1, 1, 1, 1, 0, 0, 1, 1))
                && spec.x().height() == spec.y().height()
                && spec.x().width() == spec.y().width();
    }

    @Override
    public WeightedKernel conv(ConvSpec spec, Prologue prologue, Epilogue epilogue) {
        LayoutChecks.prologue(takesPrologue(spec, prologue, epilogue), spec);
        return new ConvReference(spec, prologue, epilogue);
    }

    @Override
    public WeightedKernel conv(ConvSpec spec, Epilogue epilogue) {
        return new ConvReference(spec, null, epilogue);
    }

    @Override
    public WeightedKernel convTranspose(ConvTransposeSpec spec, Unary activation) {
        return new ConvTransposeReference(spec, activation);
    }

    @Override
    public WeightedKernel gemm(GemmSpec spec) {
        return new GemmReference(spec);
    }

    @Override
    public Kernel matmul(GemmSpec spec) {
        return new MatmulReference(spec);
    }

    @Override
    public Kernel pool(PoolSpec spec) {
        return new PoolReference(spec);
    }

    @Override
    public Kernel unary(Unary function, Layout x, Layout y) {
        return new UnaryReference(function, x, y);
    }

    @Override
    public Kernel binary(Binary function, Layout a, Layout b, Layout y, Unary activation) {
        return new BinaryReference(function, a, b, y, activation);
    }

    @Override
    public Kernel scaleShift(Layout x, Layout y, Unary activation) {
        return new ScaleShiftReference(x, y, activation);
    }

    @Override
    public Kernel moments(NormSpec spec) {
        return new MomentsReference(spec);
    }

    @Override
    public Kernel standardize(NormSpec spec, Layout y, float epsilon) {
        return new StandardizeReference(spec, y, epsilon);
    }

    @Override
    public Kernel layerNorm(int outer, int axis, float epsilon) {
        return new LayerNormReference(outer, axis, epsilon);
    }

    @Override
    public Kernel softmax(int outer, int axis, int inner, boolean log) {
        return new SoftmaxReference(outer, axis, inner, log);
    }

    @Override
    public Kernel mean(int outer, int axis, int inner) {
        return new MeanReference(outer, axis, inner);
    }

    @Override
    public Kernel resample(ResampleSpec spec) {
        return new ResampleReference(spec);
    }

    @Override
    public boolean takesSum(ResampleSpec spec) {
        return true;
    }

    @Override
    public Kernel resampleSum(ResampleSpec spec, Layout a) {
        return new ResampleSumReference(spec, a);
    }

    @Override
    public Kernel reorder(Layout x, Layout y) {
        return new ReorderReference(x, y);
    }

    @Override
    public Kernel convWeightGradient(ConvSpec spec) {
        return new ConvWeightGradientReference(spec);
    }

    @Override
    public Kernel poolGradient(PoolSpec spec, Layout dx) {
        return new PoolGradientReference(spec, dx);
    }

    @Override
    public Kernel unaryGradient(Unary function, Layout v, Layout dy, Layout dx) {
        return new UnaryGradientReference(function, v, dy, dx);
    }

    @Override
    public Kernel batchNormTraining(Layout x, Layout y, float epsilon, float momentum) {
        return new BatchNormTrainingReference(x, y, epsilon, momentum);
    }

    @Override
    public Kernel batchNormGradient(Layout x, Layout dy, Layout dx) {
        return new BatchNormGradientReference(x, dy, dx);
    }

    @Override
    public Kernel dropout(Layout x, Layout y, float probability, boolean channels, int salt) {
        return new DropoutReference(x, y, probability, channels, salt);
    }

    @Override
    public Kernel channelSum(Layout x) {
        return new ChannelSumReference(x);
    }

    @Override
    public Kernel softmaxGradient(int outer, int axis, int inner, boolean log) {
        return new SoftmaxGradientReference(outer, axis, inner, log);
    }

    @Override
    public Kernel channels(ChannelsSpec spec) {
        return new ChannelsReference(spec);
    }

    @Override
    public Kernel update(UpdateRule rule, int count) {
        return new UpdateReference(rule, count);
    }

    @Override
    public Kernel squareSum(int count) {
        return new SquareSumReference(count);
    }

    @Override
    public Kernel copy(CopySpec spec) {
        return new CopyReference(spec);
    }
}
