package dev.lanewise.model.explain;

/** A way to say how much each part of a picture counts for a score. Immutable. */
public interface AttributionMethod {

    /** The name for people and command lines, such as {@code integrated-gradients}. */
    String name();

    /**
     * Explains one score of a picture.
     *
     * @param picture [C, H, W] as the network takes it, row-major
     * @param target the class whose score is explained
     * @throws IllegalArgumentException if the picture is of another size or there is no such class
     * @throws dev.lanewise.model.ModelException if the method doesn't suit the network, for example
     *     because an operator has no gradient
     */
    Attribution attribute(Explainer explainer, float[] picture, int target);
}
