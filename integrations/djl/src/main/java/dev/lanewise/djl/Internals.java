package dev.lanewise.djl;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDArrayIndexer;

import dev.lanewise.kernels.Binary;
import dev.lanewise.kernels.Unary;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.op.Resize;
import dev.lanewise.model.op.Where;

import java.util.ArrayList;
import java.util.List;

/**
 * Those methods of {@code NDArrayEx} that there are; {@link Refusal#partly} finds them by their
 * names and parameters.
 */
final class Internals {

    private final LwNDArray array;

    Internals(LwNDArray array) {
        this.array = array;
    }

    NDArray getArray() {
        return array;
    }

    NDArrayIndexer getIndexer(NDManager manager) {
        return new LwIndexer((LwNDManager) manager);
    }

    NDArray rdiv(NDArray other) {
        return array.made(
                Operations.arithmetic(Binary.DIV, LwNDArray.tensor(other), array.tensor()));
    }

    NDArray relu() {
        return array.made(Unary.RELU);
    }

    NDArray sigmoid() {
        return array.made(Unary.of(Unary.Function.SIGMOID));
    }

    NDArray tanh() {
        return array.tanh();
    }

    NDArray where(NDArray condition, NDArray other) {
        Tensor[] pair = Operations.pair(array.tensor(), LwNDArray.tensor(other));
        return array.made(
                Operations.apply(new Where(), LwNDArray.tensor(condition), pair[0], pair[1]));
    }

    NDArray stack(NDList others, int axis) {
        List<Tensor> all = new ArrayList<>();
        for (Tensor tensor : together(others)) {
            all.add(Operations.expandDims(tensor, axis));
        }
        return array.made(Operations.concat(all, axis));
    }

    NDArray concat(NDList others, int axis) {
        return array.made(Operations.concat(together(others), axis));
    }

    /** This array and the others. */
    private List<Tensor> together(NDList others) {
        List<Tensor> all = new ArrayList<>(List.of(array.tensor()));
        others.forEach(other -> all.add(LwNDArray.tensor(other)));
        return all;
    }

    /**
     * @param interpolation the ordinal of an {@code Image.Interpolation}
     */
    NDArray resize(int width, int height, int interpolation) {
        Image.Interpolation[] all = Image.Interpolation.values();
        Image.Interpolation way = all[Math.floorMod(interpolation, all.length)];
        Resize.Mode mode =
                switch (way) {
                    case NEAREST -> Resize.Mode.NEAREST;
                    case BILINEAR -> Resize.Mode.LINEAR;
                    case BICUBIC -> Resize.Mode.CUBIC;
                    default -> throw Refusal.of("resize with interpolation " + way);
                };
        return array.made(Operations.resize(array.tensor(), width, height, mode));
    }
}
