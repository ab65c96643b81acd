package dev.lanewise.bench.kernel;

import org.bytedeco.javacpp.Loader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A native library from a jar of Bytedeco's, called through the foreign-function interface, which
 * costs a few nanoseconds a call.
 */
@SuppressWarnings("restricted")
final class NativeLibrary {

    /** {@code avx2} keeps the peers from wider vectors; unset, they use what they find. */
    static final String ISA_PROPERTY = "lanewise.bench.isa";

    private static final Linker LINKER = Linker.nativeLinker();
    private static final int RTLD_LAZY = 1;
    private static final int RTLD_NOW = 2;
    private static final int RTLD_GLOBAL = 0x100;

    private static final MethodHandle DLOPEN =
            system("dlopen", ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle DLSYM =
            system("dlsym", ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    private static final MethodHandle SETENV =
            system(
                    "setenv",
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT);
    private static final MethodHandle UNSETENV =
            system("unsetenv", ValueLayout.JAVA_INT, ValueLayout.ADDRESS);

    private final List<MemorySegment> handles;

    private NativeLibrary(List<MemorySegment> handles) {
        this.handles = handles;
    }

    /**
     * Loads libraries that belong together, for one thread.
     *
     * @param artifact Bytedeco's name of it
     * @param files in the order in which they depend on each other; symbols are looked for in the
     *     last
     * @param global whether the libraries need each other's symbols without saying so
     * @return empty if the jar isn't on the class path or not for this platform
     */
    static Optional<NativeLibrary> load(String artifact, boolean global, List<String> files) {
        setEnvironment();
        String folder = "/org/bytedeco/" + artifact + "/" + Loader.getPlatform() + "/";
        List<URL> urls =
                files.stream()
                        .map(file -> NativeLibrary.class.getResource(folder + file))
                        .filter(url -> url != null)
                        .toList();
        if (urls.size() < files.size()) {
            return Optional.empty();
        }
        int flags = global ? RTLD_LAZY | RTLD_GLOBAL : RTLD_NOW;
        // All of them first: the libraries look for others in their own folder.
        List<Path> paths = urls.stream().map(NativeLibrary::extract).toList();
        return Optional.of(
                new NativeLibrary(paths.stream().map(path -> open(path, flags)).toList()));
    }

    private static Path extract(URL url) {
        try {
            return Loader.cacheResource(url).toPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MemorySegment open(Path path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path.toString());
            MemorySegment handle = (MemorySegment) DLOPEN.invokeExact(name, flags);
            if (handle.equals(MemorySegment.NULL)) {
                throw new IllegalStateException("can't load " + path);
            }
            return handle;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Read by the libraries when they are loaded, and never again. */
    private static void setEnvironment() {
        for (String threads :
                List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")) {
            setEnvironment(threads, "1");
        }
        String isa = System.getProperty(ISA_PROPERTY);
        if (isa == null) {
            try (Arena arena = Arena.ofConfined()) {
                // Where a distribution works around errors of older versions with it.
                int ignored = (int) UNSETENV.invokeExact(arena.allocateFrom("OPENBLAS_CORETYPE"));
            } catch (Throwable e) {
                throw failed(e);
            }
        } else if (isa.equals("avx2")) {
            Map.of(
                            "ONEDNN_MAX_CPU_ISA", "AVX2",
                            "OPENBLAS_CORETYPE", "Haswell",
                            "MKL_ENABLE_INSTRUCTIONS", "AVX2")
                    .forEach(NativeLibrary::setEnvironment);
        } else {
            throw new IllegalArgumentException(
                    ISA_PROPERTY + ": expected avx2 or nothing, actual '" + isa + "'");
        }
    }

    private static void setEnvironment(String name, String value) {
        try (Arena arena = Arena.ofConfined()) {
            int ignored =
                    (int)
                            SETENV.invokeExact(
                                    arena.allocateFrom(name), arena.allocateFrom(value), 1);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** A function of the library. */
    MethodHandle function(String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(symbol(name), FunctionDescriptor.of(result, parameters));
    }

    /** A function of the library without result. */
    MethodHandle procedure(String name, MemoryLayout... parameters) {
        return LINKER.downcallHandle(symbol(name), FunctionDescriptor.ofVoid(parameters));
    }

    /**
     * A function to be timed: called without the bookkeeping that lets the garbage collector stop
     * threads in native code.
     */
    MethodHandle timed(String name, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                symbol(name), FunctionDescriptor.ofVoid(parameters), Linker.Option.critical(false));
    }

    /** As {@link #timed}, of a function whose address is the first argument. */
    static MethodHandle timedPointer(MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                FunctionDescriptor.ofVoid(parameters), Linker.Option.critical(false));
    }

    private MemorySegment symbol(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            MemorySegment symbol = (MemorySegment) DLSYM.invokeExact(handles.getLast(), text);
            if (symbol.equals(MemorySegment.NULL)) {
                throw new IllegalStateException("no symbol " + name);
            }
            return symbol;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private static MethodHandle system(
            String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, parameters));
    }

    /** What a call's exception, which can only be unchecked, is rethrown as. */
    static RuntimeException failed(Throwable e) {
        return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    }

    /** The text at an address that a library returned. */
    static String text(MemorySegment address) {
        return address.reinterpret(Long.MAX_VALUE).getString(0);
    }
}
