package dev.lanewise.model.gradient;

import dev.lanewise.kernels.Unary;
import dev.lanewise.model.graph.Node;
import dev.lanewise.model.op.Elementwise;
import dev.lanewise.model.op.ElementwiseGradient;

import java.util.HashMap;
import java.util.Map;

/**
 * Which rule passes gradients through which operator. Immutable.
 *
 * @param replaced rules in place of the standard ones, by the operator's {@link
 *     dev.lanewise.model.op.Op#type}
 */
public record GradientRules(Map<String, GradientRule> replaced) {

    /** The derivatives of calculus. */
    public static final GradientRules STANDARD = new GradientRules(Map.of());

    /**
     * Guided backpropagation (Springenberg et al. 2015): a ReLU passes on positive gradients only,
     * where its input was positive.
     */
    public static final GradientRules GUIDED_BACKPROPAGATION =
            STANDARD.with(
                    "Relu",
                    (node, backward) ->
                            backward.give(
                                    0,
                                    new ElementwiseGradient(Unary.RELU),
                                    node.output(),
                                    backward.add(
                                            new Elementwise(Unary.RELU), backward.gradient(0))));

    /**
     * Deconvnet (Zeiler and Fergus 2014): a ReLU passes on positive gradients only, whatever its
     * input was.
     */
    public static final GradientRules DECONVNET =
            STANDARD.with(
                    "Relu",
                    (node, backward) ->
                            backward.give(0, new Elementwise(Unary.RELU), backward.gradient(0)));

    /** Copies the map. */
    public GradientRules {
        replaced = Map.copyOf(replaced);
    }

    /** These rules with another for one operator. */
    public GradientRules with(String type, GradientRule rule) {
        Map<String, GradientRule> more = new HashMap<>(replaced);
        more.put(type, rule);
        return new GradientRules(more);
    }

    void apply(Node node, Backward backward) {
        replaced.getOrDefault(node.op().type(), StandardRules::apply).apply(node, backward);
    }
}
