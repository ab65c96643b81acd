package dev.lanewise.kernels.reference;

import dev.lanewise.kernels.ChannelsSpec;
import dev.lanewise.kernels.memory.Memory;

/** y[n, c, i, j] = s[n, from[c], i, j]. A unit is one plane of y. */
final class ChannelsReference extends PlaneKernel {

    private final ChannelsSpec spec;

    ChannelsReference(ChannelsSpec spec) {
        super("channels reference", spec.y(), spec.operands());
        this.spec = spec;
    }

    @Override
    float value(long[] addresses, int n, int c, int i, int j) {
        int source = spec.source(c);
        return Memory.getFloat(
                addresses[source]
                        + spec.sources().get(source).offset(n, spec.sourceChannel(c), i, j));
    }
}
