package dev.lanewise.model.op;

import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Discrete Fourier transform along one axis. Inputs: x [..., 1] of real or [..., 2] of complex
 * numbers; optional constant length to which the axis is cut or filled with zeros; optional
 * constant axis, which is -2 by default. The output is [..., 2].
 *
 * @param inverse whether it is the inverse
 * @param onesided whether only the first half of the bins, and one more, is given, as suffices for
 *     real numbers; the inverse takes those, and its output is real, [..., 1]
 */
public record DFT(boolean inverse, boolean onesided) implements PlainOp {

    @Override
    public String type() {
        return "DFT";
    }

    private static int axis(Inputs in) {
        Shape x = in.shape(0, 2);
        long axis = in.has(2) ? in.longs(2, "the axis")[0] : -2;
        int a = in.axis(axis, x.rank());
        in.check(
                a < x.rank() - 1,
                "expected an axis before the last, which holds real and imaginary parts, actual "
                        + axis);
        return a;
    }

    private long length(Inputs in, int axis) {
        return in.has(1) ? in.longs(1, "the length")[0] : length(in.shape(0).dim(axis));
    }

    /** The length that an extent stands for where none is given. */
    private long length(int extent) {
        return inverse && onesided ? 2 * (extent - 1L) : extent;
    }

    @Override
    public long workPerElement(Inputs in) {
        return length(in, axis(in));
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        int axis = axis(in);
        Shape x = in.shape(0);
        in.check(in.type(0).dtype().isFloat(), "expected floats, actual " + in.type(0));
        in.check(
                x.dim(-1) == 2 || x.dim(-1) == 1,
                "expected a last extent of 1 (real) or 2 (complex), actual " + x);
        in.check(
                !onesided || x.dim(-1) == (inverse ? 2 : 1),
                "expected "
                        + (inverse ? "complex numbers [..., 2]" : "real numbers [..., 1]")
                        + " where onesided=1, actual "
                        + x);
        long length = length(in, axis);
        in.check(length > 0, "expected a length of at least 1, actual " + length);
        long bins = onesided && !inverse ? length / 2 + 1 : length;
        return List.of(in.type(0).withShape(x.with(axis, bins).with(-1, outputParts())));
    }

    private int outputParts() {
        return inverse && onesided ? 1 : 2;
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor x = IndexedCopy.required(inputs, 0);
        Tensor y = outputs.getFirst();
        Tensor given = IndexedCopy.optional(inputs, 1);
        Tensor axes = IndexedCopy.optional(inputs, 2);
        int rank = x.shape().rank();
        int a = axes == null ? rank - 2 : Math.floorMod((int) axes.getLong(0), rank);
        int extent = x.shape().dim(a);
        int length = Math.toIntExact(given == null ? length(extent) : given.getLong(0));
        int parts = x.shape().dim(-1);
        int inner = x.shape().product(a + 1, rank - 1);
        int bins = y.shape().dim(a);
        Fourier fourier = new Fourier(length, inverse);
        double[][] line = new double[2][length];
        double[][] result = new double[2][bins];
        for (int o = 0; o < x.shape().product(0, a); o++) {
            for (int n = 0; n < inner; n++) {
                for (int i = 0; i < Math.min(extent, length); i++) {
                    int at = ((o * extent + i) * inner + n) * parts;
                    line[0][i] = x.getDouble(at);
                    line[1][i] = parts == 2 ? x.getDouble(at + 1) : 0;
                }
                if (inverse && onesided) {
                    mirror(line, Math.min(extent, length / 2 + 1));
                }
                fourier.transform(line, result, bins);
                for (int k = 0; k < bins; k++) {
                    int at = ((o * bins + k) * inner + n) * outputParts();
                    y.setDouble(at, result[0][k]);
                    if (outputParts() == 2) {
                        y.setDouble(at + 1, result[1][k]);
                    }
                }
            }
        }
    }

    /** The other half of the bins of a real signal: conjugates in reverse. */
    private static void mirror(double[][] line, int given) {
        int length = line[0].length;
        for (int i = 1; i < length; i++) {
            boolean isGiven = i < given;
            boolean hasMirror = length - i < given;
            if (i > length / 2 || !isGiven) {
                line[0][i] = hasMirror ? line[0][length - i] : 0;
                line[1][i] = hasMirror ? -line[1][length - i] : 0;
            }
        }
    }
}
