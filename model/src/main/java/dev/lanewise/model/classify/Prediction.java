package dev.lanewise.model.classify;

/**
 * One class of a classifier's answer.
 *
 * @param index of the class, counted from 0
 * @param label its name, {@code class 7} if nobody gave one
 * @param value what the network makes of it: a probability if the network ends in a softmax or one
 *     was asked for, a score otherwise
 */
public record Prediction(int index, String label, float value) {}
