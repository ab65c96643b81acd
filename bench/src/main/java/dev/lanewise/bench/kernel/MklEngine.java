package dev.lanewise.bench.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * MKL: {@code cblas_sgemm}; where B is constant also with B packed beforehand, and for small sizes
 * with generated code, as its documentation advises.
 */
final class MklEngine implements Engine {

    /** From some hundred on, generated code falls back to the usual path. */
    private static final int LARGEST_GENERATED = 128;

    private static final int B_MATRIX = 162;
    private static final int PACKED = 151;
    private static final int INTEL_THREADING = 0;
    private static final int JIT_NO_KERNEL = 1;

    private static final NativeLibrary LIBRARY =
            NativeLibrary.load(
                            "mkl",
                            true,
                            List.of(
                                    "libiomp5.so",
                                    "libmkl_core.so.2",
                                    "libmkl_intel_thread.so.2",
                                    "libmkl_intel_lp64.so.2",
                                    "libmkl_def.so.2",
                                    "libmkl_avx2.so.2",
                                    "libmkl_avx512.so.2",
                                    "libmkl_rt.so.2"))
                    .orElseThrow();

    private static final MethodHandle SGEMM = Blas.sgemm(LIBRARY);

    private static final MethodHandle PACK_SIZE =
            LIBRARY.function(
                    "cblas_sgemm_pack_get_size", JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);

    private static final MethodHandle PACK =
            LIBRARY.procedure(
                    "cblas_sgemm_pack",
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_FLOAT,
                    ADDRESS,
                    JAVA_INT,
                    ADDRESS);

    private static final MethodHandle COMPUTE =
            LIBRARY.timed(
                    "cblas_sgemm_compute",
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_INT,
                    ADDRESS,
                    JAVA_INT,
                    ADDRESS,
                    JAVA_INT,
                    JAVA_FLOAT,
                    ADDRESS,
                    JAVA_INT);

    private static final MethodHandle JIT_CREATE =
            LIBRARY.function(
                    "mkl_cblas_jit_create_sgemm",
                    JAVA_INT,
                    ADDRESS,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_FLOAT,
                    JAVA_INT,
                    JAVA_INT,
                    JAVA_FLOAT,
                    JAVA_INT);

    private static final MethodHandle JIT_FUNCTION =
            LIBRARY.function("mkl_jit_get_sgemm_ptr", ADDRESS, ADDRESS);

    private static final MethodHandle GENERATED =
            NativeLibrary.timedPointer(ADDRESS, ADDRESS, ADDRESS, ADDRESS);

    /** Before anything else: GNU's threading would be chosen where oneDNN has loaded it. */
    private static final MethodHandle SET_THREADING =
            LIBRARY.function("MKL_Set_Threading_Layer", JAVA_INT, JAVA_INT);

    private static final MethodHandle VERSION =
            LIBRARY.procedure("mkl_get_version_string", ADDRESS, JAVA_INT);

    @Override
    public String name() {
        return "mkl";
    }

    @Override
    public String version() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(200);
            int ignored = (int) SET_THREADING.invokeExact(INTEL_THREADING);
            VERSION.invokeExact(text, 199);
            return text.getString(0).replaceAll(".*Version ([0-9.]+).* for (.*) app.*", "$1");
        } catch (Throwable e) {
            throw NativeLibrary.failed(e);
        }
    }

    @Override
    public List<Contender> prepare(Work work, List<MemorySegment> inputs, Arena arena) {
        if (!(work instanceof Work.Gemm gemm)) {
            return List.of();
        }
        MemorySegment a = inputs.get(0);
        MemorySegment b = inputs.get(1);
        List<Contender> contenders = new ArrayList<>();
        contenders.add(plain(gemm, a, b, arena));
        if (gemm.constantB()) {
            contenders.add(packed(gemm, a, b, arena));
        }
        if (Math.max(gemm.m(), Math.max(gemm.n(), gemm.k())) <= LARGEST_GENERATED) {
            contenders.add(generated(gemm, a, b, arena));
        }
        return contenders;
    }

    private Contender plain(Work.Gemm gemm, MemorySegment a, MemorySegment b, Arena arena) {
        return new Blas.Product(name(), "sgemm", gemm, arena) {
            @Override
            void run() {
                try {
                    SGEMM.invokeExact(
                            Blas.ROW_MAJOR, transA, transB, m, n, k, 1f, a, lda, b, ldb, 0f, c, n);
                } catch (Throwable e) {
                    throw NativeLibrary.failed(e);
                }
            }
        };
    }

    private Contender packed(Work.Gemm gemm, MemorySegment a, MemorySegment b, Arena arena) {
        MemorySegment packed;
        try {
            int m = gemm.m();
            int n = gemm.n();
            int k = gemm.k();
            long bytes = (long) PACK_SIZE.invokeExact(B_MATRIX, m, n, k);
            packed = arena.allocate(bytes, 64);
            int transB = gemm.transB() ? Blas.TRANSPOSE : Blas.NO_TRANSPOSE;
            int ldb = gemm.transB() ? k : n;
            PACK.invokeExact(Blas.ROW_MAJOR, B_MATRIX, transB, m, n, k, 1f, b, ldb, packed);
        } catch (Throwable e) {
            throw NativeLibrary.failed(e);
        }
        return new Blas.Product(name(), "sgemm_compute, packed B", gemm, arena) {
            @Override
            void run() {
                try {
                    COMPUTE.invokeExact(
                            Blas.ROW_MAJOR, transA, PACKED, m, n, k, a, lda, packed, ldb, 0f, c, n);
                } catch (Throwable e) {
                    throw NativeLibrary.failed(e);
                }
            }
        };
    }

    private Contender generated(Work.Gemm gemm, MemorySegment a, MemorySegment b, Arena arena) {
        MemorySegment jitter;
        MemorySegment function;
        try {
            MemorySegment result = arena.allocate(ADDRESS);
            Blas.Product sizes =
                    new Blas.Product(name(), "", gemm, arena) {
                        @Override
                        void run() {}
                    };
            int status =
                    (int)
                            JIT_CREATE.invokeExact(
                                    result,
                                    Blas.ROW_MAJOR,
                                    sizes.transA,
                                    sizes.transB,
                                    sizes.m,
                                    sizes.n,
                                    sizes.k,
                                    1f,
                                    sizes.lda,
                                    sizes.ldb,
                                    0f,
                                    sizes.n);
            if (status > JIT_NO_KERNEL) {
                throw new IllegalStateException("mkl_jit_create_sgemm: status " + status);
            }
            jitter = result.get(ADDRESS, 0);
            function = (MemorySegment) JIT_FUNCTION.invokeExact(jitter);
        } catch (Throwable e) {
            throw NativeLibrary.failed(e);
        }
        return new Blas.Product(name(), "jit", gemm, arena) {
            @Override
            void run() {
                try {
                    GENERATED.invokeExact(function, jitter, a, b, c);
                } catch (Throwable e) {
                    throw NativeLibrary.failed(e);
                }
            }
        };
    }
}
