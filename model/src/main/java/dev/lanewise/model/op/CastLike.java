package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Converts each element of the first input to the type of the second, as {@link Cast} does.
 *
 * @param saturate as in {@link Cast}
 */
public record CastLike(boolean saturate) implements PlainOp {

    /** With the largest numbers for what is too large. */
    public CastLike() {
        this(true);
    }

    @Override
    public String type() {
        return "CastLike";
    }

    @Override
    public boolean readsValue(int i) {
        return i == 0;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        return List.of(new TensorType(in.type(1).dtype(), in.shape(0)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        new Cast(outputs.getFirst().dtype(), saturate).compute(inputs.subList(0, 1), outputs);
    }
}
