package dev.lanewise.model.graph;

import dev.lanewise.model.op.Op;

import java.util.List;

/**
 * One operator at work: values in, values out.
 *
 * @param name the node's name, for messages
 * @param op the operator with its attributes
 * @param inputs names of the values read; empty for an optional input that is absent
 * @param outputs names of the values defined; empty for an output that nobody wants
 */
public record Node(String name, Op op, List<String> inputs, List<String> outputs) {

    /** Copies the lists. */
    public Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The first output. */
    public String output() {
        return outputs.getFirst();
    }

    /** Input {@code i}, or empty if absent. */
    public String input(int i) {
        return i < inputs.size() ? inputs.get(i) : "";
    }

    /** This node with other inputs. */
    public Node withInputs(List<String> others) {
        return new Node(name, op, others, outputs);
    }

    /** Operator and name, as messages begin: {@code Conv 'stem'}. */
    public String label() {
        return op.type() + " '" + name + "'";
    }
}
