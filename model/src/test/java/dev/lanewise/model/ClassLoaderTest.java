package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A server that reloads an application gets rid of the library's classes, threads and memory. */
class ClassLoaderTest {

    private static final int TIMES = 3;

    /** What an application does with the library, loaded by its own loader. */
    public static final class Application implements Runnable {

        private static final Shape INPUT = Shape.of(1, 24, 40, 40);

        @Override
        public void run() {
            Model model =
                    Model.of(
                            RandomGraph.build(INPUT, List.of(0, 5, 4, 1, 6, 7, 12)),
                            ModelOptions.defaults().withWarmUp(WarmUp.BACKGROUND));
            try (Session closed = model.newSession(SessionOptions.defaults().withThreads(2))) {
                closed.run();
            }
            // Not closed, as applications do.
            Session dropped = model.newSession(SessionOptions.defaults().withThreads(2));
            dropped.run();
            try (ThroughputRunner runner =
                    new ThroughputRunner(model, SessionOptions.defaults(), 2)) {
                runner.run(4, (session, i) -> session.run());
            }
            model.close();
        }
    }

    @Test
    void aDroppedLoaderIsCollectedWithItsThreads() throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            loaders.add(use());
        }
        long end = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < end && threads() > 0) {
            System.gc();
            Thread.sleep(20);
        }
        assertEquals(0, threads(), "threads of the library");
        // The JDK's methods of records keep the last types that they saw, softly. Not once only: a
        // compiler still at work on the library's code holds its classes at first, so strongly.
        end = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < end && alive(loaders) > 0) {
            clearSoftReferences();
            Thread.sleep(20);
        }
        assertEquals(0, alive(loaders), "class loaders that were dropped");
    }

    /** Nothing softly held outlives an error for want of memory. */
    private static void clearSoftReferences() {
        List<long[]> all = new ArrayList<>();
        assertThrows(
                OutOfMemoryError.class,
                () -> {
                    while (true) {
                        all.add(new long[Integer.MAX_VALUE - 8]);
                    }
                });
    }

    private static long alive(List<WeakReference<ClassLoader>> loaders) {
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lanewise"))
                .count();
    }

    private static WeakReference<ClassLoader> use()
            throws IOException, ReflectiveOperationException {
        URLClassLoader loader =
                new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        Class<?> application = loader.loadClass(Application.class.getName());
        assertNotSame(Application.class, application);
        ((Runnable) application.getConstructor().newInstance()).run();
        loader.close();
        return new WeakReference<>(loader);
    }

    private static URL[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(ClassLoaderTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
