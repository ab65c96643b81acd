package dev.lanewise.model;

import dev.lanewise.kernels.Kernels;
import dev.lanewise.model.file.FileBytes;
import dev.lanewise.model.onnx.OnnxReader;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A model to be sent to other JVMs, as cluster engines send functions with what they hold. It
 * carries where the model is, or its bytes, with their SHA-256 and how to compile it; weights are
 * loaded where they are needed. All handles of one model in a JVM share one copy, with one set of
 * packed weights, which is freed when the last of them is closed or garbage.
 *
 * <pre>{@code
 * ModelHandle handle = ModelHandle.of(Path.of("squeezenet.onnx")); // sent along with a task
 * try (Session session = handle.model().newSession()) { // in each task
 *     ...
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class ModelHandle implements Serializable, AutoCloseable {

    @Serial private static final long serialVersionUID = 1;

    /** Pieces in which a file is hashed: an off-heap view for the digest is at most 2 GB. */
    private static final long HASHED_AT_ONCE = 1 << 24;

    /** This JVM's models; guarded by itself. */
    private static final Map<Key, Shared> MODELS = new HashMap<>();

    private static final AtomicLong LOADS = new AtomicLong();

    private final Source source;
    private final String sha256;
    private final Options options;
    private transient @Nullable Hold hold;
    private transient boolean closed;

    private sealed interface Source extends Serializable {
        /** The file, which must be the same everywhere. */
        record Location(String path) implements Source {}

        /** The file's bytes, which travel with the handle. */
        record Bytes(byte[] file) implements Source {}
    }

    /** What of {@link ModelOptions} means the same in another JVM; a path isn't serializable. */
    private record Options(
            boolean optimize,
            WarmUp warmUp,
            double weightGrowth,
            @Nullable String timings,
            boolean mapped)
            implements Serializable {

        static final Options DEFAULTS = of(ModelOptions.defaults());

        static Options of(ModelOptions options) {
            Path timings = options.timings();
            return new Options(
                    options.optimize(),
                    options.warmUp(),
                    options.weightGrowth(),
                    timings == null ? null : timings.toAbsolutePath().toString(),
                    options.mapped());
        }

        ModelOptions here() {
            return new ModelOptions(
                    optimize,
                    Kernels.best(),
                    warmUp,
                    weightGrowth,
                    timings == null ? null : Path.of(timings),
                    mapped);
        }
    }

    private record Key(String sha256, Options options) {}

    /** A model and how many handles hold it; the number is guarded by {@link #MODELS}. */
    private static final class Shared {
        private final Key key;
        private int holders;
        private @Nullable Model model;

        Shared(Key key) {
            this.key = key;
        }

        /** The first to come loads; others wait. */
        synchronized Model model(ModelHandle handle) {
            Model loaded = model;
            if (loaded == null) {
                loaded = handle.load();
                LOADS.incrementAndGet();
                model = loaded;
            }
            return loaded;
        }

        synchronized void close() {
            if (model != null) {
                model.close();
            }
        }

        static Shared hold(Key key) {
            synchronized (MODELS) {
                Shared shared = MODELS.computeIfAbsent(key, Shared::new);
                shared.holders++;
                return shared;
            }
        }

        void letGo() {
            synchronized (MODELS) {
                if (--holders > 0) {
                    return;
                }
                MODELS.remove(key);
            }
            close();
        }
    }

    /** What a handle must give back, also if it is forgotten; knows nothing of the handle. */
    private record Hold(Shared shared, Cleaner.Cleanable release) {}

    private ModelHandle(Source source, String sha256, Options options) {
        this.source = source;
        this.sha256 = sha256;
        this.options = options;
    }

    /**
     * A model by its place, which must hold the same file wherever the handle goes: a folder that
     * all machines share, or one that is on each. Files beside it (external data) are found.
     *
     * @throws ModelException if the file can't be read
     */
    public static ModelHandle of(Path file) {
        return new ModelHandle(
                new Source.Location(file.toAbsolutePath().toString()),
                digest(FileBytes.read(file)),
                Options.DEFAULTS);
    }

    /** A model by the bytes of its file, which go wherever the handle goes. */
    public static ModelHandle of(byte[] file) {
        byte[] copy = file.clone();
        return new ModelHandle(
                new Source.Bytes(copy), digest(MemorySegment.ofArray(copy)), Options.DEFAULTS);
    }

    /**
     * A model by the bytes of its file, read to the end of the stream, which is not closed.
     *
     * @throws IOException if the stream can't be read
     */
    public static ModelHandle of(InputStream stream) throws IOException {
        return of(stream.readAllBytes());
    }

    /**
     * This handle with the model compiled as these options say, wherever it is loaded. A file of
     * timings is one on the machine that loads it; only a model by its place can be mapped.
     *
     * @throws IllegalArgumentException if the kernels aren't {@link Kernels#best}: each JVM has its
     *     own
     */
    public ModelHandle withOptions(ModelOptions other) {
        if (!other.kernels().equals(Kernels.best())) {
            throw new IllegalArgumentException(
                    "kernels of a handle: expected Kernels.best(), of each JVM its own, actual "
                            + other.kernels());
        }
        return new ModelHandle(source, sha256, Options.of(other));
    }

    /** SHA-256 of the model's file, in hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    /**
     * This JVM's copy of the model, loaded by the first call. It is the handle's, not the caller's:
     * close the handle, not the model.
     *
     * @throws ModelException if the model can't be read here, or its file is another one than when
     *     the handle was made
     * @throws IllegalStateException if the handle is closed
     */
    public synchronized Model model() {
        if (closed) {
            throw new IllegalStateException("the handle of model " + source() + " is closed");
        }
        Hold held = hold;
        if (held == null) {
            Shared shared = Shared.hold(new Key(sha256, options));
            held = new Hold(shared, Lifetime.CLEANER.register(this, shared::letGo));
            hold = held;
        }
        return held.shared.model(this);
    }

    private Model load() {
        MemorySegment file =
                switch (source) {
                    case Source.Location location ->
                            options.mapped
                                    ? FileBytes.map(Path.of(location.path))
                                    : FileBytes.read(Path.of(location.path));
                    case Source.Bytes bytes -> FileBytes.offHeap(MemorySegment.ofArray(bytes.file));
                };
        String actual = digest(file);
        if (!actual.equals(sha256)) {
            throw new ModelException(
                    source() + ": expected a file of SHA-256 " + sha256 + ", actual " + actual);
        }
        @Nullable Path folder =
                source instanceof Source.Location location
                        ? Path.of(location.path).getParent()
                        : null;
        return Model.of(OnnxReader.read(file, source(), folder), options.here());
    }

    private String source() {
        return switch (source) {
            case Source.Location location -> location.path;
            case Source.Bytes bytes -> "model of " + bytes.file.length + " bytes";
        };
    }

    private static String digest(MemorySegment file) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (long i = 0; i < file.byteSize(); i += HASHED_AT_ONCE) {
                long piece = Math.min(HASHED_AT_ONCE, file.byteSize() - i);
                sha256.update(file.asSlice(i, piece).asByteBuffer());
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** How many models the handles of this JVM hold at the moment. */
    public static int loaded() {
        synchronized (MODELS) {
            return MODELS.size();
        }
    }

    /** How often handles of this JVM have loaded a model since it started. */
    public static long loads() {
        return LOADS.get();
    }

    /**
     * Gives this JVM's copy back; sessions of it go on until they are closed. The handle can't be
     * used any longer here, but still be sent. Closing twice is harmless.
     */
    @Override
    public synchronized void close() {
        closed = true;
        if (hold != null) {
            hold.release.clean();
            hold = null;
        }
    }

    @Serial
    private void readObject(ObjectInputStream stream) throws IOException, ClassNotFoundException {
        stream.defaultReadObject();
        if (source == null
                || sha256 == null
                || options == null
                || options.warmUp == null
                || !(options.weightGrowth >= 0)
                || source instanceof Source.Location location && location.path == null
                || source instanceof Source.Bytes bytes && bytes.file == null) {
            throw new InvalidObjectException("handle of a model: a part is missing or wrong");
        }
    }

    @Override
    public String toString() {
        return "handle of " + source();
    }
}
