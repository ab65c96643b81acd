package dev.lanewise.model.explain;

/**
 * Gauss and Legendre's rule of integration from 0 to 1.
 *
 * @param nodes where the function is looked at, ascending
 * @param weights which add up to 1
 */
record GaussLegendre(double[] nodes, double[] weights) {

    /** The rule of n nodes: roots of Legendre's polynomial, by Newton's method. */
    static GaussLegendre of(int n) {
        double[] nodes = new double[n];
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            double x = -Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
            double slope = 0;
            for (int step = 0; step < 100; step++) {
                double before = 1;
                double value = x;
                for (int k = 2; k <= n; k++) {
                    double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
                    before = value;
                    value = next;
                }
                slope = n * (x * value - before) / (x * x - 1);
                double change = value / slope;
                x -= change;
                if (Math.abs(change) < 1e-15) {
                    break;
                }
            }
            nodes[i] = (x + 1) / 2;
            weights[i] = 1 / ((1 - x * x) * slope * slope);
        }
        return new GaussLegendre(nodes, weights);
    }
}
