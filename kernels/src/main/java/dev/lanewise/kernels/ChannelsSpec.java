package dev.lanewise.kernels;

import java.util.List;

/**
 * Channels picked from one or more tensors: y[n, c] = s[n, from[c]], where s are the sources joined
 * along their channels. Channel shuffles, splits and slices between channels are of this kind.
 *
 * @param sources tensors of y's batch, height, width and block, each with a halo of its own
 * @param y the output
 * @param from for each channel of y the channel of the joined sources
 */
public record ChannelsSpec(List<Layout> sources, Layout y, List<Integer> from) {

    /**
     * @throws IllegalArgumentException if the sources don't fit y, or a channel isn't there
     */
    public ChannelsSpec {
        sources = List.copyOf(sources);
        from = List.copyOf(from);
        int channels = 0;
        for (Layout source : sources) {
            channels = Math.addExact(channels, source.channels());
            if (!source.withChannels(y.channels()).sameShape(y) || source.block() != y.block()) {
                throw new IllegalArgumentException(
                        "channels: expected sources that differ from y in channels and halo only,"
                                + " actual source="
                                + source
                                + " y="
                                + y);
            }
        }
        if (from.size() != y.channels()) {
            throw new IllegalArgumentException(
                    "channels: expected an origin for each of "
                            + y.channels()
                            + " channels, actual "
                            + from.size());
        }
        for (int channel : from) {
            if (channel < 0 || channel >= channels) {
                throw new IllegalArgumentException(
                        "channels: expected origins from 0 to "
                                + (channels - 1)
                                + ", actual "
                                + channel);
            }
        }
    }

    /** The index of the source that channel {@code c} of y comes from. */
    public int source(int c) {
        int channel = from.get(c);
        int source = 0;
        while (channel >= sources.get(source).channels()) {
            channel -= sources.get(source).channels();
            source++;
        }
        return source;
    }

    /** The channel of its source that channel {@code c} of y is. */
    public int sourceChannel(int c) {
        int channel = from.get(c);
        for (int i = 0; i < source(c); i++) {
            channel -= sources.get(i).channels();
        }
        return channel;
    }

    /** The operands: the sources, then y. */
    public Operand[] operands() {
        Operand[] operands = new Operand[sources.size() + 1];
        for (int i = 0; i < sources.size(); i++) {
            operands[i] = new Operand("source " + i, sources.get(i).bytes());
        }
        operands[sources.size()] = new Operand("y", y.bytes());
        return operands;
    }
}
