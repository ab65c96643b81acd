package dev.lanewise.model.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import dev.lanewise.model.DType;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.Shape;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.nn.BatchNorm2d;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Dropout;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.MaxPool2d;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.nn.TrainingGraph;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;

class TrainingStepTest {

    private static final Shape INPUT = Shape.of(4, 1, 16, 16);

    private static TrainingStep step(Optimizer optimizer, int threads) {
        Sequential net =
                Sequential.of(
                        Conv2d.of(1, 16, 3).withPadding(1),
                        BatchNorm2d.of(16),
                        ReLU.of(),
                        MaxPool2d.of(2),
                        Conv2d.of(16, 32, 3).withPadding(1),
                        ReLU.of(),
                        Flatten.of(),
                        Dropout.of(0.1),
                        Linear.of(32 * 64, 3));
        TensorInfo input = TensorInfo.of(Sequential.INPUT, DType.FLOAT32, INPUT);
        TrainingGraph graph = net.trainingGraph(input, 1);
        TrainingStep step = new TrainingStep(graph, new CrossEntropyLoss(), optimizer, threads);
        Random random = new Random(2);
        for (int i = 0; i < INPUT.elements(); i++) {
            step.input().setDouble(i, random.nextGaussian());
        }
        for (int i = 0; i < 4; i++) {
            step.target().setLong(i, i % 3);
        }
        return step;
    }

    /** Bytes that this thread allocates in ten steps. */
    private static long allocated(TrainingStep step) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10; i++) {
            step.run(1e-3);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    /** Until the JVM has compiled everything, vectors may live on the heap. */
    @Test
    @EnabledIfSystemProperty(named = "lanewise.test.mode", matches = "default")
    void aStepAllocatesNothingOnceCompiled() {
        for (int threads : new int[] {1, 2}) {
            try (TrainingStep step = step(Adam.of(1e-3), threads).withClipNorm(1)) {
                long end = System.nanoTime() + 90_000_000_000L;
                long bytes;
                do {
                    bytes = allocated(step);
                } while (bytes > 0 && System.nanoTime() < end);
                assertEquals(0, bytes, threads + " threads");
            }
        }
    }

    @Test
    void aStepThatExplodesChangesNothing() {
        try (TrainingStep step = step(SGD.of(0.1), 1)) {
            step.run(0.1);
            float[] before = step.weights().get("0.weight").toFloatArray();
            step.input().setDouble(5, Float.NaN);
            String message = assertThrows(ModelException.class, () -> step.run(0.1)).getMessage();
            assertTrue(
                    message.startsWith("training does not converge: at step 2 expected a loss"),
                    message);
            assertTrue(Arrays.equals(before, step.weights().get("0.weight").toFloatArray()));
            assertEquals(1, step.steps());
        }
    }
}
