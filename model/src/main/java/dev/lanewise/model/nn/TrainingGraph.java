package dev.lanewise.model.nn;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.TensorType;

import java.util.List;
import java.util.Map;

/**
 * A network in training form, without its loss.
 *
 * @param graph the network; weights are constants, and where there is randomness, an input {@link
 *     #KEY} decides it
 * @param parameters the constants that training changes; all others are frozen
 * @param updates for constants that training measures rather than learns, the value that each of
 *     them becomes after a step
 */
public record TrainingGraph(Graph graph, List<String> parameters, Map<String, String> updates) {

    /** The name of the input that random numbers follow from: seed and step. */
    public static final String KEY = "key";

    static final TensorType KEY_TYPE = new TensorType(DType.INT64, Shape.of(2));

    /**
     * @throws ModelException if a parameter is not a FLOAT32 constant of the graph
     */
    public TrainingGraph {
        parameters = List.copyOf(parameters);
        updates = Map.copyOf(updates);
        for (String parameter : parameters) {
            Tensor constant = graph.constant(parameter);
            if (constant == null || constant.dtype() != DType.FLOAT32) {
                throw new ModelException(
                        "parameter '"
                                + parameter
                                + "': expected a FLOAT32 constant of graph '"
                                + graph.name()
                                + "', actual "
                                + (constant == null ? "none" : constant));
            }
        }
    }

    /**
     * A graph as it was read, to be fine-tuned: its batch normalisations keep their statistics, its
     * dropouts do nothing.
     *
     * @param parameters the constants that training changes; all others are frozen
     * @throws ModelException if one is not a FLOAT32 constant of the graph
     */
    public static TrainingGraph of(Graph graph, List<String> parameters) {
        return new TrainingGraph(graph, parameters, Map.of());
    }
}
