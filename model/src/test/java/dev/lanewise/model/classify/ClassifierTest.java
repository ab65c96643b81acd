package dev.lanewise.model.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import dev.lanewise.model.DType;
import dev.lanewise.model.Model;
import dev.lanewise.model.ModelException;
import dev.lanewise.model.ModelOptions;
import dev.lanewise.model.Shape;
import dev.lanewise.model.TensorInfo;
import dev.lanewise.model.nn.Conv2d;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.ReLU;
import dev.lanewise.model.nn.Sequential;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class ClassifierTest {

    private static final Model MODEL =
            Sequential.of(Conv2d.of(1, 8, 3), ReLU.of(), Flatten.of(), Linear.of(8 * 36, 7))
                    .compile(Shape.of(1, 1, 8, 8));

    @AfterAll
    static void close() {
        MODEL.close();
    }

    private static float[] rows(int count) {
        Random random = new Random(3);
        float[] rows = new float[count * 64];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextFloat() - 0.5f;
        }
        return rows;
    }

    @Test
    void theClassIsThatOfTheHighestValue() {
        try (Classifier classifier = Classifier.of(MODEL)) {
            float[] values = new float[7];
            classifier.classify(rows(1), values);
            int best = classifier.classify(rows(1));
            for (float value : values) {
                assertTrue(value <= values[best]);
            }
            List<Prediction> top = classifier.top(rows(1), 3, List.of());
            assertEquals(new Prediction(best, "class " + best, values[best]), top.getFirst());
            assertEquals(3, top.size());
        }
    }

    @Test
    void rowsHaveTheSameBitsInEveryBatch() {
        float[] rows = rows(5);
        float[] together = new float[5 * 7];
        try (Classifier classifier = Classifier.of(MODEL);
                Arena arena = Arena.ofConfined()) {
            classifier.classifyAll(rows, together);
            float[] one = new float[7];
            for (int i = 0; i < 5; i++) {
                classifier.classify(Arrays.copyOfRange(rows, i * 64, (i + 1) * 64), one);
                assertArrayEquals(one, Arrays.copyOfRange(together, i * 7, (i + 1) * 7));
            }
            MemorySegment result = arena.allocate(5 * 7 * Float.BYTES);
            classifier.classify(arena.allocateFrom(ValueLayout.JAVA_FLOAT, rows), 5, result);
            assertArrayEquals(together, result.toArray(ValueLayout.JAVA_FLOAT));
        }
    }

    @Test
    void buffersOfEveryByteOrderDo() {
        float[] rows = rows(5);
        float[] together = new float[5 * 7];
        try (Classifier classifier = Classifier.of(MODEL)) {
            classifier.classifyAll(rows, together);
            for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
                FloatBuffer from =
                        ByteBuffer.allocateDirect(rows.length * 4).order(order).asFloatBuffer();
                FloatBuffer to = FloatBuffer.allocate(2 + together.length).position(2);
                from.put(rows).flip();
                classifier.classifyAll(from, to);
                assertEquals(0, from.remaining() + to.remaining());
                assertArrayEquals(together, Arrays.copyOfRange(to.array(), 2, 2 + 5 * 7));
            }
            assertThrows(
                    IllegalArgumentException.class,
                    () -> classifier.classifyAll(FloatBuffer.wrap(rows), FloatBuffer.allocate(34)));
        }
    }

    /** As an engine runs a batch: in tasks of any size, on several threads, some of them twice. */
    @Test
    void batchesSplitAnyHowHaveTheSameBits() {
        int count = 60;
        float[] rows = rows(count);
        float[] together = new float[count * 7];
        try (Classifier classifier = Classifier.of(MODEL)) {
            classifier.classifyAll(rows, together);
        }
        for (int size : new int[] {1, 7, 16, 59}) {
            float[] result = new float[count * 7];
            IntStream.rangeClosed(0, (count - 1) / size)
                    .parallel()
                    .forEach(task -> {
                        int from = task * size;
                        int until = Math.min(count, from + size);
                        for (int attempt = 0; attempt < 2; attempt++) {
                            float[] part = new float[(until - from) * 7];
                            try (Classifier classifier = Classifier.of(MODEL)) {
                                classifier.classifyAll(
                                        Arrays.copyOfRange(rows, from * 64, until * 64), part);
                            }
                            System.arraycopy(part, 0, result, from * 7, part.length);
                        }
                    });
            assertArrayEquals(together, result, "tasks of " + size + " rows");
        }
    }

    @Test
    void rowsAreClassifiedWithoutAllocation() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        float[] row = rows(1);
        float[] rows = rows(4);
        float[] result = new float[4 * 7];
        FloatBuffer buffer = FloatBuffer.wrap(rows(4));
        FloatBuffer values = FloatBuffer.allocate(4 * 7);
        try (Classifier classifier = Classifier.of(MODEL)) {
            long end = System.nanoTime() + 60_000_000_000L;
            long allocated = Long.MAX_VALUE;
            while (allocated > 0 && System.nanoTime() < end) {
                long before = threads.getThreadAllocatedBytes(thread);
                for (int i = 0; i < 100; i++) {
                    classifier.classify(row);
                    classifier.classifyAll(rows, result);
                    classifier.classifyAll(buffer.clear(), values.clear());
                }
                allocated = threads.getThreadAllocatedBytes(thread) - before;
            }
            assertEquals(0, allocated, "bytes in 900 rows");
        }
    }

    @Test
    void whatDoesNotFitIsSaid() {
        try (Classifier classifier = Classifier.of(MODEL);
                Arena arena = Arena.ofConfined()) {
            assertThrows(IllegalArgumentException.class, () -> classifier.classify(new float[63]));
            Exception part =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> classifier.classifyAll(new float[65], new float[7]));
            assertEquals(
                    "expected a multiple of 64 numbers and room for 7 a row, actual 65 numbers and"
                            + " room for 7",
                    part.getMessage());
            MemorySegment little = arena.allocate(100);
            Exception small =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> classifier.classify(little, 1, little));
            assertEquals(
                    "rows: expected 1 rows of 256 bytes, actual 100 bytes", small.getMessage());
            assertThrows(
                    ModelException.class, () -> classifier.top(rows(1), 1, List.of("one", "two")));
        }
    }

    @Test
    void aModelThatIsNoClassifierIsRefused() {
        try (Model model = Sequential.of(Conv2d.of(1, 8, 3)).compile(Shape.of(1, 1, 8, 8))) {
            Exception refusal = assertThrows(ModelException.class, () -> Classifier.of(model));
            assertTrue(
                    refusal.getMessage().contains("one FLOAT32 output [1, classes]"),
                    refusal.getMessage());
        }
    }

    @Test
    void anOpenBatchIsOne() {
        TensorInfo input =
                new TensorInfo(
                        "input",
                        DType.FLOAT32,
                        List.of(new TensorInfo.Dim("N", -1), new TensorInfo.Dim("", 4)));
        try (Model model =
                        Model.of(
                                Sequential.of(Linear.of(4, 2)).graph(input, 1),
                                ModelOptions.defaults());
                Classifier classifier = Classifier.of(model)) {
            assertEquals(4, classifier.rowLength());
            assertEquals(2, classifier.classes());
        }
    }
}
