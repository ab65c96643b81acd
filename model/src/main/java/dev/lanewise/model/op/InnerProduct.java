package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;

/** Inner products of vectors within two tensors: floats in double, integers modulo 2^64. */
final class InnerProduct {

    private final double[] a;
    private final double[] b;
    private final long[] exactA;
    private final long[] exactB;

    InnerProduct(Tensor a, Tensor b) {
        boolean floats = a.dtype().isFloat();
        this.a = floats ? a.toDoubleArray() : new double[0];
        this.b = floats ? b.toDoubleArray() : new double[0];
        this.exactA = floats ? new long[0] : a.toLongArray();
        this.exactB = floats ? new long[0] : b.toLongArray();
    }

    /** Where a vector lies: its first element and the distance to each next one. */
    record Vector(int offset, int step) {}

    /** Product of float vectors of k elements. */
    double floats(Vector x, Vector y, int k) {
        double sum = 0;
        for (int i = 0; i < k; i++) {
            sum += a[x.offset + i * x.step] * b[y.offset + i * y.step];
        }
        return sum;
    }

    /** Product of integer vectors of k elements. */
    long integers(Vector x, Vector y, int k) {
        long sum = 0;
        for (int i = 0; i < k; i++) {
            sum += exactA[x.offset + i * x.step] * exactB[y.offset + i * y.step];
        }
        return sum;
    }
}
