package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Channels (axis 1) picked from the inputs joined along it: what channel shuffles, splits and
 * slices of feature maps come to. No operator of ONNX; a pass makes it.
 *
 * @param from for each channel of the output the channel of the joined inputs
 */
public record Channels(List<Integer> from) implements Op {

    /** Copies the list. */
    public Channels {
        from = List.copyOf(from);
    }

    @Override
    public String type() {
        return "Channels";
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        Shape joined = new Concat(1).infer(in).getFirst().shape();
        in.check(
                from.stream().allMatch(channel -> channel >= 0 && channel < joined.dim(1)),
                "expected channels from 0 to " + (joined.dim(1) - 1) + ", actual " + from);
        return List.of(in.type(0).withShape(joined.with(1, from.size())));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor y = outputs.getFirst();
        int batch = y.shape().dim(0);
        int plane = y.shape().product(2, y.shape().rank());
        for (int c = 0; c < from.size(); c++) {
            int channel = from.get(c);
            int input = 0;
            while (channel >= IndexedCopy.required(inputs, input).shape().dim(1)) {
                channel -= IndexedCopy.required(inputs, input).shape().dim(1);
                input++;
            }
            Tensor x = IndexedCopy.required(inputs, input);
            for (int n = 0; n < batch; n++) {
                for (int i = 0; i < plane; i++) {
                    IndexedCopy.element(
                            x,
                            (n * x.shape().dim(1) + channel) * plane + i,
                            y,
                            (n * from.size() + c) * plane + i);
                }
            }
        }
    }
}
