package dev.lanewise.model.train;

import dev.lanewise.kernels.Binary;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.TensorType;
import dev.lanewise.model.op.Arithmetic;
import dev.lanewise.model.op.ReduceMean;

/** Mean of the squares of the differences. */
public record MSELoss() implements Loss {

    @Override
    public TensorInfo target(String name, TensorType output) {
        return LossGraph.sameAs(name, output);
    }

    @Override
    public String add(LossGraph graph, String output, String target) {
        String difference = graph.add(new Arithmetic(Binary.SUB), output, target);
        String square = graph.add(new Arithmetic(Binary.MUL), difference, difference);
        return graph.add(new ReduceMean(false), square);
    }
}
