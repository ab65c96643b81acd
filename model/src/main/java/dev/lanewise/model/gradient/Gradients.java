package dev.lanewise.model.gradient;

import dev.lanewise.model.ModelException;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.FilledLike;
import dev.lanewise.model.op.Identity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gradients as graphs: of ordinary operators, for the same compiler, kernels and sessions as the
 * network itself.
 *
 * <pre>{@code
 * Graph gradient = Gradients.of(graph, "loss", List.of("x"));
 * try (Model model = Model.of(gradient, ModelOptions.defaults());
 *         Session session = model.newSession()) {
 *     session.input("x").copyFrom(pixels);
 *     session.run();
 *     float[] saliency = session.output("grad/x").toFloatArray();
 * }
 * }</pre>
 *
 * <p>Weights that are constants stay so, and are packed once: that is for explaining a network. To
 * train them, make inputs of them first: {@code graph.withInputs(weights)}.
 */
public final class Gradients {

    private Gradients() {}

    /** The name of the gradient of a value: {@code grad/} and the value's. */
    public static String nameOf(String value) {
        return "grad/" + value;
    }

    /** See {@link #of(Graph, String, List, GradientRules)}; with the rules of calculus. */
    public static Graph of(Graph graph, String output, List<String> withRespectTo) {
        return of(graph, output, withRespectTo, GradientRules.STANDARD);
    }

    /**
     * A graph that computes what {@code graph} does and then the gradients of one of its values.
     *
     * @param graph as read or built, before any pass
     * @param output a value of one element, any that the graph defines
     * @param withRespectTo inputs, constants or values in between; the gradient of one that {@code
     *     output} does not depend on is zeros
     * @return a graph of the same inputs; its outputs are the graph's own, then {@link #nameOf}
     *     each of {@code withRespectTo}
     * @throws ModelException if a value is not defined, or an operator between has no gradient;
     *     that {@code output} is no scalar shows when shapes are inferred
     */
    public static Graph of(
            Graph graph, String output, List<String> withRespectTo, GradientRules rules) {
        Backward backward = new Backward(graph, dependents(graph, output, withRespectTo));
        backward.begin(output, backward.add(new FilledLike(1, true), output));
        return run(graph, withRespectTo, rules, backward, graph.inputs());
    }

    /**
     * As {@link #of(Graph, String, List, GradientRules)}, of a value of any shape: its gradient, by
     * which the others are multiplied, is a further input named {@link #nameOf} the value.
     *
     * @param output name, type and shape of the value
     */
    public static Graph seeded(
            Graph graph, TensorInfo output, List<String> withRespectTo, GradientRules rules) {
        String seed = nameOf(output.name());
        Backward backward = new Backward(graph, dependents(graph, output.name(), withRespectTo));
        backward.begin(output.name(), seed);
        List<TensorInfo> inputs = new ArrayList<>(graph.inputs());
        inputs.add(new TensorInfo(seed, output.dtype(), output.dims()));
        return run(graph, withRespectTo, rules, backward, inputs);
    }

    /** All values that depend on those of which gradients are asked, these included. */
    private static Set<String> dependents(Graph graph, String output, List<String> from) {
        Set<String> defined = new HashSet<>(graph.constants().keySet());
        graph.inputs().forEach(input -> defined.add(input.name()));
        Set<String> dependents = new HashSet<>(from);
        for (Node node : graph.nodes()) {
            defined.addAll(node.outputs());
            if (node.inputs().stream().anyMatch(dependents::contains)) {
                dependents.addAll(node.outputs());
            }
        }
        dependents.remove("");
        defined.remove("");
        for (String value : Stream.concat(Stream.of(output), from.stream()).toList()) {
            if (!defined.contains(value)) {
                throw new ModelException(
                        "gradient of '"
                                + output
                                + "': expected values of graph '"
                                + graph.name()
                                + "', actual '"
                                + value
                                + "'");
            }
        }
        return dependents;
    }

    private static Graph run(
            Graph graph,
            List<String> withRespectTo,
            GradientRules rules,
            Backward backward,
            List<TensorInfo> inputs) {
        graph.nodes().reversed().forEach(node -> backward.through(node, rules));
        List<String> outputs = new ArrayList<>(graph.outputs());
        List<Node> nodes = new ArrayList<>(graph.nodes());
        List<Node> named = new ArrayList<>();
        for (String value : withRespectTo) {
            String gradient = backward.sum(value);
            String name = nameOf(value);
            if (!outputs.contains(name)) {
                named.add(
                        gradient == null
                                ? new Node(
                                        name,
                                        new FilledLike(0, false),
                                        List.of(value),
                                        List.of(name))
                                : new Node(name, new Identity(), List.of(gradient), List.of(name)));
                outputs.add(name);
            }
        }
        nodes.addAll(backward.nodes());
        nodes.addAll(named);
        return new Graph(graph.name(), inputs, outputs, nodes, graph.constants(), graph.metadata())
                .pruned();
    }
}
