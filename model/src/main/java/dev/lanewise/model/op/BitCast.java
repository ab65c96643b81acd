package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Takes the bits of each element for those of another type of the same width.
 *
 * @param to the new element type
 */
public record BitCast(DType to) implements PlainOp {

    @Override
    public String type() {
        return "BitCast";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.check(
                in.type(0).dtype().bits() == to.bits(),
                "expected elements of " + to.bits() + " bits for " + to + ", actual " + in.type(0));
        return List.of(new TensorType(to, in.shape(0)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        if (!to.isPacked() || to.isFloat()) {
            y.segment().copyFrom(x.segment());
            return;
        }
        for (int i = 0; i < y.shape().elements(); i++) {
            // The sign of a narrow integer reaches beyond its bits in memory.
            y.setLong(i, x.segment().get(ValueLayout.JAVA_BYTE, i));
        }
    }
}
