package dev.lanewise.model.onnx;

import dev.lanewise.model.Model;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Session;
import dev.lanewise.model.SessionOptions;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Graphs run as users run them: compiled, in a session. */
final class CompiledRun {

    private CompiledRun() {}

    /** Copies of the outputs. */
    static List<Tensor> run(Graph graph, Map<String, Tensor> inputs) {
        SessionOptions options = SessionOptions.defaults();
        for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
            options = options.withShape(input.getKey(), input.getValue().shape());
        }
        try (Model model = Model.of(graph, ModelOptions.defaults());
                Session session = model.newSession(options)) {
            inputs.forEach(
                    (name, tensor) -> session.input(name).segment().copyFrom(tensor.segment()));
            session.run();
            List<Tensor> outputs = new ArrayList<>();
            for (int i = 0; i < graph.outputs().size(); i++) {
                Tensor output = session.output(i);
                Tensor copy = Tensor.allocate(Arena.ofAuto(), output.dtype(), output.shape());
                copy.segment().copyFrom(output.segment());
                outputs.add(copy);
            }
            return outputs;
        }
    }
}
