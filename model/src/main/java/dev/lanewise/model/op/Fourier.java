package dev.lanewise.model.op;

/**
 * The discrete Fourier transform of one line: y[k] = sum of x[i] exp(-2 pi j i k / n), by its
 * definition. The inverse has the other sign and divides by n.
 */
final class Fourier {

    private final int length;
    private final double scale;
    private final double[] cos;
    private final double[] sin;

    /** Of a length, for as many lines as wanted. */
    Fourier(int length, boolean inverse) {
        this.length = length;
        this.scale = inverse ? 1.0 / length : 1;
        this.cos = new double[length];
        this.sin = new double[length];
        for (int i = 0; i < length; i++) {
            double angle = 2 * Math.PI * i / length;
            cos[i] = Math.cos(angle);
            sin[i] = inverse ? Math.sin(angle) : -Math.sin(angle);
        }
    }

    /**
     * Transforms x into the first elements of y, each an array of real and one of imaginary parts.
     */
    void transform(double[][] x, double[][] y, int bins) {
        for (int k = 0; k < bins; k++) {
            double real = 0;
            double imaginary = 0;
            int turn = 0;
            for (int i = 0; i < length; i++) {
                real += x[0][i] * cos[turn] - x[1][i] * sin[turn];
                imaginary += x[0][i] * sin[turn] + x[1][i] * cos[turn];
                turn += k;
                turn = turn >= length ? turn - length : turn;
            }
            y[0][k] = real * scale;
            y[1][k] = imaginary * scale;
        }
    }

    /** Distinct bins of a real signal, or all. */
    static int bins(int length, boolean onesided) {
        return onesided ? length / 2 + 1 : length;
    }
}
