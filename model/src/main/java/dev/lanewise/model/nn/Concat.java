package dev.lanewise.model.nn;

import dev.lanewise.model.ModelException;

import java.util.Arrays;
import java.util.List;

/**
 * Several modules beside each other on the same input, their outputs joined along the channels.
 *
 * @param branches the modules; their weights' names begin with their positions
 */
public record Concat(List<Module> branches) implements Module {

    /**
     * @throws ModelException if there is none
     */
    public Concat {
        branches = List.copyOf(branches);
        if (branches.isEmpty()) {
            throw new ModelException("Concat: expected at least one branch, actual none");
        }
    }

    /** Branches in the order of their channels. */
    public static Concat of(Module... branches) {
        return new Concat(Arrays.asList(branches));
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        String[] outputs = new String[branches.size()];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = builder.child(Integer.toString(i), branches.get(i), x);
        }
        return builder.add(new dev.lanewise.model.op.Concat(1), outputs);
    }

    @Override
    public String toString() {
        return "Concat";
    }
}
