package dev.lanewise.bench;

import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;

import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.graph.Graph;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.nn.TrainingGraph;
import dev.lanewise.model.train.Adam;
import dev.lanewise.model.train.SGD;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pictures a second while training a small classifier, 64 pictures a step, in float, against
 * PyTorch through DJL: both in this process, in turns. Both begin with the same weights, and their
 * losses are compared before anything is timed.
 *
 * <pre>{@code
 * java -cp ... dev.lanewise.bench.TrainingBenchmark [sgd|adam] [SECONDS] [THREADS...]
 * }</pre>
 */
public final class TrainingBenchmark {

    private static final double RATE = 0.01;
    private static final int COMPARED_STEPS = 5;
    private static final double TOLERANCE = 1e-3;
    private static final long TURN_NANOS = 100_000_000;

    private final TrainingWork work = TrainingWork.random();
    private final boolean adam;

    private TrainingBenchmark(boolean adam) {
        this.adam = adam;
    }

    /**
     * @param arguments the optimiser, {@code sgd} by default, as PyTorch is fastest with it; then
     *     seconds of measurement for each engine, 5 by default; then numbers of threads, 1 and 2 by
     *     default
     */
    public static void main(String[] arguments) {
        boolean adam = arguments.length > 0 && arguments[0].equals("adam");
        double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 5;
        int[] threads =
                arguments.length > 2
                        ? Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray()
                        : new int[] {1, 2};
        new TrainingBenchmark(adam).run(seconds, threads);
    }

    private void run(double seconds, int[] threads) {
        System.out.println("| threads | engine | ms a step | pictures a second | ratio |");
        System.out.println("| ---: | --- | ---: | ---: | ---: |");
        for (int count : threads) {
            try (TrainingPeer ours = ours(count);
                    TrainingPeer theirs = theirs(count)) {
                compare(ours, theirs);
                List<TrainingPeer> peers = List.of(ours, theirs);
                turns(peers, seconds);
                double[] millis = turns(peers, seconds);
                for (int i = 0; i < peers.size(); i++) {
                    System.out.printf(
                            "| %d | %s | %.2f | %.0f | %.2f |%n",
                            count,
                            peers.get(i).name(),
                            millis[i],
                            1e3 * TrainingWork.BATCH / millis[i],
                            millis[1] / millis[i]);
                }
            }
        }
    }

    private TrainingPeer ours(int threads) {
        return new LanewiseTraining(work, adam ? Adam.of(RATE / 10) : SGD.of(RATE), threads);
    }

    private TrainingPeer theirs(int threads) {
        Tracker rate = Tracker.fixed((float) (adam ? RATE / 10 : RATE));
        Optimizer optimizer =
                adam
                        ? Optimizer.adam().optLearningRateTracker(rate).build()
                        : Optimizer.sgd().setLearningRateTracker(rate).build();
        TensorInfo input = TensorInfo.of(Sequential.INPUT, DType.FLOAT32, TrainingWork.INPUT);
        TrainingGraph graph = work.net().trainingGraph(input, TrainingWork.SEED);
        return new PyTorchTraining(work, optimizer, weights(graph), threads);
    }

    /** In the order of the layers. */
    private static Map<String, Tensor> weights(TrainingGraph training) {
        Graph graph = training.graph();
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (String name : training.parameters()) {
            Tensor weight = graph.constant(name);
            if (weight != null) {
                weights.put(name, weight);
            }
        }
        return weights;
    }

    /**
     * @throws IllegalStateException if the losses differ
     */
    static void compare(TrainingPeer ours, TrainingPeer theirs) {
        for (int step = 1; step <= COMPARED_STEPS; step++) {
            ours.step();
            theirs.step();
            if (!(Math.abs(ours.loss() - theirs.loss()) <= TOLERANCE * theirs.loss())) {
                throw new IllegalStateException(
                        "loss of step %d: %s has %.6f, %s has %.6f"
                                .formatted(
                                        step,
                                        ours.name(),
                                        ours.loss(),
                                        theirs.name(),
                                        theirs.loss()));
            }
        }
    }

    /** The median time of a step of each engine, in milliseconds. */
    private static double[] turns(List<TrainingPeer> peers, double seconds) {
        List<List<Long>> times = new ArrayList<>();
        peers.forEach(peer -> times.add(new ArrayList<>()));
        long end = System.nanoTime() + (long) (seconds * peers.size() * 1e9);
        while (System.nanoTime() < end) {
            for (int i = 0; i < peers.size(); i++) {
                long turnEnd = System.nanoTime() + TURN_NANOS;
                // The first step of a turn finds the caches full of the other engine's data.
                peers.get(i).step();
                while (System.nanoTime() < turnEnd) {
                    long start = System.nanoTime();
                    peers.get(i).step();
                    times.get(i).add(System.nanoTime() - start);
                }
            }
        }
        return times.stream()
                .mapToDouble(one ->
                        one.stream().sorted().skip(one.size() / 2).findFirst().orElseThrow() / 1e6)
                .toArray();
    }
}
