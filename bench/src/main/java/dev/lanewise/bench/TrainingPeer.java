package dev.lanewise.bench;

/** An engine with the network of {@link TrainingBenchmark} and a batch of pictures. */
interface TrainingPeer extends AutoCloseable {

    /** The engine with its version. */
    String name();

    /** A step of training on the batch: forward, backward, weights changed. */
    void step();

    /** The loss of the last step. */
    float loss();

    @Override
    void close();
}
