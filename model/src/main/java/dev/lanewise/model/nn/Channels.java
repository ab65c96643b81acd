package dev.lanewise.model.nn;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;

/** What the convolutions and linear layers have in common. */
final class Channels {

    private Channels() {}

    /** Input channels of one group. */
    static int perGroup(String layer, int inChannels, int outChannels, int groups) {
        if (inChannels < 1
                || outChannels < 1
                || groups < 1
                || inChannels % groups != 0
                || outChannels % groups != 0) {
            throw new ModelException(
                    layer
                            + ": expected channels of at least 1 that groups="
                            + groups
                            + " divides, actual in_channels="
                            + inChannels
                            + " and out_channels="
                            + outChannels);
        }
        return inChannels / groups;
    }

    /** A bias as PyTorch initialises it. */
    static String bias(GraphBuilder builder, int outputs, int fanIn) {
        return builder.parameter(
                "bias", Shape.of(outputs), Initializer.uniform(1 / Math.sqrt(Math.max(1, fanIn))));
    }

    /** An argument of a layer's text, unless it is the default. */
    static String unless(String key, Size size, int usual) {
        return size.equals(Size.of(usual)) ? "" : key + size;
    }
}
