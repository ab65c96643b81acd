package dev.lanewise.model.op;

import dev.lanewise.model.Tensor;

/** The order of elements, exact for every element type; NaN is above all others. */
final class Ordering {

    private Ordering() {}

    /** Compares element i of a with element j of b, of the same type. */
    static int compare(Tensor a, int i, Tensor b, int j) {
        if (a.dtype().isFloat()) {
            double x = a.getDouble(i);
            double y = b.getDouble(j);
            // -0 and 0 are equal here, unlike in Double.compare.
            return x == y ? 0 : Double.compare(x, y);
        }
        return a.dtype().isUnsigned()
                ? Long.compareUnsigned(a.getLong(i), b.getLong(j))
                : Long.compare(a.getLong(i), b.getLong(j));
    }
}
