package dev.lanewise.bench.kernel;

/** One engine's way to do one work, ready to be run again and again. */
abstract class Contender {

    private final String engine;
    private final String algorithm;

    Contender(String engine, String algorithm) {
        this.engine = engine;
        this.algorithm = algorithm;
    }

    final String engine() {
        return engine;
    }

    /** What the engine calls it. */
    final String algorithm() {
        return algorithm;
    }

    /** Does the work once. */
    abstract void run();

    /** The output of the last run, plain row-major. */
    abstract float[] output();

    @Override
    public final String toString() {
        return engine + " " + algorithm;
    }
}
