package dev.lanewise.model.op;

import dev.lanewise.kernels.RandomBits;
import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Dropout in training form: each element, or with {@code channels} each channel of an image, is 0
 * with a probability and else divided by what is left. Inputs: x; the key, int64 [2]: seed and
 * step. What is dropped follows from key, salt and position alone, so it is the same for any number
 * of threads, in the gradient (this operator again) and in a run that is resumed.
 *
 * @param probability of being dropped, below 1
 * @param channels whether channels of [N, C, ...] are dropped as a whole
 * @param salt tells the dropouts of one network apart
 */
public record DropoutTraining(float probability, boolean channels, int salt) implements GradientOp {

    /**
     * @throws IllegalArgumentException if the probability is not from 0 to below 1
     */
    public DropoutTraining {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException(
                    "expected a probability from 0 to below 1, actual " + probability);
        }
    }

    @Override
    public String type() {
        return "DropoutTraining";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.shape(0, channels ? 2 : 0);
        in.check(
                in.type(1).equals(new TensorType(DType.INT64, Shape.of(2))),
                "expected a key of INT64[2], actual " + in.type(1));
        return List.of(in.type(0));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor key = IndexedCopy.required(inputs, 1);
        Tensor y = outputs.getFirst();
        long bits = RandomBits.key(key.getLong(0), key.getLong(1), salt);
        int size = channels ? x.shape().product(2, x.shape().rank()) : 1;
        double factor = 1 / (1 - (double) probability);
        int elements = x.shape().elements();
        for (int i = 0; i < elements; i++) {
            boolean dropped = RandomBits.uniform(bits, i / size) < probability;
            y.setDouble(i, dropped ? 0 : factor * x.getDouble(i));
        }
    }
}
