package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Moves blocks of pixels of x [N, C, H, W] into channels: [N, b^2 C, H / b, W / b].
 *
 * @param block b, extent of the blocks
 * @param channelMajor whether the places of one channel follow each other
 */
public record SpaceToDepth(int block, boolean channelMajor) implements PlainOp {

    /** With whole images of each place in a block one after the other. */
    public SpaceToDepth(int block) {
        this(block, false);
    }

    /**
     * @throws IllegalArgumentException if the block is below 1
     */
    public SpaceToDepth {
        if (block < 1 || block > 1 << 15) {
            throw new IllegalArgumentException(
                    "expected blocksize from 1 to " + (1 << 15) + ", actual " + block);
        }
    }

    @Override
    public String type() {
        return "SpaceToDepth";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 4);
        in.check(
                x.rank() == 4 && x.dim(2) % block == 0 && x.dim(3) % block == 0,
                "expected [N,C,H,W] with H and W multiples of " + block + ", actual " + x);
        return List.of(
                in.type(0)
                        .withShape(
                                Shape.of(
                                        x.dim(0),
                                        (long) x.dim(1) * block * block,
                                        x.dim(2) / block,
                                        x.dim(3) / block)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        long[] from = x.shape().strides();
        int channels = x.shape().dim(1);
        Walk walk = new Walk(y.shape(), y.shape().strides());
        int elements = y.shape().elements();
        for (int i = 0; i < elements; i++) {
            int cells = block * block;
            int cell = channelMajor ? walk.index(1) % cells : walk.index(1) / channels;
            int channel = channelMajor ? walk.index(1) / cells : walk.index(1) % channels;
            long source =
                    walk.index(0) * from[0]
                            + channel * from[1]
                            + (long) (walk.index(2) * block + cell / block) * from[2]
                            + (long) walk.index(3) * block
                            + cell % block;
            IndexedCopy.element(x, source, y, i);
            walk.next();
        }
    }
}
