package dev.lanewise.kernels.vector;

import dev.lanewise.kernels.ConvSpec;
import dev.lanewise.kernels.Layout;
import dev.lanewise.kernels.Window;

/**
 * The inputs that the output channels of one group sum over: where each lies relative to the
 * pixel's first one, and which weight it is multiplied by.
 *
 * <p>Order: channel block of x, window row, window column, channel within the block; so consecutive
 * steps read neighbouring floats.
 *
 * @param offsets [k], from channel 0 of the window's first pixel
 * @param order [k] the float of an output channel's weights [inChannels / groups, kernelH, kernelW]
 */
record ConvInputs(PackedOffsets offsets, long[] order) {

    static ConvInputs of(ConvSpec spec, int group) {
        int channels = spec.x().channels() / spec.groups();
        return of(spec.x(), group * channels, channels, spec.window());
    }

    /** Of {@code channels} channels of x from {@code first} on. */
    static ConvInputs of(Layout x, int first, int channels, Window w) {
        int[] offsets = new int[channels * w.size()];
        long[] order = new long[offsets.length];
        int k = 0;
        for (int c = first; c < first + channels; ) {
            int end = Math.min((c / x.block() + 1) * x.block(), first + channels);
            for (int u = 0; u < w.kernelH(); u++) {
                for (int v = 0; v < w.kernelW(); v++) {
                    for (int channel = c; channel < end; channel++) {
                        offsets[k] =
                                channel / x.block() * x.planeBytes()
                                        + channel % x.block() * Float.BYTES
                                        + u * w.dilationH() * x.rowBytes()
                                        + v * w.dilationW() * x.pixelBytes();
                        order[k] = (long) (channel - first) * w.size() + (long) u * w.kernelW() + v;
                        k++;
                    }
                }
            }
            c = end;
        }
        return new ConvInputs(new PackedOffsets(offsets), order);
    }
}
