package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.ConvTransposeSpec;
import dev.lanewise.kernels.Epilogue;
import dev.lanewise.kernels.Operand;
import dev.lanewise.kernels.Unary;
import dev.lanewise.kernels.WeightedKernel;
import dev.lanewise.kernels.Window;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Transposed convolution of stride 1: the fastest convolution there is, with input and output
 * channels of the weights exchanged and the window turned by half a circle.
 */
final class ConvTransposeFlipped extends WeightedKernel {

    private final ConvTransposeSpec spec;
    private final WeightedKernel conv;

    ConvTransposeFlipped(ConvTransposeSpec spec, Unary activation) {
        WeightedKernel conv = VectorKernels.INSTANCE.conv(convSpec(spec), Epilogue.of(activation));
        super(
                conv.name().replace("conv", "conv transposed"),
                conv.units(),
                conv.scratchBytes(),
                conv.operands().toArray(Operand[]::new));
        this.spec = spec;
        this.conv = conv;
    }

    /** Whether there is such a convolution. */
    static boolean accepts(ConvTransposeSpec spec) {
        Window w = spec.window();
        return w.strideH() == 1 && w.strideW() == 1 && padTop(w) >= 0 && padLeft(w) >= 0;
    }

    private static int padTop(Window w) {
        return (w.kernelH() - 1) * w.dilationH() - w.padTop();
    }

    private static int padLeft(Window w) {
        return (w.kernelW() - 1) * w.dilationW() - w.padLeft();
    }

    private static ConvSpec convSpec(ConvTransposeSpec spec) {
        Window w = spec.window();
        Window flipped =
                new Window(
                        w.kernelH(),
                        w.kernelW(),
                        1,
                        1,
                        padTop(w),
                        padLeft(w),
                        w.dilationH(),
                        w.dilationW());
        return new ConvSpec(spec.x(), spec.y(), flipped, spec.groups());
    }

    @Override
    public String packing() {
        return "transposed " + conv.packing();
    }

    @Override
    public long packedBytes() {
        return conv.packedBytes();
    }

    @Override
    public void pack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        int size = spec.window().size();
        int channels = spec.x().channels() / spec.groups();
        int outChannels = spec.y().channels() / spec.groups();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment flipped = arena.allocate(Math.max(4, 4 * spec.weights()), 64);
            for (int o = 0; o < spec.y().channels(); o++) {
                int first = o / outChannels * channels;
                for (int c = 0; c < channels; c++) {
                    long from = ((long) (first + c) * outChannels + o % outChannels + 1) * size - 1;
                    long to = ((long) o * channels + c) * size;
                    for (int k = 0; k < size; k++) {
                        float value = weight.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, from - k);
                        flipped.setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, to + k, value);
                    }
                }
            }
            conv.pack(flipped, bias, packed);
        }
    }

    @Override
    public void repack(MemorySegment weight, @Nullable MemorySegment bias, MemorySegment packed) {
        if (conv instanceof ConvWinograd winograd) {
            winograd.repackTurned(weight, bias, packed);
        } else {
            pack(weight, bias, packed);
        }
    }

    @Override
    protected void run(long[] addresses, long scratch, int from, int to) {
        run(conv, addresses, scratch, from, to);
    }
}
