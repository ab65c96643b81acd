package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Runs one of two bodies, as the first input, a boolean, tells. The other inputs are what the
 * bodies read of the graph around: first those of the one, then those of the other.
 *
 * @param then the body for true
 * @param otherwise the body for false
 */
public record If(Subgraph then, Subgraph otherwise) implements PlainOp {

    /**
     * @throws IllegalArgumentException if the bodies don't have as many outputs
     */
    public If {
        if (then.outputs().size() != otherwise.outputs().size()) {
            throw new IllegalArgumentException(
                    "expected as many outputs of else_branch as of then_branch, "
                            + then.outputs().size()
                            + ", actual "
                            + otherwise.outputs().size());
        }
    }

    @Override
    public String type() {
        return "If";
    }

    /** What a body costs is unknown: it is never run before the run. */
    @Override
    public long workPerElement(Inputs in) {
        return Long.MAX_VALUE;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        in.checkType(0, DType.BOOL);
        in.check(in.shape(0).elements() == 1, "expected one condition, actual " + in.type(0));
        Tensor condition = in.constantOrNull(0);
        if (condition != null) {
            return types(in, condition.getLong(0) != 0);
        }
        List<TensorType> types = types(in, true);
        if (!types.equals(types(in, false))) {
            // The condition decides on shapes.
            in.constant(0, "the condition");
        }
        return types;
    }

    private List<TensorType> types(Inputs in, boolean first) {
        Subgraph body = first ? then : otherwise;
        int from = first ? 1 : 1 + then.inputs().size();
        return body
                .infer(
                        in,
                        IntStream.range(from, from + body.inputs().size())
                                .mapToObj(i -> Subgraph.Argument.of(in, i))
                                .toList())
                .stream()
                .map(Subgraph.Argument::type)
                .toList();
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        boolean first = IndexedCopy.required(inputs, 0).getLong(0) != 0;
        Subgraph body = first ? then : otherwise;
        int from = first ? 1 : 1 + then.inputs().size();
        List<Tensor> results =
                body.run(
                        IntStream.range(from, from + body.inputs().size())
                                .mapToObj(i -> IndexedCopy.required(inputs, i))
                                .toList());
        Subgraph.copy(results, outputs);
    }
}
