package dev.lanewise.bench;

import dev.lanewise.model.DType;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.nn.TrainingGraph;
import dev.lanewise.model.train.CrossEntropyLoss;
import dev.lanewise.model.train.Optimizer;
import dev.lanewise.model.train.TrainingStep;

/** Lanewise's side of {@link TrainingBenchmark}. */
final class LanewiseTraining implements TrainingPeer {

    private final TrainingWork work;
    private final TrainingStep step;
    private final double rate;
    private float loss;

    LanewiseTraining(TrainingWork work, Optimizer optimizer, int threads) {
        TensorInfo input = TensorInfo.of(Sequential.INPUT, DType.FLOAT32, TrainingWork.INPUT);
        TrainingGraph graph = work.net().trainingGraph(input, TrainingWork.SEED);
        this.work = work;
        this.rate = optimizer.learningRate();
        this.step = new TrainingStep(graph, new CrossEntropyLoss(), optimizer, threads);
    }

    @Override
    public String name() {
        return "Lanewise";
    }

    @Override
    public void step() {
        step.input().copyFrom(work.pictures());
        for (int i = 0; i < work.labels().length; i++) {
            step.target().setLong(i, work.labels()[i]);
        }
        loss = step.run(rate);
    }

    @Override
    public float loss() {
        return loss;
    }

    @Override
    public void close() {
        step.close();
    }
}
