package dev.lanewise.bench.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** OpenBLAS: {@code cblas_sgemm}, which packs both matrices in every call. */
final class OpenBlasEngine implements Engine {

    private static final NativeLibrary LIBRARY =
            NativeLibrary.load(
                            "openblas",
                            false,
                            List.of(
                                    "libgcc_s.so.1",
                                    "libquadmath.so.0",
                                    "libgfortran.so.5",
                                    "libopenblas.so.0"))
                    .orElseThrow();

    private static final MethodHandle SGEMM = Blas.sgemm(LIBRARY);

    private static final MethodHandle CONFIG = LIBRARY.function("openblas_get_config", ADDRESS);
    private static final MethodHandle CORE = LIBRARY.function("openblas_get_corename", ADDRESS);

    @Override
    public String name() {
        return "openblas";
    }

    @Override
    public String version() {
        try {
            String config = NativeLibrary.text((MemorySegment) CONFIG.invokeExact());
            String[] words = config.split(" ");
            String core = NativeLibrary.text((MemorySegment) CORE.invokeExact());
            return words[1] + " (" + core + ")";
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
        return List.of(
                new Blas.Product(name(), "sgemm", gemm, arena) {
                    @Override
                    void run() {
                        try {
                            SGEMM.invokeExact(
                                    Blas.ROW_MAJOR,
                                    transA,
                                    transB,
                                    m,
                                    n,
                                    k,
                                    1f,
                                    a,
                                    lda,
                                    b,
                                    ldb,
                                    0f,
                                    c,
                                    n);
                        } catch (Throwable e) {
                            throw NativeLibrary.failed(e);
                        }
                    }
                });
    }
}
