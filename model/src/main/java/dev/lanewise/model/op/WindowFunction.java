package dev.lanewise.model.op;

import dev.lanewise.model.DType;
import dev.lanewise.model.Shape;
import dev.lanewise.model.Tensor;
import dev.lanewise.model.graph.Inputs;
import dev.lanewise.model.graph.TensorType;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A window of signal processing, as long as the constant first input tells: a0 - a1 cos(2 pi i / n)
 * + a2 cos(4 pi i / n).
 *
 * @param kind which
 * @param dtype element type, a float
 * @param periodic whether n is the length rather than one less
 */
public record WindowFunction(Kind kind, DType dtype, boolean periodic) implements PlainOp {

    /** The windows. */
    public enum Kind {
        /** Hann's. */
        HANN("HannWindow", 0.5, 0.5, 0),
        /** Hamming's. */
        HAMMING("HammingWindow", 25.0 / 46, 21.0 / 46, 0),
        /** Blackman's. */
        BLACKMAN("BlackmanWindow", 0.42, 0.5, 0.08);

        private final String type;
        private final double a0;
        private final double a1;
        private final double a2;

        Kind(String type, double a0, double a1, double a2) {
            this.type = type;
            this.a0 = a0;
            this.a1 = a1;
            this.a2 = a2;
        }
    }

    /**
     * @throws IllegalArgumentException if the type is no float
     */
    public WindowFunction {
        if (!dtype.isFloat()) {
            throw new IllegalArgumentException("expected output_datatype float, actual " + dtype);
        }
    }

    @Override
    public String type() {
        return kind.type;
    }

    @Override
    public List<TensorType> infer(Inputs in) {
        long[] size = in.longs(0, "the size");
        in.check(size.length == 1, "expected one size, actual " + in.type(0));
        return List.of(new TensorType(dtype, Shape.of(size)));
    }

    @Override
    public void compute(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        Tensor y = outputs.getFirst();
        int size = y.shape().elements();
        double n = periodic ? size : size - 1;
        for (int i = 0; i < size; i++) {
            double angle = n == 0 ? 0 : 2 * Math.PI * i / n;
            y.setDouble(i, kind.a0 - kind.a1 * Math.cos(angle) + kind.a2 * Math.cos(2 * angle));
        }
    }
}
