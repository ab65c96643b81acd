package dev.lanewise.model.style;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Limited-memory BFGS (Nocedal and Wright: Numerical optimization, algorithm 7.5) with a line
 * search that halves the step until the value falls enough (Armijo), so that values never rise. Not
 * thread-safe.
 */
final class Lbfgs {

    private static final int MEMORY = 12;
    private static final double ENOUGH = 1e-4;
    private static final int MOST_HALVINGS = 20;

    private final Objective objective;
    private final float[] x;
    private final float[] gradient;
    private final float[] trial;
    private final float[] trialGradient;
    private final double[] direction;
    private final Deque<Pair> pairs = new ArrayDeque<>();
    private double value;

    /** A step, the change of the gradient along it, and 1 / (s y). */
    private record Pair(float[] s, float[] y, double rho) {}

    /**
     * @param x where it begins; not changed
     */
    Lbfgs(Objective objective, float[] x) {
        this.objective = objective;
        this.x = x.clone();
        this.gradient = new float[x.length];
        this.trial = new float[x.length];
        this.trialGradient = new float[x.length];
        this.direction = new double[x.length];
        this.value = objective.evaluate(this.x, gradient);
    }

    /** Where it is. */
    float[] x() {
        return x;
    }

    /** The value there. */
    double value() {
        return value;
    }

    /** One step; false if no step makes the value less. */
    boolean step() {
        double slope = aim();
        if (slope >= 0) {
            pairs.clear();
            slope = aim();
        }
        double length = 1;
        if (pairs.isEmpty()) {
            double sum = 0;
            for (float g : gradient) {
                sum += Math.abs(g);
            }
            // A first step that moves the pixels by a hundredth on average.
            length = sum > 0 ? 0.01 * x.length / sum : 0;
        }
        for (int halving = 0; halving < MOST_HALVINGS; halving++) {
            for (int i = 0; i < x.length; i++) {
                trial[i] = (float) (x[i] + length * direction[i]);
            }
            double reached = objective.evaluate(trial, trialGradient);
            if (reached <= value + ENOUGH * length * slope && reached < value) {
                accept(reached);
                return true;
            }
            length /= 2;
        }
        if (pairs.isEmpty()) {
            return false;
        }
        pairs.clear();
        return step();
    }

    /** Sets the direction; gives the slope along it. */
    private double aim() {
        for (int i = 0; i < x.length; i++) {
            direction[i] = -gradient[i];
        }
        double[] alpha = new double[pairs.size()];
        int k = 0;
        for (Pair pair : pairs) {
            alpha[k] = pair.rho * dot(pair.s);
            add(pair.y, -alpha[k]);
            k++;
        }
        if (!pairs.isEmpty()) {
            Pair last = pairs.getFirst();
            double square = 0;
            for (float y : last.y) {
                square += (double) y * y;
            }
            double scale = 1 / (last.rho * square);
            for (int i = 0; i < direction.length; i++) {
                direction[i] *= scale;
            }
        }
        for (Iterator<Pair> oldest = pairs.descendingIterator(); oldest.hasNext(); ) {
            Pair pair = oldest.next();
            k--;
            add(pair.s, alpha[k] - pair.rho * dot(pair.y));
        }
        return dot(gradient);
    }

    private double dot(float[] other) {
        double sum = 0;
        for (int i = 0; i < other.length; i++) {
            sum += direction[i] * other[i];
        }
        return sum;
    }

    private void add(float[] other, double factor) {
        for (int i = 0; i < other.length; i++) {
            direction[i] += factor * other[i];
        }
    }

    private void accept(double reached) {
        float[] s = new float[x.length];
        float[] y = new float[x.length];
        double product = 0;
        for (int i = 0; i < x.length; i++) {
            s[i] = trial[i] - x[i];
            y[i] = trialGradient[i] - gradient[i];
            product += (double) s[i] * y[i];
            x[i] = trial[i];
            gradient[i] = trialGradient[i];
        }
        value = reached;
        // Where the function bends the other way the pair would spoil the direction.
        if (product > 1e-20) {
            pairs.addFirst(new Pair(s, y, 1 / product));
            if (pairs.size() > MEMORY) {
                pairs.removeLast();
            }
        }
    }
}
