package dev.lanewise.bench;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;

import dev.lanewise.model.Tensor;

import java.nio.FloatBuffer;
import java.util.Iterator;
import java.util.Map;

/**
 * PyTorch's side of {@link TrainingBenchmark}: the network in DJL's layers, PyTorch's kernels and
 * automatic differentiation, DJL's optimiser on PyTorch's arrays. The number of threads is the
 * whole process's, so it is set before each step.
 */
final class PyTorchTraining implements TrainingPeer {

    private final int threads;
    private final Model model;
    private final Trainer trainer;
    private final NDManager manager;
    private final NDArray pictures;
    private final NDArray labels;
    private float loss;

    /**
     * @param weights the first weights, in the order of the layers
     */
    PyTorchTraining(
            TrainingWork work, Optimizer optimizer, Map<String, Tensor> weights, int threads) {
        this.threads = threads;
        this.model = Model.newInstance("cnn", Device.cpu(), "PyTorch");
        model.setBlock(net());
        DefaultTrainingConfig config =
                new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                        .optOptimizer(optimizer)
                        .optDevices(new Device[] {Device.cpu()});
        this.trainer = model.newTrainer(config);
        Shape shape = new Shape(TrainingWork.BATCH, 1, 28, 28);
        trainer.initialize(shape);
        Iterator<Tensor> given = weights.values().iterator();
        for (Parameter parameter : model.getBlock().getParameters().values()) {
            parameter.getArray().set(FloatBuffer.wrap(given.next().toFloatArray()));
        }
        this.manager = model.getNDManager().newSubManager();
        this.pictures = manager.create(work.pictures(), shape);
        this.labels = manager.create(work.labels());
    }

    private static SequentialBlock net() {
        Shape two = new Shape(2, 2);
        return new SequentialBlock()
                .add(conv(TrainingWork.FILTERS_1))
                .add(Activation.reluBlock())
                .add(Pool.maxPool2dBlock(two, two))
                .add(conv(TrainingWork.FILTERS_2))
                .add(Activation.reluBlock())
                .add(Pool.maxPool2dBlock(two, two))
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(TrainingWork.HIDDEN).build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(TrainingWork.CLASSES).build());
    }

    private static Conv2d conv(int filters) {
        return Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .setFilters(filters)
                .build();
    }

    @Override
    public String name() {
        return "PyTorch " + Engine.getEngine("PyTorch").getVersion() + " (DJL)";
    }

    @Override
    public void step() {
        if (JniUtils.getNumThreads() != threads) {
            JniUtils.setNumThreads(threads);
        }
        try (NDManager step = manager.newSubManager()) {
            NDList x = new NDList(pictures.duplicate());
            x.attach(step);
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDList y = trainer.forward(x);
                NDArray value = trainer.getLoss().evaluate(new NDList(labels), y);
                collector.backward(value);
                loss = value.getFloat();
                y.attach(step);
                value.attach(step);
            }
            trainer.step();
        }
    }

    @Override
    public float loss() {
        return loss;
    }

    @Override
    public void close() {
        manager.close();
        trainer.close();
        model.close();
    }
}
