package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.Kernels;
import dev.lanewise.model.nn.Flatten;
import dev.lanewise.model.nn.Linear;
import dev.lanewise.model.nn.Sequential;
import dev.lanewise.model.onnx.OnnxWriter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

class ModelHandleTest {

    @TempDir private Path folder;

    private Path file(long seed) {
        Path file = folder.resolve("net" + seed + ".onnx");
        TensorInfo input = TensorInfo.of("input", DType.FLOAT32, Shape.of(1, 4));
        OnnxWriter.write(Sequential.of(Flatten.of(), Linear.of(4, 3)).graph(input, seed), file);
        return file;
    }

    private static ModelHandle sent(ModelHandle handle) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(handle);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (ModelHandle) in.readObject();
        }
    }

    private static float[] run(Model model) {
        try (Session session = model.newSession()) {
            session.input(0).copyFrom(new float[] {1, 2, 3, 4});
            session.run();
            return session.output(0).toFloatArray();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(0, ModelHandle.loaded());
    }

    @Test
    void handlesOfOneModelShareItWhereverTheyComeFrom() throws Exception {
        Path file = file(1);
        long before = ModelHandle.loads();
        try (ModelHandle placed = ModelHandle.of(file);
                ModelHandle sent = sent(placed);
                ModelHandle carried = sent(ModelHandle.of(Files.readAllBytes(file)));
                ModelHandle other = sent(ModelHandle.of(file(2)))) {
            assertEquals(placed.sha256(), carried.sha256());
            assertSame(placed.model(), sent.model());
            assertSame(placed.model(), carried.model());
            assertNotSame(placed.model(), other.model());
            assertEquals(2, ModelHandle.loaded());
            assertEquals(before + 2, ModelHandle.loads());
            try (Model alone = Model.load(file)) {
                assertArrayEquals(run(alone), run(carried.model()));
            }
        }
    }

    @Test
    void theLastToCloseFreesTheModel() throws Exception {
        ModelHandle first = ModelHandle.of(file(1));
        ModelHandle second = sent(first);
        Model model = first.model();
        second.model();
        first.close();
        first.close();
        run(model);
        second.close();
        assertThrows(IllegalStateException.class, model::newSession);
        Exception closed = assertThrows(IllegalStateException.class, first::model);
        assertTrue(closed.getMessage().endsWith("is closed"), closed.getMessage());
        try (ModelHandle again = sent(second)) {
            run(again.model());
        }
    }

    @Test
    void aForgottenHandleIsFreed() throws Exception {
        ModelHandle.of(file(1)).model();
        long end = System.nanoTime() + 30_000_000_000L;
        while (ModelHandle.loaded() > 0 && System.nanoTime() < end) {
            System.gc();
            Thread.sleep(10);
        }
    }

    @Test
    void aFileThatChangedIsRefused() throws Exception {
        Path file = file(1);
        try (ModelHandle handle = ModelHandle.of(file)) {
            Files.copy(file(2), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Exception refusal = assertThrows(ModelException.class, handle::model);
            assertTrue(
                    refusal.getMessage()
                            .startsWith(file + ": expected a file of SHA-256 " + handle.sha256()),
                    refusal.getMessage());
        }
    }

    @Test
    void optionsGoWithTheHandleAndTellModelsApart() throws Exception {
        Path file = file(1);
        ModelOptions defaults = ModelOptions.defaults();
        List<ModelOptions> all =
                List.of(
                        defaults,
                        defaults.withOptimize(false),
                        defaults.withWarmUp(WarmUp.BACKGROUND),
                        defaults.withWeightGrowth(1.5),
                        defaults.withTimings(folder.resolve("timings")),
                        defaults.withMapped(true));
        float[] expected;
        try (Model alone = Model.load(file)) {
            expected = run(alone);
        }
        List<ModelHandle> handles = new ArrayList<>();
        for (ModelOptions options : all) {
            ModelHandle handle = sent(ModelHandle.of(file).withOptions(options));
            assertEquals(options, handle.model().options());
            assertArrayEquals(expected, run(handle.model()));
            handles.add(handle);
            assertEquals(handles.size(), ModelHandle.loaded());
        }
        handles.forEach(ModelHandle::close);
    }

    @Test
    void kernelsDoNotTravel() {
        ModelOptions scalar = ModelOptions.defaults().withKernels(Kernels.reference());
        try (ModelHandle handle = ModelHandle.of(file(1))) {
            Exception refusal =
                    assertThrows(IllegalArgumentException.class, () -> handle.withOptions(scalar));
            assertTrue(
                    refusal.getMessage().startsWith("kernels of a handle: expected Kernels.best()"),
                    refusal.getMessage());
        }
    }

    @Test
    void manyThreadsLoadItOnce() throws Exception {
        ModelHandle handle = ModelHandle.of(file(1));
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Future<Model>> models =
                    IntStream.range(0, 64).mapToObj(i -> threads.submit(handle::model)).toList();
            for (Future<Model> model : models) {
                assertSame(handle.model(), model.get());
            }
        }
        handle.close();
    }

    @Test
    void aStreamIsReadToItsEnd() throws IOException {
        byte[] bytes = Files.readAllBytes(file(1));
        try (ModelHandle handle = ModelHandle.of(new ByteArrayInputStream(bytes))) {
            assertEquals(ModelHandle.of(bytes).sha256(), handle.sha256());
            run(handle.model());
        }
    }
}
