package dev.lanewise.bench.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** What the interfaces of BLAS libraries have in common. */
final class Blas {

    static final int ROW_MAJOR = 101;
    static final int NO_TRANSPOSE = 111;
    static final int TRANSPOSE = 112;

    private Blas() {}

    /** The function {@code cblas_sgemm} of a library. */
    static MethodHandle sgemm(NativeLibrary library) {
        return library.timed(
                "cblas_sgemm",
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_FLOAT,
                ADDRESS,
                JAVA_INT,
                ADDRESS,
                JAVA_INT,
                JAVA_FLOAT,
                ADDRESS,
                JAVA_INT);
    }

    /** A product c = a b, with its arguments as BLAS wants them. */
    abstract static class Product extends Contender {

        final int m;
        final int n;
        final int k;
        final int transA;
        final int transB;
        final int lda;
        final int ldb;
        final MemorySegment c;

        Product(String engine, String algorithm, Work.Gemm gemm, Arena arena) {
            super(engine, algorithm);
            this.m = gemm.m();
            this.n = gemm.n();
            this.k = gemm.k();
            this.transA = gemm.transA() ? TRANSPOSE : NO_TRANSPOSE;
            this.transB = gemm.transB() ? TRANSPOSE : NO_TRANSPOSE;
            this.lda = gemm.transA() ? m : k;
            this.ldb = gemm.transB() ? k : n;
            this.c = arena.allocate(4L * m * n, 64);
        }

        @Override
        final float[] output() {
            return c.toArray(ValueLayout.JAVA_FLOAT);
        }
    }
}
