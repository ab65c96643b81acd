package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Moves channels of x [N, C, H, W] into blocks of pixels: [N, C / b^2, H b, W b].
 *
 * @param block b, extent of the blocks
 * @param columnRowDepth whether neighbouring channels lie within a block (ONNX's CRD) rather than
 *     one block apart (DCR)
 */
public record DepthToSpace(int block, boolean columnRowDepth) implements PlainOp {

    /**
     * @throws IllegalArgumentException if the block is below 1
     */
    public DepthToSpace {
        if (block < 1 || block > 1 << 15) {
            throw new IllegalArgumentException(
                    "expected blocksize from 1 to " + (1 << 15) + ", actual " + block);
        }
    }

    @Override
    public String type() {
        return "DepthToSpace";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape x = in.shape(0, 4);
        in.check(
                x.rank() == 4 && x.dim(1) % (block * block) == 0,
                "expected [N,C,H,W] with C a multiple of " + block * block + ", actual " + x);
        return List.of(
                in.type(0)
                        .withShape(
                                Shape.of(
                                        x.dim(0),
                                        x.dim(1) / (block * block),
                                        (long) x.dim(2) * block,
                                        (long) x.dim(3) * block)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        long[] from = x.shape().strides();
        int channels = y.shape().dim(1);
        Walk walk = new Walk(y.shape(), y.shape().strides());
        int elements = y.shape().elements();
        for (int i = 0; i < elements; i++) {
            int row = walk.index(2);
            int column = walk.index(3);
            int cell = row % block * block + column % block;
            int channel =
                    columnRowDepth
                            ? walk.index(1) * block * block + cell
                            : cell * channels + walk.index(1);
            long source =
                    walk.index(0) * from[0]
                            + channel * from[1]
                            + row / block * from[2]
                            + column / block;
            IndexedCopy.element(x, source, y, i);
            walk.next();
        }
    }
}
