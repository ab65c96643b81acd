package dev.lanewise.model.onnx;

import dev.lanewise.model.DType;
import dev.lanewise.model.Tensor;

/** Compares tensors as ONNX's own test runner does. */
final class TensorDifference {

    private static final double RELATIVE = 1e-3;
    private static final double ABSOLUTE = 1e-7;

    /** One unit in the last place of a bfloat16: generators truncate or round. */
    private static final double RELATIVE_BFLOAT16 = 0x1p-7;

    private TensorDifference() {}

    /** What differs first, or nothing. */
    static String find(Tensor expected, Tensor actual) {
        if (expected.dtype() != actual.dtype() || !expected.shape().equals(actual.shape())) {
            return "expected " + expected + ", actual " + actual;
        }
        double relative = expected.dtype() == DType.BFLOAT16 ? RELATIVE_BFLOAT16 : RELATIVE;
        int elements = expected.shape().elements();
        for (int i = 0; i < elements; i++) {
            boolean floats = expected.dtype().isFloat();
            boolean same =
                    floats
                            ? near(expected.getDouble(i), actual.getDouble(i), relative)
                            : expected.getLong(i) == actual.getLong(i);
            if (!same) {
                return "element "
                        + i
                        + " of "
                        + expected
                        + " expected "
                        + (floats ? expected.getDouble(i) : expected.getLong(i))
                        + ", actual "
                        + (floats ? actual.getDouble(i) : actual.getLong(i));
            }
        }
        return "";
    }

    /** Equal, both NaN, or within the tolerance. */
    private static boolean near(double expected, double actual, double relative) {
        return expected == actual
                || Double.isNaN(expected) && Double.isNaN(actual)
                || Math.abs(expected - actual) <= ABSOLUTE + relative * Math.abs(expected);
    }
}
