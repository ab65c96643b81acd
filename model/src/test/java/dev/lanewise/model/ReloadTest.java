package dev.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import jdk.jfr.Recording;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Application servers load the library with each version of a program in a class loader of its own,
 * and drop that: nothing of the old one may stay. {@code -Dlanewise.reloads} says how often.
 */
class ReloadTest {

    private static final int ROUNDS = Integer.getInteger("lanewise.reloads", 4);

    /** The linear layer's weights alone. */
    private static final long MODEL_BYTES = 32 * 26 * 26 * 10 * 4;

    /** Every second one closes nothing; Flight Recorder sees the runs of all. */
    @Test
    void aDroppedClassLoaderLeavesNothingBehind(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("model.onnx");
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        long before;
        try (Recording recording = new Recording()) {
            recording.enable("dev.lanewise.Run");
            recording.start();
            reload(file, true);
            collect(List.of());
            before = offHeap();
            for (int i = 0; i < ROUNDS; i++) {
                loaders.add(reload(file, i % 2 == 0));
            }
        }
        collect(loaders);
        // The JDK keeps the last one, softly: java.lang.runtime.ObjectMethods has the type that the
        // equals of a record was last adapted to.
        assertTrue(alive(loaders) <= 1, alive(loaders) + " class loaders of " + loaders.size());
        for (int i = 0; i < 50 && offHeap() > before; i++) {
            System.gc();
            Thread.sleep(20);
        }
        long grown = offHeap() - before;
        assertTrue(grown < MODEL_BYTES, grown + " bytes off-heap more than before");
    }

    private static WeakReference<ClassLoader> reload(Path file, boolean closed) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(
                        urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> type = loader.loadClass(Reloaded.class.getName());
            assertTrue(type != Reloaded.class, "a copy of its own");
            ((Runnable) type.getConstructor(Path.class, boolean.class).newInstance(file, closed))
                    .run();
            return new WeakReference<>(loader);
        }
    }

    private static long offHeap() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static long alive(List<WeakReference<ClassLoader>> loaders) {
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }

    /** Several times: the cleaners' threads need a moment, and what they free, frees more. */
    private static void collect(List<WeakReference<ClassLoader>> loaders)
            throws InterruptedException {
        for (int i = 0; i < 50 && (i < 3 || alive(loaders) > 1); i++) {
            System.gc();
            Thread.sleep(20);
        }
    }
}
