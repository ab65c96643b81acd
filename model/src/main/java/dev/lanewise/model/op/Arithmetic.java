package dev.lanewise.model.op;

import dev.lanewise.kernels.Binary;
import dev.lanewise.model.Shape;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import java.util.List;

/**
 * A function of two values, applied elementwise with broadcasting, any element type (PRelu:
 * floats).
 *
 * @param function which
 */
public record Arithmetic(Binary function) implements Op {

    @Override
    public String type() {
        return switch (function) {
            case ADD -> "Add";
            case SUB -> "Sub";
            case MUL -> "Mul";
            case DIV -> "Div";
            case MIN -> "Min";
            case MAX -> "Max";
            case POW -> "Pow";
            case PRELU -> "PRelu";
        };
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        if (function != Binary.POW) {
            in.checkType(1, in.type(0).dtype());
        }
        try {
            return List.of(in.type(0).withShape(Shape.broadcast(in.shape(0), in.shape(1))));
        } catch (IllegalArgumentException e) {
            throw in.fail(e.getMessage());
        }
    }
}
