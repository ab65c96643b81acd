package dev.lanewise.model.nn;

import dev.lanewise.kernels.Binary;
import dev.lanewise.model.op.Arithmetic;

/**
 * Adds what a module computes to its input, or to what a second module makes of the input.
 *
 * @param body the module; its weights' names begin with {@code body.}
 * @param shortcut beside it; {@code Sequential.of()} for the input itself, otherwise with names
 *     that begin with {@code shortcut.}
 */
public record Residual(Module body, Module shortcut) implements Module {

    /** x + body(x). */
    public static Residual of(Module body) {
        return new Residual(body, Sequential.of());
    }

    /** shortcut(x) + body(x). */
    public static Residual of(Module body, Module shortcut) {
        return new Residual(body, shortcut);
    }

    @Override
    public String forward(GraphBuilder builder, String x) {
        String computed = builder.child("body", body, x);
        String beside = builder.child("shortcut", shortcut, x);
        return builder.add(new Arithmetic(Binary.ADD), computed, beside);
    }

    @Override
    public String toString() {
        return "Residual";
    }
}
